package jackdaw.program;

import jackdaw.machine.NativeCode;
import jackdaw.program.kernel.Instruction;
import jackdaw.program.kernel.Kernels;
import jackdaw.program.kernel.Layout;
import jackdaw.program.machine.FlatSum;
import jackdaw.program.machine.RowGather;
import jackdaw.tensor.Operation;
import jackdaw.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Expressions that are compiled once and computed many times. Compiling merges equal expressions,
 * chooses kernels and plans all memory. Running allocates nothing. The caller sets the inputs, runs
 * the program and reads the outputs:
 *
 * <pre>{@code
 * Program program = Program.compile(loss, gradient);
 * program.input(x).set(values, 0);
 * program.run();
 * double value = program.output(loss).value();
 * }</pre>
 *
 * <p>Only one thread at a time may use a program and its memory. {@link #replica} makes another
 * program with its own memory for another thread.
 */
public final class Program {
  private final Lowering.Plan plan;
  private final Engine engine;

  private Program(Lowering.Plan plan, Engine engine) {
    this.plan = plan;
    this.engine = engine;
    for (int i = 0; i < plan.constantOffsets().length; i++) {
      engine.write(plan.constantOffsets()[i], plan.constantValues(), i, 1);
    }
  }

  /** Compiles a program that computes all of these expressions. */
  public static Program compile(List<Tensor> outputs) {
    return compile(outputs, KernelChoice.CHOSEN);
  }

  /** Compiles a program that computes all of these expressions. */
  public static Program compile(Tensor... outputs) {
    return compile(List.of(outputs));
  }

  /** Compiles a program that computes an expression and several more, such as its derivatives. */
  public static Program compile(Tensor output, List<Tensor> more) {
    return compile(List.of(output), more);
  }

  /**
   * Compiles a program that computes some expressions, and then several more that may use them.
   * {@link #runFirst} and {@link #runRest} run the two halves separately. The first outputs are
   * copied to Java after every run; the others are copied when they are read.
   */
  public static Program compile(List<Tensor> first, List<Tensor> rest) {
    Lowering.Plan plan = Lowering.plan(first, rest);
    return new Program(plan, KernelChoice.CHOSEN.engine(plan));
  }

  static Program compile(List<Tensor> outputs, KernelChoice kernels) {
    Lowering.Plan plan = Lowering.plan(outputs, List.of());
    return new Program(plan, kernels.engine(plan));
  }

  static Program compile(List<Tensor> outputs, Kernels kernels) {
    return compile(outputs, List.of(), kernels);
  }

  static Program compile(List<Tensor> first, List<Tensor> rest, Kernels kernels) {
    Lowering.Plan plan = Lowering.plan(first, rest);
    return new Program(plan, new Engine.Interpreter(plan, kernels));
  }

  /** Returns the same program with its own memory. */
  public Program replica() {
    return new Program(plan, engine.replica());
  }

  /** Computes all outputs from the current inputs; an input that was never set is zero. */
  public void run() {
    engine.run();
  }

  /**
   * Runs the first half of {@link #run}, which computes the first outputs, so that the caller can
   * measure its time. No output can be read before {@link #runRest}.
   */
  public void runFirst() {
    engine.runFirst();
  }

  /** Runs the second half of {@link #run}, after {@link #runFirst}. */
  public void runRest() {
    engine.runRest();
  }

  /** Returns true if the program's outputs depend on this input. */
  public boolean uses(Tensor input) {
    return input.operation() instanceof Operation.Input && plan.offsets().containsKey(input);
  }

  /**
   * Returns the place to write an input to.
   *
   * @throws IllegalArgumentException if no output depends on it
   */
  public Input input(Tensor input) {
    if (!uses(input)) {
      throw new IllegalArgumentException(input + " is not an input of this program");
    }
    return new Input(this, offset(input), Layout.of(input));
  }

  /**
   * Returns the place to read an output from.
   *
   * @throws IllegalArgumentException if the program was not compiled for it
   */
  public Output output(Tensor output) {
    return new Output(this, offset(output), Layout.of(output));
  }

  Engine engine() {
    return engine;
  }

  /** The offset of the block of an input or output. */
  int offset(Tensor tensor) {
    Map<Tensor, Integer> offsets = plan.offsets();
    Integer offset = offsets.get(tensor);
    if (offset == null) {
      throw new IllegalArgumentException(tensor + " is not an output of this program");
    }
    return offset;
  }

  /** The number of instructions in one run. */
  public int instructions() {
    return plan.instructions().length;
  }

  /**
   * The number of floating-point operations of the matrix products in one run. A multiplication
   * with its addition counts as two.
   */
  public long operations() {
    return Arrays.stream(plan.instructions()).mapToLong(Instruction::operations).sum();
  }

  /** The size of the machine code in bytes; 0 without machine code. */
  public int codeSize() {
    return engine.codeSize();
  }

  /** The size of the memory in floats. */
  public int memorySize() {
    return plan.memory().size();
  }

  /** The place of an input in the program's memory. */
  public static final class Input {
    private final Engine engine;
    private final int offset;
    private final int size;
    private final int rows;
    private final int columns;
    private final int rowStep;
    private final int columnStep;

    /** True if machine code gathers rows, which needs columns that are contiguous in memory. */
    private final boolean gathers;

    private final boolean dense;

    /** A buffer for the values in memory order; empty until it is needed. */
    private float[] arranged = {};

    private @Nullable RowGather gather;

    private Input(Program program, int offset, Layout layout) {
      engine = program.engine;
      this.offset = offset;
      rows = layout.rows();
      columns = layout.columns();
      rowStep = layout.rowStep();
      columnStep = layout.columnStep();
      gathers = engine instanceof Engine.Machine && layout.transposed();
      dense = layout.isDense();
      size = dense ? rows * columns : layout.size();
    }

    /** Copies [rows, columns] values in row-major order, from {@code values[from]} on. */
    public void set(float[] values, int from) {
      setRows(values, from, rows);
    }

    /**
     * Copies the first {@code count} rows from [count, columns] values. The content of the other
     * rows is then undefined.
     */
    public void setRows(float[] values, int from, int count) {
      if (dense) {
        engine.write(offset, values, from, count * columns);
      } else {
        arrange(values, from, count);
      }
    }

    /**
     * Copies one row of {@code values} for each row of the input.
     *
     * @param values a matrix in row-major order with as many columns as the input
     * @param indices the indices of the rows, from {@code first} on; one for each row of the input
     */
    public void setRows(float[] values, int[] indices, int first) {
      if (gathers) {
        gather(values, indices).run(first);
        return;
      }
      for (int i = 0; i < rows; i++) {
        arrangeRow(i, values, indices[first + i] * columns);
      }
      engine.write(offset, arranged(), 0, size);
    }

    /** Returns the code that gathers rows of this table, made again only for another table. */
    private RowGather gather(float[] values, int[] indices) {
      RowGather known = gather;
      if (known == null || !known.fits(values, indices)) {
        known =
            new RowGather(values, indices, engine.blocks(), offset, rows, columns, columnStep);
        gather = known;
      }
      return known;
    }

    private void arrange(float[] values, int from, int count) {
      for (int i = 0; i < count; i++) {
        arrangeRow(i, values, from + i * columns);
      }
      engine.write(offset, arranged(), 0, size);
    }

    private float[] arranged() {
      if (arranged.length == 0) {
        arranged = new float[size];
      }
      return arranged;
    }

    private void arrangeRow(int row, float[] values, int from) {
      float[] to = arranged();
      int start = row * rowStep;
      if (columnStep == 1) {
        System.arraycopy(values, from, to, start, columns);
      } else {
        for (int j = 0; j < columns; j++) {
          to[start + j * columnStep] = values[from + j];
        }
      }
    }

    /** Sets every value to one number. */
    public void set(double number) {
      Arrays.fill(arranged(), (float) number);
      engine.write(offset, arranged, 0, size);
    }
  }

  /** The place of an output in the program's memory. */
  public static final class Output {
    private final Engine engine;
    private final float[] memory;
    private final int offset;
    private final int end;
    private final int rows;
    private final int columns;
    private final int rowStep;
    private final int columnStep;
    private final boolean dense;

    /** True if each run copies it to Java. */
    private final boolean copied;

    private @Nullable FlatSum sum;

    private Output(Program program, int offset, Layout layout) {
      engine = program.engine;
      memory = engine.memory();
      this.offset = offset;
      end = offset + layout.size();
      rows = layout.rows();
      columns = layout.columns();
      rowStep = layout.rowStep();
      columnStep = layout.columnStep();
      dense = layout.isDense();
      MemoryPlan plan = program.plan.memory();
      copied = offset >= plan.inputsEnd() && offset < plan.copiedEnd();
    }

    private void fetch() {
      if (!copied) {
        engine.fetch(offset, end);
      }
    }

    /** The value of a scalar, or the first of several. */
    public float value() {
      fetch();
      return memory[offset];
    }

    /** Copies the values in row-major order to {@code target} from {@code to} on. */
    public void get(float[] target, int to) {
      getRows(target, to, rows);
    }

    /**
     * Copies the first {@code count} rows in row-major order to {@code target} from {@code to} on.
     */
    public void getRows(float[] target, int to, int count) {
      fetch();
      if (dense) {
        System.arraycopy(memory, offset, target, to, count * columns);
        return;
      }
      for (int i = 0; i < count; i++) {
        int from = offset + i * rowStep;
        if (columnStep == 1) {
          System.arraycopy(memory, from, target, to + i * columns, columns);
        } else {
          for (int j = 0; j < columns; j++) {
            target[to + i * columns + j] = memory[from + j * columnStep];
          }
        }
      }
    }

    /** Adds the values in row-major order to those in {@code target} from {@code to} on. */
    public void addTo(float[] target, int to) {
      if ((columnStep == 1 || dense) && NativeCode.isSupported()) {
        sum(target, to).run();
        return;
      }
      fetch();
      for (int i = 0; i < rows; i++) {
        int from = offset + i * rowStep;
        for (int j = 0; j < columns; j++) {
          target[to + i * columns + j] += memory[from + j * columnStep];
        }
      }
    }

    /** Returns the code that adds to this place, made again only for another place. */
    private FlatSum sum(float[] target, int to) {
      FlatSum known = sum;
      if (known == null || !known.fits(target, to)) {
        MemorySegment blocks = engine.blocks();
        known =
            dense
                ? new FlatSum(blocks, offset, 1, rows * columns, rows * columns, target, to)
                : new FlatSum(blocks, offset, rows, columns, rowStep, target, to);
        sum = known;
      }
      return known;
    }

    /** The values in row-major order. */
    public float[] toArray() {
      float[] values = new float[rows * columns];
      get(values, 0);
      return values;
    }
  }

  @Override
  public String toString() {
    return "Program(%d floats)%n%s"
        .formatted(
            memorySize(),
            String.join(
                System.lineSeparator(),
                Arrays.stream(plan.instructions()).map(Object::toString).toList()));
  }
}

package jackdaw.program;

import static jackdaw.machine.Assembler.RDI;
import static jackdaw.machine.Assembler.RSI;

import jackdaw.machine.Assembler;
import jackdaw.machine.NativeCode;
import jackdaw.program.kernel.Layout;
import jackdaw.program.machine.MachineCopies;
import jackdaw.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Parts of a flat vector, each in row-major order, that are inputs of a program or its outputs, and are handed over all
 * at once: in machine code straight to where the program computes, or from there.
 */
public final class VectorParts {
  private final Program program;
  private final List<Tensor> tensors;
  private final int[] offsets;

  /** What the vector must be long enough for. */
  private final int end;

  /** Whether parts are copied in machine code. */
  private final boolean machine;

  // Made when they are needed.
  private @Nullable NativeCode load;
  private @Nullable NativeCode get;
  private Program.Input[] inputs = {};
  private Program.Output[] outputs = {};

  private float[] vectorBefore = {};
  private MemorySegment vector = MemorySegment.NULL;

  /**
   * Finds the parts.
   *
   * @param tensors all inputs of the program, or all outputs
   * @param offsets where each begins in the vector
   */
  public VectorParts(Program program, List<Tensor> tensors, int[] offsets) {
    this.program = program;
    this.tensors = List.copyOf(tensors);
    this.offsets = offsets.clone();
    machine = program.engine() instanceof Engine.Machine;
    int last = 0;
    for (int i = 0; i < offsets.length; i++) {
      last = Math.max(last, offsets[i] + tensors.get(i).rows() * tensors.get(i).columns());
    }
    end = last;
  }

  /**
   * Gives the program its inputs.
   *
   * @throws IndexOutOfBoundsException if the vector ends before a part does
   */
  public void load(float[] from) {
    if (machine) {
      load = run(load, true, from);
      return;
    }
    if (inputs.length < offsets.length) {
      inputs = tensors.stream().map(program::input).toArray(Program.Input[]::new);
    }
    for (int i = 0; i < inputs.length; i++) {
      inputs[i].set(from, offsets[i]);
    }
  }

  /**
   * Writes the program's outputs to their places in a vector.
   *
   * @throws IndexOutOfBoundsException if the vector ends before a part does
   */
  public void get(float[] to) {
    if (machine) {
      get = run(get, false, to);
      return;
    }
    findOutputs();
    for (int i = 0; i < outputs.length; i++) {
      outputs[i].get(to, offsets[i]);
    }
  }

  /** Runs the code for one direction, which is made where there is none yet, and returns it. */
  private NativeCode run(@Nullable NativeCode known, boolean toBlocks, float[] array) {
    NativeCode code = known == null ? NativeCode.of(assemble(toBlocks)) : known;
    code.run(segment(array), program.engine().blocks());
    return code;
  }

  /** Adds the program's outputs to what stands in their places in a vector. */
  public void addTo(float[] to) {
    findOutputs();
    for (int i = 0; i < outputs.length; i++) {
      outputs[i].addTo(to, offsets[i]);
    }
  }

  private void findOutputs() {
    if (outputs.length < offsets.length) {
      outputs = tensors.stream().map(program::output).toArray(Program.Output[]::new);
    }
  }

  @SuppressWarnings("ReferenceEquality")
  private MemorySegment segment(float[] array) {
    if (array != vectorBefore) {
      if (array.length < end) {
        throw new IndexOutOfBoundsException(
            "a vector of %d values is too short for parts that end at %d"
                .formatted(array.length, end));
      }
      vector = MemorySegment.ofArray(array);
      vectorBefore = array;
    }
    return vector;
  }

  /** Copies from the vector, which RDI points at, to the blocks, which RSI points at, or back. */
  private byte[] assemble(boolean toBlocks) {
    Assembler code = Assembler.create();
    MachineCopies copies = new MachineCopies(code);
    for (int i = 0; i < offsets.length; i++) {
      Layout layout = Layout.of(tensors.get(i));
      int block = program.offset(tensors.get(i));
      if (layout.isDense()) {
        copy(copies, toBlocks, block, 0, 1, offsets[i], 0, 1, 1, layout.rows() * layout.columns());
      } else if (layout.transposed()) {
        copy(
            copies, toBlocks, block, layout.columnStep(), 1, offsets[i], 1, layout.columns(),
            layout.columns(), layout.rows());
      } else {
        copy(
            copies, toBlocks, block, layout.rowStep(), 1, offsets[i], layout.columns(), 1,
            layout.rows(), layout.columns());
      }
    }
    code.endOfCode();
    return code.finish();
  }

  private static void copy(
      MachineCopies copies,
      boolean toBlocks,
      int block,
      int blockRow,
      int blockColumn,
      int part,
      int partRow,
      int partColumn,
      int rows,
      int columns) {
    if (toBlocks) {
      copies.copy(
          RSI, block, blockRow, blockColumn, RDI, part, partRow, partColumn, rows, columns);
    } else {
      copies.copy(
          RDI, part, partRow, partColumn, RSI, block, blockRow, blockColumn, rows, columns);
    }
  }
}

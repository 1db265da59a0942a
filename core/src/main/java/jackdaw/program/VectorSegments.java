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
 * Segments of a flat vector, each a matrix in row-major order, which are a program's inputs or its
 * outputs. They are copied all at once; machine code copies them directly to or from the memory in
 * which the program computes.
 */
public final class VectorSegments {
  private final Program program;
  private final List<Tensor> tensors;
  private final int[] offsets;

  /** The least length of the vector. */
  private final int end;

  /** True if segments are copied in machine code. */
  private final boolean machine;

  // Made when they are first needed.
  private @Nullable NativeCode load;
  private @Nullable NativeCode get;
  private Program.Input[] inputs = {};
  private Program.Output[] outputs = {};

  private float[] vectorBefore = {};
  private MemorySegment vector = MemorySegment.NULL;

  /**
   * Finds the segments.
   *
   * @param tensors all inputs of the program, or all outputs
   * @param offsets the start of each one in the vector
   */
  public VectorSegments(Program program, List<Tensor> tensors, int[] offsets) {
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
   * Sets the program's inputs from a vector.
   *
   * @throws IndexOutOfBoundsException if the vector ends before a segment does
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
   * Writes the program's outputs to their segments of a vector.
   *
   * @throws IndexOutOfBoundsException if the vector ends before a segment does
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

  /** Runs the code for one direction, after making it if there is none yet, and returns it. */
  private NativeCode run(@Nullable NativeCode known, boolean toBlocks, float[] array) {
    NativeCode code = known == null ? NativeCode.of(assemble(toBlocks)) : known;
    code.run(segment(array), program.engine().blocks());
    return code;
  }

  /** Adds the program's outputs to their segments of a vector. */
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
            "a vector of %d values is too short for segments that end at %d"
                .formatted(array.length, end));
      }
      vector = MemorySegment.ofArray(array);
      vectorBefore = array;
    }
    return vector;
  }

  /** Writes code that copies from the vector, in RDI, to the blocks, in RSI, or back. */
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
      int segment,
      int segmentRow,
      int segmentColumn,
      int rows,
      int columns) {
    if (toBlocks) {
      copies.copy(
          RSI, block, blockRow, blockColumn, RDI, segment, segmentRow, segmentColumn, rows,
          columns);
    } else {
      copies.copy(
          RDI, segment, segmentRow, segmentColumn, RSI, block, blockRow, blockColumn, rows,
          columns);
    }
  }
}

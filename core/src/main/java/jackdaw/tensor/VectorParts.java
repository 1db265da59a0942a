package jackdaw.tensor;

import static jackdaw.machine.Assembler.RDI;
import static jackdaw.machine.Assembler.RSI;

import jackdaw.machine.Assembler;
import jackdaw.machine.NativeCode;
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

  // Made when they are needed; they stay null where there is no machine code.
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
    if (!(program.engine() instanceof Engine.Machine)) {
      if (inputs.length < offsets.length) {
        inputs = tensors.stream().map(program::input).toArray(Program.Input[]::new);
      }
      for (int i = 0; i < inputs.length; i++) {
        inputs[i].set(from, offsets[i]);
      }
      return;
    }
    NativeCode code = load;
    if (code == null) {
      code = NativeCode.of(assemble(true));
      load = code;
    }
    code.run(segment(from), program.engine().blocks());
  }

  /**
   * Writes the program's outputs to their places in a vector.
   *
   * @throws IndexOutOfBoundsException if the vector ends before a part does
   */
  public void get(float[] to) {
    if (!(program.engine() instanceof Engine.Machine)) {
      findOutputs();
      for (int i = 0; i < outputs.length; i++) {
        outputs[i].get(to, offsets[i]);
      }
      return;
    }
    NativeCode code = get;
    if (code == null) {
      code = NativeCode.of(assemble(false));
      get = code;
    }
    code.run(segment(to), program.engine().blocks());
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
    MachineKernels kernels = new MachineKernels(code);
    for (int i = 0; i < offsets.length; i++) {
      Layout layout = Layout.of(tensors.get(i));
      int block = program.offset(tensors.get(i));
      if (layout.isDense()) {
        copy(kernels, toBlocks, block, 0, 1, offsets[i], 0, 1, 1, layout.rows() * layout.columns());
      } else if (layout.transposed()) {
        copy(
            kernels, toBlocks, block, layout.columnStep(), 1, offsets[i], 1, layout.columns(),
            layout.columns(), layout.rows());
      } else {
        copy(
            kernels, toBlocks, block, layout.rowStep(), 1, offsets[i], layout.columns(), 1,
            layout.rows(), layout.columns());
      }
    }
    code.endOfCode();
    return code.finish();
  }

  private static void copy(
      MachineKernels kernels,
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
      kernels.copy(
          RSI, block, blockRow, blockColumn, RDI, part, partRow, partColumn, rows, columns);
    } else {
      kernels.copy(
          RDI, part, partRow, partColumn, RSI, block, blockRow, blockColumn, rows, columns);
    }
  }
}

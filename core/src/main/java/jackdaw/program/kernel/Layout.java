package jackdaw.program.kernel;

import jackdaw.tensor.Tensor;

/**
 * How a tensor lies in memory: its rows one after the other, each padded to a multiple of {@link
 * Kernels#ALIGNMENT} floats. A tall and narrow tensor (a batch of two logits or of one value) is
 * laid out transposed, so that vectors run along the batch instead of along padding.
 *
 * @param rows of the tensor
 * @param columns of the tensor
 */
public record Layout(int rows, int columns) {
  /** Floats in 1,024 bytes. */
  private static final int CONFLICT = 256;

  public static Layout of(Tensor tensor) {
    return new Layout(tensor.rows(), tensor.columns());
  }

  /** True if the rows in memory are the tensor's columns. */
  public boolean transposed() {
    return columns < Kernels.ALIGNMENT && rows > columns;
  }

  /** Rows in memory. */
  public int memoryRows() {
    return transposed() ? columns : rows;
  }

  /** Used columns in memory. */
  public int memoryColumns() {
    return transposed() ? rows : columns;
  }

  /** Distance between two rows in memory. */
  public int stride() {
    return stride(memoryColumns());
  }

  /**
   * Distance between two rows of so many values. Rows that lie 1,024 bytes apart, or a multiple of that,
   * share a few places of the first-level cache and drive each other out of it: these get a vector more.
   */
  public static int stride(int columns) {
    int padded = padded(columns);
    return padded % CONFLICT == 0 ? padded + Kernels.ALIGNMENT : padded;
  }

  /** Floats that it takes. */
  public int size() {
    return Math.multiplyExact(memoryRows(), stride());
  }

  /** True if the values lie in row-major order, one directly after the other. */
  public boolean isDense() {
    return (columnStep() == 1 && rowStep() == columns) || columns == 1 || rows == 1;
  }

  /** Distance in memory from a row of the tensor to the next. */
  public int rowStep() {
    return transposed() ? 1 : stride();
  }

  /** Distance in memory from a column of the tensor to the next. */
  public int columnStep() {
    return transposed() ? stride() : 1;
  }

  public static int padded(int length) {
    return Math.addExact(length, Kernels.ALIGNMENT - 1) / Kernels.ALIGNMENT * Kernels.ALIGNMENT;
  }
}

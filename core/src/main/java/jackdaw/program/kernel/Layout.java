package jackdaw.program.kernel;

import jackdaw.tensor.Tensor;

/**
 * The layout of a tensor in memory: row after row, each padded to a multiple of {@link
 * Kernels#ALIGNMENT_FLOATS} floats. A tall and narrow tensor (a batch of two logits or of one
 * value) is stored transposed, so that vectors hold values of the batch instead of padding.
 *
 * @param rows the tensor's rows
 * @param columns the tensor's columns
 */
public record Layout(int rows, int columns) {
  /** Multiples of this stride conflict in the first-level cache: 1,024 bytes, in floats. */
  private static final int CONFLICT_FLOATS = 256;

  /** The layout of a tensor. */
  public static Layout of(Tensor tensor) {
    return new Layout(tensor.rows(), tensor.columns());
  }

  /** Returns true if the rows in memory are the tensor's columns. */
  public boolean transposed() {
    return columns < Kernels.ALIGNMENT_FLOATS && rows > columns;
  }

  /** Rows in memory. */
  public int memoryRows() {
    return transposed() ? columns : rows;
  }

  /** Columns in memory, without padding. */
  public int memoryColumns() {
    return transposed() ? rows : columns;
  }

  /** Floats from one row in memory to the next. */
  public int stride() {
    return stride(memoryColumns());
  }

  /**
   * Floats from one row of so many values to the next. Rows at a distance of a multiple of 1,024
   * bytes share a few sets of the first-level cache and evict each other: they get one more vector
   * of padding.
   */
  public static int stride(int columns) {
    int padded = padded(columns);
    return padded % CONFLICT_FLOATS == 0 ? padded + Kernels.ALIGNMENT_FLOATS : padded;
  }

  /** Floats of memory, with padding. */
  public int size() {
    return Math.multiplyExact(memoryRows(), stride());
  }

  /** Returns true if the values are contiguous in row-major order. */
  public boolean isDense() {
    return (columnStep() == 1 && rowStep() == columns) || columns == 1 || rows == 1;
  }

  /** Floats in memory from one row of the tensor to the next. */
  public int rowStep() {
    return transposed() ? 1 : stride();
  }

  /** Floats in memory from one column of the tensor to the next. */
  public int columnStep() {
    return transposed() ? stride() : 1;
  }

  /** A length rounded up to a multiple of {@link Kernels#ALIGNMENT_FLOATS}. */
  public static int padded(int length) {
    int unit = Kernels.ALIGNMENT_FLOATS;
    return Math.addExact(length, unit - 1) / unit * unit;
  }
}

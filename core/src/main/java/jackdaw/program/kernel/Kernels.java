package jackdaw.program.kernel;

import jackdaw.program.machine.MachineKernels;
import jackdaw.tensor.Convolution;
import jackdaw.tensor.Operation.Binary;
import jackdaw.tensor.Operation.Unary;

/**
 * The loops that programs consist of, over blocks of one flat float array {@code m}. A block is
 * identified by its offset; its row i starts at {@code offset + i · stride}. Strides are multiples
 * of {@value #ALIGNMENT_FLOATS} floats, so a kernel may read and write whole vectors past the last
 * column of a row, up to the stride. The content of that padding is undefined and must not affect a
 * result.
 *
 * <p>{@link ReferenceKernels} and {@link VectorKernels} compute; {@link MachineKernels} writes code
 * that computes. The tests hold all three equal. The same implementation on the same machine always
 * gives the same bits, since sums have a fixed order.
 */
public interface Kernels {
  /** Blocks start at, and rows are padded to, multiples of this many floats (64 bytes). */
  int ALIGNMENT_FLOATS = 16;

  /**
   * Computes out = init + P · Q, with P [rows, inner] and Q [inner, columns].
   *
   * @param pRow floats between P's rows, as {@code pColumn} between its columns, so that a
   *     transposed P needs no copy
   * @param initStride floats between init's rows; 0 repeats one row
   */
  void multiply(
      float[] m,
      int out,
      int outStride,
      int rows,
      int columns,
      int inner,
      int p,
      int pRow,
      int pColumn,
      int q,
      int qStride,
      int init,
      int initStride);

  /**
   * Computes a product, and then a function of each of its values in place.
   *
   * @param then a {@link Instruction.Map} of the result, or a {@link Instruction.Combine} of the
   *     result with a block of the same shape and stride
   */
  default void multiplyThen(float[] m, Instruction.Multiply product, Instruction then) {
    product.run(this, m);
    then.run(this, m);
  }

  /** Computes out = P · Qᵀ, with P [rows, inner] and Q [columns, inner]; meant for few rows. */
  void multiplyTransposed(
      float[] m,
      int out,
      int outStride,
      int rows,
      int columns,
      int inner,
      int p,
      int pStride,
      int q,
      int qStride);

  /** Computes out = f(a), element-wise. */
  void unary(
      Unary f, float[] m, int out, int outStride, int a, int aStride, int rows, int columns);

  /**
   * Computes out = f(a, b), element-wise. An operand's row step of 0 repeats its row. Its column
   * step is 1, or 0 to repeat the row's first value.
   */
  void binary(
      Binary f,
      float[] m,
      int out,
      int outStride,
      int a,
      int aRow,
      int aColumn,
      int b,
      int bRow,
      int bColumn,
      int rows,
      int columns);

  /** Computes out[i] = Σⱼ a[i, j]. */
  void sumColumns(float[] m, int out, int a, int aStride, int rows, int columns);

  /** Computes out[j] = Σᵢ a[i, j]. */
  void sumRows(float[] m, int out, int a, int aStride, int rows, int columns);

  /** Computes out[i, j] = a[i, j] − log Σₖ exp a[i, k]. */
  void logSoftmax(
      float[] m, int out, int outStride, int a, int aStride, int rows, int columns);

  /** Computes out[j, i] = a[i, j]. */
  void transpose(float[] m, int out, int outStride, int a, int aStride, int rows, int columns);

  /** Copies a matrix between blocks with any row and column steps; a step of 0 repeats. */
  default void copy(
      float[] m,
      int out,
      int outRow,
      int outColumn,
      int a,
      int aRow,
      int aColumn,
      int rows,
      int columns) {
    for (int i = 0; i < rows; i++) {
      int to = out + i * outRow;
      int from = a + i * aRow;
      if (outColumn == 1 && aColumn == 1) {
        System.arraycopy(m, from, m, to, columns);
      } else {
        for (int j = 0; j < columns; j++) {
          m[to + j * outColumn] = m[from + j * aColumn];
        }
      }
    }
  }

  /** Computes out[i] = x[i, index[i]]; an index outside the columns means the last one. */
  default void pick(
      float[] m, int out, int x, int xRow, int xColumn, int index, int rows, int columns) {
    for (int i = 0; i < rows; i++) {
      int column = (int) m[index + i];
      if (column < 0 || column >= columns) {
        column = columns - 1;
      }
      m[out + i] = m[x + i * xRow + column * xColumn];
    }
  }

  /** Computes out[i, j] = 1 where j = index[i], else 0; one of the two steps is 1. */
  default void oneHot(
      float[] m, int out, int outRow, int outColumn, int index, int rows, int classes) {
    for (int i = 0; i < rows; i++) {
      int hot = (int) m[index + i];
      for (int j = 0; j < classes; j++) {
        m[out + i * outRow + j * outColumn] = j == hot ? 1 : 0;
      }
    }
  }

  /**
   * Computes a {@link Convolution} of images: each row of out is the pixels under the window in a
   * row of x, times the weights.
   *
   * @param out [images, outputs]
   * @param x [images, inputs]
   * @param w [window, filters]
   * @param zeros a block of zeros, at least as many as the window and a pixel have values
   * @param scratch {@link ConvolutionLoops#scratch} floats of memory
   */
  default void convolve(
      float[] m,
      Convolution c,
      int images,
      int out,
      int outStride,
      int x,
      int xStride,
      int w,
      int wStride,
      int zeros,
      int scratch) {
    ConvolutionLoops.convolve(
        this, m, c, images, out, outStride, x, xStride, w, wStride, zeros, scratch);
  }

  /**
   * Computes the derivative of {@link #convolve} with respect to the weights, times a gradient.
   *
   * @param out [window, filters]
   * @param x [images, inputs]
   * @param g [images, outputs]
   */
  default void convolveWeights(
      float[] m,
      Convolution c,
      int images,
      int out,
      int outStride,
      int x,
      int xStride,
      int g,
      int gStride,
      int zeros,
      int scratch) {
    ConvolutionLoops.convolveWeights(
        this, m, c, images, out, outStride, x, xStride, g, gStride, zeros, scratch);
  }

  /**
   * Computes the derivative of {@link #convolve} with respect to the images, times a gradient.
   *
   * @param out [images, inputs]
   * @param g [images, outputs]
   * @param w the transpose of the weights, [filters, window]
   */
  default void convolveImages(
      float[] m,
      Convolution c,
      int images,
      int out,
      int outStride,
      int g,
      int gStride,
      int w,
      int wStride,
      int zeros,
      int scratch) {
    ConvolutionLoops.convolveImages(
        this, m, c, images, out, outStride, g, gStride, w, wStride, zeros, scratch);
  }

  /** Returns Σ x² of {@code x[from, to)}. */
  double sumOfSquares(float[] x, int from, int to);
}

package jackdaw.program.kernel;

import jackdaw.tensor.Convolution;
import jackdaw.tensor.Operation;
import jackdaw.tensor.Operation.Binary;
import jackdaw.tensor.Operation.Unary;

/** An instruction of a compiled program, with fixed offsets, strides and sizes. */
public sealed interface Instruction {
  /** Runs the instruction on a program's memory. */
  void run(Kernels kernels, float[] m);

  /**
   * The number of floating-point operations of a matrix product, two for a multiplication with its
   * addition; 0 for other instructions.
   */
  default long operations() {
    return 0;
  }

  /** See {@link Kernels#multiply}. */
  record Multiply(
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
      int initStride)
      implements
        Instruction {
    @Override
    public void run(Kernels kernels, float[] m) {
      kernels.multiply(
          m, out, outStride, rows, columns, inner, p, pRow, pColumn, q, qStride, init, initStride);
    }

    @Override
    public long operations() {
      return 2L * rows * columns * inner;
    }
  }

  /** See {@link Kernels#multiplyTransposed}. */
  record MultiplyTransposed(
      int out,
      int outStride,
      int rows,
      int columns,
      int inner,
      int p,
      int pStride,
      int q,
      int qStride)
      implements
        Instruction {
    @Override
    public void run(Kernels kernels, float[] m) {
      kernels.multiplyTransposed(m, out, outStride, rows, columns, inner, p, pStride, q, qStride);
    }

    @Override
    public long operations() {
      return 2L * rows * columns * inner;
    }
  }

  /** See {@link Kernels#multiplyThen}. */
  record MultiplyThen(Multiply product, Instruction then) implements Instruction {
    @Override
    public void run(Kernels kernels, float[] m) {
      kernels.multiplyThen(m, product, then);
    }

    @Override
    public long operations() {
      return product.operations();
    }
  }

  /** See {@link Kernels#unary}; applied to the whole block with its padding, as one row. */
  record Map(Unary f, int out, int a, int length) implements Instruction {
    @Override
    public void run(Kernels kernels, float[] m) {
      kernels.unary(f, m, out, length, a, length, 1, length);
    }
  }

  /** See {@link Kernels#binary}. */
  record Combine(
      Binary f,
      int out,
      int outStride,
      int a,
      int aRow,
      int aColumn,
      int b,
      int bRow,
      int bColumn,
      int rows,
      int columns)
      implements
        Instruction {
    @Override
    public void run(Kernels kernels, float[] m) {
      kernels.binary(
          f, m, out, outStride, a, aRow, aColumn, b, bRow, bColumn, rows, columns);
    }
  }

  /**
   * See {@link Kernels#convolve}, {@link Kernels#convolveWeights} and {@link
   * Kernels#convolveImages}; {@code a} and {@code b} are in the order of their parameters.
   */
  record Convolve(
      Operation.Convolve f,
      int images,
      int out,
      int outStride,
      int a,
      int aStride,
      int b,
      int bStride,
      int zeros,
      int scratch)
      implements
        Instruction {
    @Override
    public void run(Kernels kernels, float[] m) {
      Convolution c = f.convolution();
      switch (f.side()) {
        case OUTPUTS ->
            kernels.convolve(
                m, c, images, out, outStride, a, aStride, b, bStride, zeros, scratch);
        case WEIGHTS ->
            kernels.convolveWeights(
                m, c, images, out, outStride, a, aStride, b, bStride, zeros, scratch);
        case IMAGES ->
            kernels.convolveImages(
                m, c, images, out, outStride, a, aStride, b, bStride, zeros, scratch);
      }
    }
  }

  /** See {@link Kernels#sumColumns}. */
  record SumColumns(int out, int a, int aStride, int rows, int columns) implements Instruction {
    @Override
    public void run(Kernels kernels, float[] m) {
      kernels.sumColumns(m, out, a, aStride, rows, columns);
    }
  }

  /** See {@link Kernels#sumRows}. */
  record SumRows(int out, int a, int aStride, int rows, int columns) implements Instruction {
    @Override
    public void run(Kernels kernels, float[] m) {
      kernels.sumRows(m, out, a, aStride, rows, columns);
    }
  }

  /** See {@link Kernels#logSoftmax}. */
  record LogSoftmax(int out, int a, int stride, int rows, int columns) implements Instruction {
    @Override
    public void run(Kernels kernels, float[] m) {
      kernels.logSoftmax(m, out, stride, a, stride, rows, columns);
    }
  }

  /** See {@link Kernels#transpose}. */
  record Transpose(int out, int outStride, int a, int aStride, int rows, int columns)
      implements
        Instruction {
    @Override
    public void run(Kernels kernels, float[] m) {
      kernels.transpose(m, out, outStride, a, aStride, rows, columns);
    }
  }

  /** See {@link Kernels#copy}. */
  record Copy(
      int out, int outRow, int outColumn, int a, int aRow, int aColumn, int rows, int columns)
      implements
        Instruction {
    @Override
    public void run(Kernels kernels, float[] m) {
      kernels.copy(m, out, outRow, outColumn, a, aRow, aColumn, rows, columns);
    }
  }

  /** Copies in row-major order between two shapes, in runs that stay within a row of both. */
  record Reshape(int out, Layout outLayout, int a, Layout aLayout) implements Instruction {
    @Override
    public void run(Kernels kernels, float[] m) {
      int wide = outLayout.columns();
      int narrow = aLayout.columns();
      if (wide % narrow == 0) {
        copy(kernels, m, wide / narrow, outLayout.rows(), narrow, true);
      } else if (narrow % wide == 0) {
        copy(kernels, m, narrow / wide, aLayout.rows(), wide, false);
      } else {
        int run = greatestCommonDivisor(wide, narrow);
        for (int i = 0; i < aLayout.rows() * narrow; i += run) {
          kernels.copy(
              m, at(out, outLayout, i), 0, outLayout.columnStep(), at(a, aLayout, i), 0,
              aLayout.columnStep(), 1, run);
        }
      }
    }

    /** Copies {@code count} rows of the narrower side to or from each row of the wider one. */
    private void copy(
        Kernels kernels, float[] m, int count, int rows, int columns, boolean wideOut) {
      for (int i = 0; i < count; i++) {
        int outRow = outLayout.rowStep();
        int aRow = aLayout.rowStep();
        int to = wideOut ? i * columns * outLayout.columnStep() : i * outRow;
        int from = wideOut ? i * aRow : i * columns * aLayout.columnStep();
        kernels.copy(
            m, out + to, wideOut ? outRow : count * outRow, outLayout.columnStep(), a + from,
            wideOut ? count * aRow : aRow, aLayout.columnStep(), rows, columns);
      }
    }

    private static int at(int block, Layout layout, int index) {
      return block
          + index / layout.columns() * layout.rowStep()
          + index % layout.columns() * layout.columnStep();
    }

    private static int greatestCommonDivisor(int a, int b) {
      return b == 0 ? a : greatestCommonDivisor(b, a % b);
    }
  }

  /** See {@link Kernels#pick}. */
  record Pick(int out, int x, int xRow, int xColumn, int index, int rows, int columns)
      implements
        Instruction {
    @Override
    public void run(Kernels kernels, float[] m) {
      kernels.pick(m, out, x, xRow, xColumn, index, rows, columns);
    }
  }

  /** See {@link Kernels#oneHot}. */
  record OneHot(int out, int outRow, int outColumn, int index, int rows, int classes)
      implements
        Instruction {
    @Override
    public void run(Kernels kernels, float[] m) {
      kernels.oneHot(m, out, outRow, outColumn, index, rows, classes);
    }
  }
}

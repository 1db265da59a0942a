package jackdaw.program;

import jackdaw.program.kernel.Kernels;
import jackdaw.program.kernel.Layout;
import jackdaw.tensor.Operation.Binary;
import jackdaw.tensor.Operation.Unary;
import java.util.Arrays;

/** Kernels that leave NaN in the padding of every row that they write. */
record PaddingPoison(Kernels kernels) implements Kernels {
  private static void poison(float[] m, int out, int outStride, int rows, int columns) {
    for (int i = 0; i < rows; i++) {
      int row = out + i * outStride;
      Arrays.fill(m, row + columns, row + Layout.padded(columns), Float.NaN);
    }
  }

  @Override
  public void multiply(
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
      int initStride) {
    kernels.multiply(
        m, out, outStride, rows, columns, inner, p, pRow, pColumn, q, qStride, init, initStride);
    poison(m, out, outStride, rows, columns);
  }

  @Override
  public void multiplyTransposed(
      float[] m,
      int out,
      int outStride,
      int rows,
      int columns,
      int inner,
      int p,
      int pStride,
      int q,
      int qStride) {
    kernels.multiplyTransposed(m, out, outStride, rows, columns, inner, p, pStride, q, qStride);
    poison(m, out, outStride, rows, columns);
  }

  @Override
  public void unary(
      Unary f, float[] m, int out, int outStride, int a, int aStride, int rows, int columns) {
    kernels.unary(f, m, out, outStride, a, aStride, rows, columns);
    poison(m, out, outStride, rows, columns);
  }

  @Override
  public void binary(
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
      int columns) {
    kernels.binary(f, m, out, outStride, a, aRow, aColumn, b, bRow, bColumn, rows, columns);
    poison(m, out, outStride, rows, columns);
  }

  @Override
  public void sumColumns(float[] m, int out, int a, int aStride, int rows, int columns) {
    kernels.sumColumns(m, out, a, aStride, rows, columns);
    poison(m, out, 0, 1, rows);
  }

  @Override
  public void sumRows(float[] m, int out, int a, int aStride, int rows, int columns) {
    kernels.sumRows(m, out, a, aStride, rows, columns);
    poison(m, out, 0, 1, columns);
  }

  @Override
  public void logSoftmax(
      float[] m, int out, int outStride, int a, int aStride, int rows, int columns) {
    kernels.logSoftmax(m, out, outStride, a, aStride, rows, columns);
    poison(m, out, outStride, rows, columns);
  }

  @Override
  public void transpose(
      float[] m, int out, int outStride, int a, int aStride, int rows, int columns) {
    kernels.transpose(m, out, outStride, a, aStride, rows, columns);
    poison(m, out, outStride, columns, rows);
  }

  @Override
  public double sumOfSquares(float[] x, int from, int to) {
    return kernels.sumOfSquares(x, from, to);
  }
}

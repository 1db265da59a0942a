package jackdaw.program.kernel;

import jackdaw.tensor.Operation.Binary;
import jackdaw.tensor.Operation.Unary;

/**
 * The kernels as plain loops: they define the meaning, and run if there is no Vector API.
 * Element-wise functions and products give the same bits as {@link VectorKernels}; sums do not,
 * since they have another order.
 */
public final class ReferenceKernels implements Kernels {
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
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        float sum = m[init + i * initStride + j];
        for (int k = 0; k < inner; k++) {
          sum = Math.fma(m[p + i * pRow + k * pColumn], m[q + k * qStride + j], sum);
        }
        m[out + i * outStride + j] = sum;
      }
    }
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
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        float sum = 0;
        for (int k = 0; k < inner; k++) {
          sum += m[p + i * pStride + k] * m[q + j * qStride + k];
        }
        m[out + i * outStride + j] = sum;
      }
    }
  }

  @Override
  public void unary(
      Unary f, float[] m, int out, int outStride, int a, int aStride, int rows, int columns) {
    for (int i = 0; i < rows; i++) {
      ScalarLoops.unary(f, m, out + i * outStride, a + i * aStride, columns);
    }
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
    for (int i = 0; i < rows; i++) {
      ScalarLoops.binary(
          f, m, out + i * outStride, a + i * aRow, aColumn, b + i * bRow, bColumn, columns);
    }
  }

  @Override
  public void sumColumns(float[] m, int out, int a, int aStride, int rows, int columns) {
    for (int i = 0; i < rows; i++) {
      double sum = 0;
      for (int j = 0; j < columns; j++) {
        sum += m[a + i * aStride + j];
      }
      m[out + i] = (float) sum;
    }
  }

  @Override
  public void sumRows(float[] m, int out, int a, int aStride, int rows, int columns) {
    for (int j = 0; j < columns; j++) {
      double sum = 0;
      for (int i = 0; i < rows; i++) {
        sum += m[a + i * aStride + j];
      }
      m[out + j] = (float) sum;
    }
  }

  @Override
  public void logSoftmax(
      float[] m, int out, int outStride, int a, int aStride, int rows, int columns) {
    for (int i = 0; i < rows; i++) {
      int from = a + i * aStride;
      float max = Float.NEGATIVE_INFINITY;
      for (int j = 0; j < columns; j++) {
        max = Math.max(max, m[from + j]);
      }
      double sum = 0;
      for (int j = 0; j < columns; j++) {
        sum += Math.exp(m[from + j] - max);
      }
      float logSum = (float) Math.log(sum);
      for (int j = 0; j < columns; j++) {
        m[out + i * outStride + j] = m[from + j] - max - logSum;
      }
    }
  }

  @Override
  public void transpose(
      float[] m, int out, int outStride, int a, int aStride, int rows, int columns) {
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        m[out + j * outStride + i] = m[a + i * aStride + j];
      }
    }
  }

  @Override
  public double sumOfSquares(float[] x, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += (double) x[i] * x[i];
    }
    return sum;
  }
}

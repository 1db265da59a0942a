package jackdaw.program.kernel;

import static jackdaw.program.kernel.VectorMath.LANES;

import jackdaw.tensor.Operation.Binary;
import jackdaw.tensor.Operation.Unary;

/**
 * The kernels on the Vector API. Element-wise loops use whole vectors and run into the padding of
 * rows; sums stop at the last column. The matrix product, which takes most of the time, is in
 * {@link VectorProducts}; the innermost loops are in {@link VectorLoops}.
 */
public final class VectorKernels implements Kernels {
  /** Least number of values for which an element-wise function uses vectors from the first call. */
  private static final int LARGE_VALUES = 2048;

  /** Number of values in smaller calls that justifies the time to compile the vector loops. */
  private static final long SMALL_WORK_VALUES = 200_000_000;

  /** The instance that all programs use. */
  public static final VectorKernels SHARED = new VectorKernels();

  private final long smallWorkLimit;
  private long smallWork;

  /** Makes kernels with the default limit. */
  public VectorKernels() {
    this(SMALL_WORK_VALUES);
  }

  /** Makes kernels that use plain loops for small calls, up to so many values in total. */
  public VectorKernels(long smallWorkLimit) {
    this.smallWorkLimit = smallWorkLimit;
  }

  /**
   * Returns true if a call should use vectors. Vector code is slow until it is compiled, and
   * compiling it takes longer than a short run spends on all its losses. So small calls use plain
   * loops, which give the same bits, until they have added up. (Threads may lose each other's
   * counts; that does no harm.)
   */
  private boolean paysOff(int values) {
    if (values >= LARGE_VALUES) {
      return true;
    }
    smallWork += values;
    return smallWork > smallWorkLimit;
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
    VectorProducts.multiply(
        m, out, outStride, rows, columns, inner, p, pRow, pColumn, q, qStride, init, initStride);
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
        m[out + i * outStride + j] =
            VectorLoops.dot(m, p + i * pStride, q + j * qStride, inner);
      }
    }
  }

  @Override
  public void unary(
      Unary f, float[] m, int out, int outStride, int a, int aStride, int rows, int columns) {
    boolean vector = f == Unary.TANH || paysOff(rows * columns);
    for (int i = 0; i < rows; i++) {
      if (vector) {
        unary(f, m, out + i * outStride, a + i * aStride, columns);
      } else {
        ScalarLoops.unary(f, m, out + i * outStride, a + i * aStride, columns);
      }
    }
  }

  private static void unary(Unary f, float[] m, int out, int a, int length) {
    switch (f) {
      case STOP_GRADIENT -> System.arraycopy(m, a, m, out, length);
      case EXP -> VectorLoops.exp(m, out, a, length);
      case LOG -> VectorLoops.log(m, out, a, length);
      case TANH -> VectorLoops.tanh(m, out, a, length);
      case SIGMOID -> {
        VectorLoops.map(Unary.NEGATE, m, out, a, length);
        VectorLoops.exp(m, out, out, length);
        VectorLoops.reciprocalOfOneMore(m, out, out, length);
      }
      case SOFTPLUS -> ScalarLoops.unary(f, m, out, a, length);
      case NEGATE, RELU, SQRT, SQUARE, ABS, STEP, SIGN ->
          VectorLoops.map(f, m, out, a, length);
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
    boolean vector = paysOff(rows * columns);
    for (int i = 0; i < rows; i++) {
      int to = out + i * outStride;
      int x = a + i * aRow;
      int y = b + i * bRow;
      if (!vector) {
        ScalarLoops.binary(f, m, to, x, aColumn, y, bColumn, columns);
      } else if (f == Binary.TIMES_TANH_SLOPE) {
        VectorLoops.timesTanhSlope(m, to, x, aColumn, y, bColumn, columns);
      } else {
        VectorLoops.combine(f, m, to, x, aColumn, y, bColumn, columns);
      }
    }
  }

  @Override
  public void sumColumns(float[] m, int out, int a, int aStride, int rows, int columns) {
    for (int i = 0; i < rows; i++) {
      m[out + i] = VectorLoops.sum(m, a + i * aStride, columns);
    }
  }

  @Override
  public void sumRows(float[] m, int out, int a, int aStride, int rows, int columns) {
    for (int j = 0; j < columns; j += LANES) {
      VectorLoops.sumRowsOfOneVector(m, out + j, a + j, aStride, rows);
    }
  }

  @Override
  public void logSoftmax(
      float[] m, int out, int outStride, int a, int aStride, int rows, int columns) {
    for (int i = 0; i < rows; i++) {
      logSoftmax(m, out + i * outStride, a + i * aStride, columns);
    }
  }

  private static void logSoftmax(float[] m, int out, int a, int length) {
    float max = m[a];
    for (int j = 1; j < length; j++) {
      max = Math.max(max, m[a + j]);
    }
    VectorLoops.subtract(m, out, a, max, length);
    VectorLoops.exp(m, out, out, length);
    float logSum = ScalarMath.log(VectorLoops.sum(m, out, length));
    VectorLoops.subtract(m, out, a, max, length);
    VectorLoops.subtract(m, out, out, logSum, length);
  }

  @Override
  public void transpose(
      float[] m, int out, int outStride, int a, int aStride, int rows, int columns) {
    for (int j = 0; j < columns; j++) {
      gather(m, out + j * outStride, a + j, aStride, rows);
    }
  }

  /** Reads with a stride and writes contiguously: a write that misses costs more than a read. */
  private static void gather(float[] m, int out, int a, int step, int length) {
    for (int i = 0; i < length; i++) {
      m[out + i] = m[a];
      a += step;
    }
  }

  @Override
  public double sumOfSquares(float[] x, int from, int to) {
    return VectorLoops.sumOfSquares(x, from, to);
  }
}

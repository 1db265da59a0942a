package jackdaw.tensor;

import static jackdaw.tensor.VectorMath.LANES;
import static jackdaw.tensor.VectorMath.SPECIES;

import jackdaw.tensor.Operation.Binary;
import jackdaw.tensor.Operation.Unary;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The kernels on the Vector API. Element-wise loops run over whole vectors into the rows' padding;
 * sums stop at the last column. The matrix product, where the time goes, is in {@link
 * VectorProducts}.
 */
final class VectorKernels implements Kernels {
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
            VectorProducts.dot(m, p + i * pStride, q + j * qStride, inner);
      }
    }
  }

  @Override
  public void unary(
      Unary f, float[] m, int out, int outStride, int a, int aStride, int rows, int columns) {
    for (int i = 0; i < rows; i++) {
      unary(f, m, out + i * outStride, a + i * aStride, columns);
    }
  }

  private static void unary(Unary f, float[] m, int out, int a, int length) {
    switch (f) {
      case STOP_GRADIENT -> System.arraycopy(m, a, m, out, length);
      case NEGATE -> negate(m, out, a, length);
      case EXP -> exp(m, out, a, length);
      case LOG -> log(m, out, a, length);
      case TANH -> tanh(m, out, a, length);
      case RELU -> relu(m, out, a, length);
      case SIGMOID -> sigmoid(m, out, a, length);
      case SOFTPLUS -> softplus(m, out, a, length);
      case SQRT -> sqrt(m, out, a, length);
      case SQUARE -> square(m, out, a, length);
      case ABS -> abs(m, out, a, length);
      case STEP -> step(m, out, a, length);
      case SIGN -> sign(m, out, a, length);
    }
  }

  private static FloatVector load(float[] m, int offset) {
    return FloatVector.fromArray(SPECIES, m, offset);
  }

  private static void negate(float[] m, int out, int a, int length) {
    for (int j = 0; j < length; j += LANES) {
      load(m, a + j).neg().intoArray(m, out + j);
    }
  }

  private static void exp(float[] m, int out, int a, int length) {
    for (int j = 0; j < length; j += LANES) {
      VectorMath.exp(load(m, a + j)).intoArray(m, out + j);
    }
  }

  private static void log(float[] m, int out, int a, int length) {
    for (int j = 0; j < length; j += LANES) {
      VectorMath.log(load(m, a + j)).intoArray(m, out + j);
    }
  }

  private static void tanh(float[] m, int out, int a, int length) {
    for (int j = 0; j < length; j += LANES) {
      VectorMath.tanh(load(m, a + j)).intoArray(m, out + j);
    }
  }

  private static void relu(float[] m, int out, int a, int length) {
    for (int j = 0; j < length; j += LANES) {
      FloatVector x = load(m, a + j);
      // NaN is not below 0 and stays
      x.blend(0f, x.compare(VectorOperators.LT, 0f)).intoArray(m, out + j);
    }
  }

  private static void sigmoid(float[] m, int out, int a, int length) {
    FloatVector one = FloatVector.broadcast(SPECIES, 1f);
    for (int j = 0; j < length; j += LANES) {
      FloatVector e = VectorMath.exp(load(m, a + j).neg());
      one.div(e.add(1f)).intoArray(m, out + j);
    }
  }

  private static void softplus(float[] m, int out, int a, int length) {
    for (int j = 0; j < length; j += LANES) {
      FloatVector x = load(m, a + j);
      FloatVector u = VectorMath.exp(x.abs().neg());
      FloatVector positive = x.blend(0f, x.compare(VectorOperators.LT, 0f));
      positive.add(VectorMath.log1p(u)).intoArray(m, out + j);
    }
  }

  private static void sqrt(float[] m, int out, int a, int length) {
    for (int j = 0; j < length; j += LANES) {
      load(m, a + j).sqrt().intoArray(m, out + j);
    }
  }

  private static void square(float[] m, int out, int a, int length) {
    for (int j = 0; j < length; j += LANES) {
      FloatVector x = load(m, a + j);
      x.mul(x).intoArray(m, out + j);
    }
  }

  private static void abs(float[] m, int out, int a, int length) {
    for (int j = 0; j < length; j += LANES) {
      load(m, a + j).abs().intoArray(m, out + j);
    }
  }

  private static void step(float[] m, int out, int a, int length) {
    FloatVector zero = FloatVector.zero(SPECIES);
    for (int j = 0; j < length; j += LANES) {
      FloatVector x = load(m, a + j);
      zero.blend(1f, x.compare(VectorOperators.GT, 0f)).intoArray(m, out + j);
    }
  }

  private static void sign(float[] m, int out, int a, int length) {
    for (int j = 0; j < length; j += LANES) {
      FloatVector x = load(m, a + j);
      x.blend(1f, x.compare(VectorOperators.GT, 0f))
          .blend(-1f, x.compare(VectorOperators.LT, 0f))
          .intoArray(m, out + j);
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
      int o = out + i * outStride;
      int x = a + i * aRow;
      int y = b + i * bRow;
      switch (f) {
        case PLUS -> plus(m, o, x, aColumn, y, bColumn, columns);
        case MINUS -> minus(m, o, x, aColumn, y, bColumn, columns);
        case TIMES -> times(m, o, x, aColumn, y, bColumn, columns);
        case DIVIDED_BY -> dividedBy(m, o, x, aColumn, y, bColumn, columns);
        case MIN -> min(m, o, x, aColumn, y, bColumn, columns);
        case MAX -> max(m, o, x, aColumn, y, bColumn, columns);
        case LESS -> less(m, o, x, aColumn, y, bColumn, columns);
        case TIMES_TANH_SLOPE -> timesTanhSlope(m, o, x, aColumn, y, bColumn, columns);
      }
    }
  }

  /** A vector of an operand, or its one value in every lane. */
  private static FloatVector load(float[] m, int offset, int column, int j) {
    return column == 0 ? FloatVector.broadcast(SPECIES, m[offset]) : load(m, offset + j);
  }

  private static void plus(float[] m, int out, int a, int aColumn, int b, int bColumn, int n) {
    for (int j = 0; j < n; j += LANES) {
      load(m, a, aColumn, j).add(load(m, b, bColumn, j)).intoArray(m, out + j);
    }
  }

  private static void minus(float[] m, int out, int a, int aColumn, int b, int bColumn, int n) {
    for (int j = 0; j < n; j += LANES) {
      load(m, a, aColumn, j).sub(load(m, b, bColumn, j)).intoArray(m, out + j);
    }
  }

  private static void times(float[] m, int out, int a, int aColumn, int b, int bColumn, int n) {
    for (int j = 0; j < n; j += LANES) {
      load(m, a, aColumn, j).mul(load(m, b, bColumn, j)).intoArray(m, out + j);
    }
  }

  private static void dividedBy(float[] m, int out, int a, int aColumn, int b, int bColumn, int n) {
    for (int j = 0; j < n; j += LANES) {
      load(m, a, aColumn, j).div(load(m, b, bColumn, j)).intoArray(m, out + j);
    }
  }

  private static void min(float[] m, int out, int a, int aColumn, int b, int bColumn, int n) {
    for (int j = 0; j < n; j += LANES) {
      FloatVector x = load(m, a, aColumn, j);
      FloatVector y = load(m, b, bColumn, j);
      // if either is NaN so is the result: x where it is not above y, made NaN by y's
      FloatVector smaller = x.blend(y, x.compare(VectorOperators.GT, y));
      smaller.blend(y, y.compare(VectorOperators.NE, y)).intoArray(m, out + j);
    }
  }

  private static void max(float[] m, int out, int a, int aColumn, int b, int bColumn, int n) {
    for (int j = 0; j < n; j += LANES) {
      FloatVector x = load(m, a, aColumn, j);
      FloatVector y = load(m, b, bColumn, j);
      FloatVector larger = x.blend(y, x.compare(VectorOperators.LT, y));
      larger.blend(y, y.compare(VectorOperators.NE, y)).intoArray(m, out + j);
    }
  }

  private static void less(float[] m, int out, int a, int aColumn, int b, int bColumn, int n) {
    FloatVector zero = FloatVector.zero(SPECIES);
    for (int j = 0; j < n; j += LANES) {
      FloatVector x = load(m, a, aColumn, j);
      FloatVector y = load(m, b, bColumn, j);
      zero.blend(1f, x.compare(VectorOperators.LT, y))
          .blend(0.5f, x.compare(VectorOperators.EQ, y))
          .intoArray(m, out + j);
    }
  }

  private static void timesTanhSlope(
      float[] m, int out, int a, int aColumn, int b, int bColumn, int n) {
    FloatVector one = FloatVector.broadcast(SPECIES, 1f);
    for (int j = 0; j < n; j += LANES) {
      FloatVector g = load(m, a, aColumn, j);
      FloatVector tanh = load(m, b, bColumn, j);
      g.mul(tanh.neg().fma(tanh, one)).intoArray(m, out + j);
    }
  }

  @Override
  public void sumColumns(float[] m, int out, int a, int aStride, int rows, int columns) {
    for (int i = 0; i < rows; i++) {
      m[out + i] = sum(m, a + i * aStride, columns);
    }
  }

  private static float sum(float[] m, int a, int length) {
    FloatVector sum = FloatVector.zero(SPECIES);
    int whole = length - length % LANES;
    for (int j = 0; j < whole; j += LANES) {
      sum = sum.add(load(m, a + j));
    }
    float total = VectorMath.sumLanes(sum);
    for (int j = whole; j < length; j++) {
      total += m[a + j];
    }
    return total;
  }

  @Override
  public void sumRows(float[] m, int out, int a, int aStride, int rows, int columns) {
    for (int j = 0; j < columns; j += LANES) {
      sumRowsOfOneVector(m, out + j, a + j, aStride, rows);
    }
  }

  private static void sumRowsOfOneVector(float[] m, int out, int a, int aStride, int rows) {
    // four sums at a time, since an addition takes four cycles to come back
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    int whole = rows - rows % 4;
    for (int i = 0; i < whole; i += 4) {
      int row = a + i * aStride;
      s0 = s0.add(load(m, row));
      s1 = s1.add(load(m, row + aStride));
      s2 = s2.add(load(m, row + 2 * aStride));
      s3 = s3.add(load(m, row + 3 * aStride));
    }
    for (int i = whole; i < rows; i++) {
      s0 = s0.add(load(m, a + i * aStride));
    }
    s0.add(s1).add(s2.add(s3)).intoArray(m, out);
  }

  @Override
  public void logSoftmax(
      float[] m, int out, int outStride, int a, int aStride, int rows, int columns) {
    for (int i = 0; i < rows; i++) {
      logSoftmaxOfRow(m, out + i * outStride, a + i * aStride, columns);
    }
  }

  private static void logSoftmaxOfRow(float[] m, int out, int a, int length) {
    float max = m[a];
    for (int j = 1; j < length; j++) {
      max = Math.max(max, m[a + j]);
    }
    FloatVector shift = FloatVector.broadcast(SPECIES, max);
    for (int j = 0; j < length; j += LANES) {
      VectorMath.exp(load(m, a + j).sub(shift)).intoArray(m, out + j);
    }
    float logSum = (float) StrictMath.log(sum(m, out, length));
    for (int j = 0; j < length; j += LANES) {
      load(m, a + j).sub(shift).sub(logSum).intoArray(m, out + j);
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
  public double sumOfSquares(float[] x) {
    FloatVector sum = FloatVector.zero(SPECIES);
    int whole = x.length - x.length % LANES;
    for (int j = 0; j < whole; j += LANES) {
      FloatVector v = load(x, j);
      sum = v.fma(v, sum);
    }
    double total = VectorMath.sumLanes(sum);
    for (int j = whole; j < x.length; j++) {
      total += (double) x[j] * x[j];
    }
    return total;
  }
}

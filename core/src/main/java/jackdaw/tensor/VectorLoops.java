package jackdaw.tensor;

import static jackdaw.tensor.VectorMath.LANES;
import static jackdaw.tensor.VectorMath.SPECIES;
import static jackdaw.tensor.VectorMath.load;
import static jackdaw.tensor.VectorMath.repeat;

import jackdaw.tensor.Operation.Binary;
import jackdaw.tensor.Operation.Unary;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The innermost loops of the vector kernels, one a method. Until a loop is compiled it runs a thousand
 * times slower, and compiling each takes tens of milliseconds in every run: there should be few of them,
 * none compiled twice. So nothing here is called from another method here, the launcher tells Java to
 * compile these methods early and never into their callers, and what they share is in {@link VectorMath}.
 */
final class VectorLoops {
  private VectorLoops() {}

  /** The functions that take an instruction or two, in one loop. */
  static void map(Unary f, float[] m, int out, int a, int length) {
    for (int j = 0; j < length; j += LANES) {
      FloatVector x = load(m, a + j);
      switch (f) {
        case NEGATE -> x.neg().intoArray(m, out + j);
        case SQUARE -> x.mul(x).intoArray(m, out + j);
        case SQRT -> x.sqrt().intoArray(m, out + j);
        case ABS -> x.abs().intoArray(m, out + j);
        case RELU -> VectorMath.relu(x).intoArray(m, out + j);
        case STEP -> VectorMath.step(x).intoArray(m, out + j);
        case SIGN -> VectorMath.sign(x).intoArray(m, out + j);
        default -> throw new AssertionError(f);
      }
    }
  }

  static void exp(float[] m, int out, int a, int length) {
    for (int j = 0; j < length; j += LANES) {
      VectorMath.exp(load(m, a + j)).intoArray(m, out + j);
    }
  }

  static void log(float[] m, int out, int a, int length) {
    for (int j = 0; j < length; j += LANES) {
      VectorMath.log(load(m, a + j)).intoArray(m, out + j);
    }
  }

  static void tanh(float[] m, int out, int a, int length) {
    for (int j = 0; j < length; j += LANES) {
      VectorMath.tanh(load(m, a + j)).intoArray(m, out + j);
    }
  }

  static void sigmoid(float[] m, int out, int a, int length) {
    FloatVector one = FloatVector.broadcast(SPECIES, 1f);
    for (int j = 0; j < length; j += LANES) {
      FloatVector e = VectorMath.exp(load(m, a + j).neg());
      one.div(e.add(1f)).intoArray(m, out + j);
    }
  }

  static void softplus(float[] m, int out, int a, int length) {
    for (int j = 0; j < length; j += LANES) {
      FloatVector x = load(m, a + j);
      FloatVector u = VectorMath.exp(x.abs().neg());
      FloatVector positive = x.blend(0f, x.compare(VectorOperators.LT, 0f));
      positive.add(VectorMath.log1p(u)).intoArray(m, out + j);
    }
  }

  /** All functions of two values, in one loop. */
  static void combine(
      Binary f, float[] m, int out, int a, int aColumn, int b, int bColumn, int length) {
    for (int j = 0; j < length; j += LANES) {
      FloatVector x = load(m, a, aColumn, j);
      FloatVector y = load(m, b, bColumn, j);
      switch (f) {
        case PLUS -> x.add(y).intoArray(m, out + j);
        case MINUS -> x.sub(y).intoArray(m, out + j);
        case TIMES -> x.mul(y).intoArray(m, out + j);
        case DIVIDED_BY -> x.div(y).intoArray(m, out + j);
        case MIN -> x.min(y).intoArray(m, out + j);
        case MAX -> x.max(y).intoArray(m, out + j);
        case LESS -> VectorMath.less(x, y).intoArray(m, out + j);
        case TIMES_TANH_SLOPE -> throw new AssertionError(f);
      }
    }
  }

  /** a (1 − b²), what training spends the most time on after products and tanh. */
  static void timesTanhSlope(
      float[] m, int out, int a, int aColumn, int b, int bColumn, int length) {
    for (int j = 0; j < length; j += LANES) {
      FloatVector x = load(m, a, aColumn, j);
      FloatVector y = load(m, b, bColumn, j);
      x.sub(x.mul(y).mul(y)).intoArray(m, out + j);
    }
  }

  static float sum(float[] m, int a, int length) {
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

  static void sumRowsOfOneVector(float[] m, int out, int a, int aStride, int rows) {
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

  static void logSoftmaxOfRow(float[] m, int out, int a, int length) {
    float max = m[a];
    for (int j = 1; j < length; j++) {
      max = Math.max(max, m[a + j]);
    }
    FloatVector shift = FloatVector.broadcast(SPECIES, max);
    for (int j = 0; j < length; j += LANES) {
      VectorMath.exp(load(m, a + j).sub(shift)).intoArray(m, out + j);
    }
    FloatVector sums = FloatVector.zero(SPECIES);
    int whole = length - length % LANES;
    for (int j = 0; j < whole; j += LANES) {
      sums = sums.add(load(m, out + j));
    }
    float sum = VectorMath.sumLanes(sums);
    for (int j = whole; j < length; j++) {
      sum += m[out + j];
    }
    float logSum = (float) Math.log(sum);
    for (int j = 0; j < length; j += LANES) {
      load(m, a + j).sub(shift).sub(logSum).intoArray(m, out + j);
    }
  }

  static void block4x4(
      float[] m,
      int out,
      int outStride,
      int inner,
      int p,
      int pRow,
      int pColumn,
      int q,
      int qStride,
      int init,
      int initStride) {
    int i1 = init + initStride;
    int i2 = i1 + initStride;
    int i3 = i2 + initStride;
    FloatVector c00 = load(m, init);
    FloatVector c01 = load(m, init + LANES);
    FloatVector c02 = load(m, init + 2 * LANES);
    FloatVector c03 = load(m, init + 3 * LANES);
    FloatVector c10 = load(m, i1);
    FloatVector c11 = load(m, i1 + LANES);
    FloatVector c12 = load(m, i1 + 2 * LANES);
    FloatVector c13 = load(m, i1 + 3 * LANES);
    FloatVector c20 = load(m, i2);
    FloatVector c21 = load(m, i2 + LANES);
    FloatVector c22 = load(m, i2 + 2 * LANES);
    FloatVector c23 = load(m, i2 + 3 * LANES);
    FloatVector c30 = load(m, i3);
    FloatVector c31 = load(m, i3 + LANES);
    FloatVector c32 = load(m, i3 + 2 * LANES);
    FloatVector c33 = load(m, i3 + 3 * LANES);
    for (int k = 0; k < inner; k++) {
      FloatVector q0 = load(m, q);
      FloatVector q1 = load(m, q + LANES);
      FloatVector q2 = load(m, q + 2 * LANES);
      FloatVector q3 = load(m, q + 3 * LANES);
      FloatVector a = repeat(m, p);
      c00 = a.fma(q0, c00);
      c01 = a.fma(q1, c01);
      c02 = a.fma(q2, c02);
      c03 = a.fma(q3, c03);
      a = repeat(m, p + pRow);
      c10 = a.fma(q0, c10);
      c11 = a.fma(q1, c11);
      c12 = a.fma(q2, c12);
      c13 = a.fma(q3, c13);
      a = repeat(m, p + 2 * pRow);
      c20 = a.fma(q0, c20);
      c21 = a.fma(q1, c21);
      c22 = a.fma(q2, c22);
      c23 = a.fma(q3, c23);
      a = repeat(m, p + 3 * pRow);
      c30 = a.fma(q0, c30);
      c31 = a.fma(q1, c31);
      c32 = a.fma(q2, c32);
      c33 = a.fma(q3, c33);
      p += pColumn;
      q += qStride;
    }
    int o1 = out + outStride;
    int o2 = o1 + outStride;
    int o3 = o2 + outStride;
    c00.intoArray(m, out);
    c01.intoArray(m, out + LANES);
    c02.intoArray(m, out + 2 * LANES);
    c03.intoArray(m, out + 3 * LANES);
    c10.intoArray(m, o1);
    c11.intoArray(m, o1 + LANES);
    c12.intoArray(m, o1 + 2 * LANES);
    c13.intoArray(m, o1 + 3 * LANES);
    c20.intoArray(m, o2);
    c21.intoArray(m, o2 + LANES);
    c22.intoArray(m, o2 + 2 * LANES);
    c23.intoArray(m, o2 + 3 * LANES);
    c30.intoArray(m, o3);
    c31.intoArray(m, o3 + LANES);
    c32.intoArray(m, o3 + 2 * LANES);
    c33.intoArray(m, o3 + 3 * LANES);
  }

  static void block1x4(
      float[] m, int out, int inner, int p, int pColumn, int q, int qStride, int init) {
    FloatVector c0 = load(m, init);
    FloatVector c1 = load(m, init + LANES);
    FloatVector c2 = load(m, init + 2 * LANES);
    FloatVector c3 = load(m, init + 3 * LANES);
    for (int k = 0; k < inner; k++) {
      FloatVector a = repeat(m, p);
      c0 = a.fma(load(m, q), c0);
      c1 = a.fma(load(m, q + LANES), c1);
      c2 = a.fma(load(m, q + 2 * LANES), c2);
      c3 = a.fma(load(m, q + 3 * LANES), c3);
      p += pColumn;
      q += qStride;
    }
    c0.intoArray(m, out);
    c1.intoArray(m, out + LANES);
    c2.intoArray(m, out + 2 * LANES);
    c3.intoArray(m, out + 3 * LANES);
  }

  static void block4x1(
      float[] m,
      int out,
      int outStride,
      int inner,
      int p,
      int pRow,
      int pColumn,
      int q,
      int qStride,
      int init,
      int initStride) {
    FloatVector c0 = load(m, init);
    FloatVector c1 = load(m, init + initStride);
    FloatVector c2 = load(m, init + 2 * initStride);
    FloatVector c3 = load(m, init + 3 * initStride);
    for (int k = 0; k < inner; k++) {
      FloatVector b = load(m, q);
      c0 = b.fma(repeat(m, p), c0);
      c1 = b.fma(repeat(m, p + pRow), c1);
      c2 = b.fma(repeat(m, p + 2 * pRow), c2);
      c3 = b.fma(repeat(m, p + 3 * pRow), c3);
      p += pColumn;
      q += qStride;
    }
    c0.intoArray(m, out);
    c1.intoArray(m, out + outStride);
    c2.intoArray(m, out + 2 * outStride);
    c3.intoArray(m, out + 3 * outStride);
  }

  static void block1x1(
      float[] m, int out, int inner, int p, int pColumn, int q, int qStride, int init) {
    FloatVector c = load(m, init);
    for (int k = 0; k < inner; k++) {
      c = repeat(m, p).fma(load(m, q), c);
      p += pColumn;
      q += qStride;
    }
    c.intoArray(m, out);
  }

  /** Σₖ m[p + k] · m[q + k]. */
  static float dot(float[] m, int p, int q, int length) {
    FloatVector sum = FloatVector.zero(SPECIES);
    int whole = length - length % LANES;
    for (int k = 0; k < whole; k += LANES) {
      sum = load(m, p + k).fma(load(m, q + k), sum);
    }
    float total = VectorMath.sumLanes(sum);
    for (int k = whole; k < length; k++) {
      total += m[p + k] * m[q + k];
    }
    return total;
  }

  /** Σ x². */
  static double sumOfSquares(float[] x) {
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

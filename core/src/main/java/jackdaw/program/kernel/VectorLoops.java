package jackdaw.program.kernel;

import static jackdaw.program.kernel.VectorMath.EXP_2;
import static jackdaw.program.kernel.VectorMath.EXP_3;
import static jackdaw.program.kernel.VectorMath.EXP_4;
import static jackdaw.program.kernel.VectorMath.EXP_5;
import static jackdaw.program.kernel.VectorMath.EXP_6;
import static jackdaw.program.kernel.VectorMath.EXP_7;
import static jackdaw.program.kernel.VectorMath.EXP_MAX;
import static jackdaw.program.kernel.VectorMath.EXP_MIN;
import static jackdaw.program.kernel.VectorMath.LANES;
import static jackdaw.program.kernel.VectorMath.LN2_HIGH;
import static jackdaw.program.kernel.VectorMath.LN2_LOW;
import static jackdaw.program.kernel.VectorMath.LOG2_E;
import static jackdaw.program.kernel.VectorMath.LOG_1;
import static jackdaw.program.kernel.VectorMath.LOG_2;
import static jackdaw.program.kernel.VectorMath.LOG_3;
import static jackdaw.program.kernel.VectorMath.LOG_4;
import static jackdaw.program.kernel.VectorMath.LOG_5;
import static jackdaw.program.kernel.VectorMath.LOG_6;
import static jackdaw.program.kernel.VectorMath.LOG_7;
import static jackdaw.program.kernel.VectorMath.LOG_8;
import static jackdaw.program.kernel.VectorMath.LOG_9;
import static jackdaw.program.kernel.VectorMath.ROOT_HALF_BITS;
import static jackdaw.program.kernel.VectorMath.ROUND;
import static jackdaw.program.kernel.VectorMath.ROUND_BITS;
import static jackdaw.program.kernel.VectorMath.SPECIES;
import static jackdaw.program.kernel.VectorMath.TANH_LIMIT;
import static jackdaw.program.kernel.VectorMath.TANH_P0;
import static jackdaw.program.kernel.VectorMath.TANH_P1;
import static jackdaw.program.kernel.VectorMath.TANH_P2;
import static jackdaw.program.kernel.VectorMath.TANH_P3;
import static jackdaw.program.kernel.VectorMath.TANH_P4;
import static jackdaw.program.kernel.VectorMath.TANH_Q1;
import static jackdaw.program.kernel.VectorMath.TANH_Q2;
import static jackdaw.program.kernel.VectorMath.TANH_Q3;
import static jackdaw.program.kernel.VectorMath.TANH_Q4;

import jackdaw.tensor.Operation.Binary;
import jackdaw.tensor.Operation.Unary;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The innermost loops of the vector kernels, each in its own method. A loop runs many times slower
 * until it is compiled, and compiling each one takes tens of milliseconds in every run. So there
 * should be few loops, and none should be compiled twice: no method here calls another one here,
 * the launcher tells Java to compile these methods early and never to inline them, and {@link
 * VectorMath} has what they share.
 */
final class VectorLoops {
  private VectorLoops() {}

  // Vector operations are not wrapped in small methods of our own: when a loop is compiled early,
  // Java takes those for rarely called and does not inline them, and each call then allocates its
  // vectors.

  /** Computes the functions of one or two instructions, in one loop. */
  static void map(Unary f, float[] m, int out, int a, int length) {
    for (int j = 0; j < length; j += LANES) {
      FloatVector x = FloatVector.fromArray(SPECIES, m, a + j);
      switch (f) {
        case NEGATE -> x.neg().intoArray(m, out + j);
        case SQUARE -> x.mul(x).intoArray(m, out + j);
        case SQRT -> x.sqrt().intoArray(m, out + j);
        case ABS -> x.abs().intoArray(m, out + j);
        case RELU -> x.blend(0f, x.compare(VectorOperators.LT, 0f)).intoArray(m, out + j);
        case STEP ->
            FloatVector.zero(SPECIES)
                .blend(1f, x.compare(VectorOperators.GT, 0f))
                .intoArray(m, out + j);
        case SIGN ->
            x.blend(1f, x.compare(VectorOperators.GT, 0f))
                .blend(-1f, x.compare(VectorOperators.LT, 0f))
                .intoArray(m, out + j);
        default -> throw new AssertionError(f);
      }
    }
  }

  /** See {@link VectorMath}. */
  static void exp(float[] m, int out, int a, int length) {
    for (int j = 0; j < length; j += LANES) {
      FloatVector x = FloatVector.fromArray(SPECIES, m, a + j).max(EXP_MIN).min(EXP_MAX);
      FloatVector shifted = x.fma(LOG2_E, ROUND);
      FloatVector n = shifted.sub(ROUND);
      FloatVector r = n.lanewise(VectorOperators.FMA, -LN2_HIGH, x);
      r = n.lanewise(VectorOperators.FMA, -LN2_LOW, r);
      FloatVector y = r.fma(EXP_7, EXP_6);
      y = y.lanewise(VectorOperators.FMA, r, EXP_5);
      y = y.lanewise(VectorOperators.FMA, r, EXP_4);
      y = y.lanewise(VectorOperators.FMA, r, EXP_3);
      y = y.lanewise(VectorOperators.FMA, r, EXP_2);
      y = y.fma(r.mul(r), r.add(1f));
      // The halves of n + 2 · 127 are the exponents of two floats.
      IntVector power = shifted.reinterpretAsInts().sub(ROUND_BITS - 254);
      IntVector half = power.lanewise(VectorOperators.ASHR, 1);
      IntVector rest = power.sub(half);
      y = y.mul(half.lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats());
      y = y.mul(rest.lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats());
      y.intoArray(m, out + j);
    }
  }

  /** See {@link VectorMath}. */
  static void log(float[] m, int out, int a, int length) {
    for (int j = 0; j < length; j += LANES) {
      FloatVector x = FloatVector.fromArray(SPECIES, m, a + j);
      IntVector bits = x.reinterpretAsInts();
      IntVector exponent = bits.sub(ROOT_HALF_BITS).lanewise(VectorOperators.ASHR, 23);
      FloatVector r =
          bits.sub(exponent.lanewise(VectorOperators.LSHL, 23)).reinterpretAsFloats().sub(1f);
      FloatVector e = exponent.add(ROUND_BITS).reinterpretAsFloats().sub(ROUND);
      FloatVector y = r.fma(LOG_9, LOG_8);
      y = y.lanewise(VectorOperators.FMA, r, LOG_7);
      y = y.lanewise(VectorOperators.FMA, r, LOG_6);
      y = y.lanewise(VectorOperators.FMA, r, LOG_5);
      y = y.lanewise(VectorOperators.FMA, r, LOG_4);
      y = y.lanewise(VectorOperators.FMA, r, LOG_3);
      y = y.lanewise(VectorOperators.FMA, r, LOG_2);
      y = y.lanewise(VectorOperators.FMA, r, LOG_1);
      FloatVector square = r.mul(r);
      y = y.mul(r).mul(square);
      y = e.lanewise(VectorOperators.FMA, LN2_LOW, y);
      y = square.lanewise(VectorOperators.FMA, -0.5f, y).add(r);
      y = e.lanewise(VectorOperators.FMA, LN2_HIGH, y);
      y = y.blend(Float.NEGATIVE_INFINITY, x.compare(VectorOperators.LT, Float.MIN_NORMAL));
      y = y.blend(Float.NaN, x.compare(VectorOperators.LT, 0f));
      x.blend(y, x.compare(VectorOperators.LE, Float.MAX_VALUE)).intoArray(m, out + j);
    }
  }

  /** See {@link VectorMath}. */
  static void tanh(float[] m, int out, int a, int length) {
    for (int j = 0; j < length; j += LANES) {
      FloatVector x = FloatVector.fromArray(SPECIES, m, a + j);
      x = x.blend(-TANH_LIMIT, x.compare(VectorOperators.LT, -TANH_LIMIT));
      x = x.blend(TANH_LIMIT, x.compare(VectorOperators.GT, TANH_LIMIT));
      FloatVector s = x.mul(x);
      FloatVector p = s.fma(TANH_P4, TANH_P3);
      p = p.lanewise(VectorOperators.FMA, s, TANH_P2);
      p = p.lanewise(VectorOperators.FMA, s, TANH_P1);
      p = p.lanewise(VectorOperators.FMA, s, TANH_P0);
      FloatVector q = s.fma(TANH_Q4, TANH_Q3);
      q = q.lanewise(VectorOperators.FMA, s, TANH_Q2);
      q = q.lanewise(VectorOperators.FMA, s, TANH_Q1);
      q = q.lanewise(VectorOperators.FMA, s, 1f);
      x.mul(p).div(q).intoArray(m, out + j);
    }
  }

  /** Computes out = 1 / (a + 1). */
  static void reciprocalOfOneMore(float[] m, int out, int a, int length) {
    for (int j = 0; j < length; j += LANES) {
      FloatVector x = FloatVector.fromArray(SPECIES, m, a + j);
      FloatVector.broadcast(SPECIES, 1f).div(x.add(1f)).intoArray(m, out + j);
    }
  }

  /** Computes out = a − number. */
  static void subtract(float[] m, int out, int a, float number, int length) {
    for (int j = 0; j < length; j += LANES) {
      FloatVector.fromArray(SPECIES, m, a + j).sub(number).intoArray(m, out + j);
    }
  }

  /** Computes all functions of two values but one, in one loop. */
  static void combine(
      Binary f, float[] m, int out, int a, int aColumn, int b, int bColumn, int length) {
    for (int j = 0; j < length; j += LANES) {
      FloatVector x = aColumn == 0
          ? FloatVector.broadcast(SPECIES, m[a])
          : FloatVector.fromArray(SPECIES, m, a + j);
      FloatVector y = bColumn == 0
          ? FloatVector.broadcast(SPECIES, m[b])
          : FloatVector.fromArray(SPECIES, m, b + j);
      switch (f) {
        case PLUS -> x.add(y).intoArray(m, out + j);
        case MINUS -> x.sub(y).intoArray(m, out + j);
        case TIMES -> x.mul(y).intoArray(m, out + j);
        case DIVIDED_BY -> x.div(y).intoArray(m, out + j);
        case MIN -> x.min(y).intoArray(m, out + j);
        case MAX -> x.max(y).intoArray(m, out + j);
        case LESS ->
            FloatVector.zero(SPECIES)
                .blend(1f, x.compare(VectorOperators.LT, y))
                .blend(0.5f, x.compare(VectorOperators.EQ, y))
                .intoArray(m, out + j);
        case TIMES_TANH_SLOPE -> throw new AssertionError(f);
      }
    }
  }

  /** Computes a (1 − b²), on which training spends the most time after products and tanh. */
  static void timesTanhSlope(
      float[] m, int out, int a, int aColumn, int b, int bColumn, int length) {
    for (int j = 0; j < length; j += LANES) {
      FloatVector x = aColumn == 0
          ? FloatVector.broadcast(SPECIES, m[a])
          : FloatVector.fromArray(SPECIES, m, a + j);
      FloatVector y = bColumn == 0
          ? FloatVector.broadcast(SPECIES, m[b])
          : FloatVector.fromArray(SPECIES, m, b + j);
      x.sub(x.mul(y).mul(y)).intoArray(m, out + j);
    }
  }

  static float sum(float[] m, int a, int length) {
    FloatVector sum = FloatVector.zero(SPECIES);
    int whole = length - length % LANES;
    for (int j = 0; j < whole; j += LANES) {
      sum = sum.add(FloatVector.fromArray(SPECIES, m, a + j));
    }
    float total = VectorMath.sumLanes(sum);
    for (int j = whole; j < length; j++) {
      total += m[a + j];
    }
    return total;
  }

  static void sumRowsOfOneVector(float[] m, int out, int a, int aStride, int rows) {
    // Four sums, since an addition has a latency of four cycles.
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    int whole = rows - rows % 4;
    for (int i = 0; i < whole; i += 4) {
      int row = a + i * aStride;
      s0 = s0.add(FloatVector.fromArray(SPECIES, m, row));
      s1 = s1.add(FloatVector.fromArray(SPECIES, m, row + aStride));
      s2 = s2.add(FloatVector.fromArray(SPECIES, m, row + 2 * aStride));
      s3 = s3.add(FloatVector.fromArray(SPECIES, m, row + 3 * aStride));
    }
    for (int i = whole; i < rows; i++) {
      s0 = s0.add(FloatVector.fromArray(SPECIES, m, a + i * aStride));
    }
    s0.add(s1).add(s2.add(s3)).intoArray(m, out);
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
    FloatVector c00 = FloatVector.fromArray(SPECIES, m, init);
    FloatVector c01 = FloatVector.fromArray(SPECIES, m, init + LANES);
    FloatVector c02 = FloatVector.fromArray(SPECIES, m, init + 2 * LANES);
    FloatVector c03 = FloatVector.fromArray(SPECIES, m, init + 3 * LANES);
    FloatVector c10 = FloatVector.fromArray(SPECIES, m, i1);
    FloatVector c11 = FloatVector.fromArray(SPECIES, m, i1 + LANES);
    FloatVector c12 = FloatVector.fromArray(SPECIES, m, i1 + 2 * LANES);
    FloatVector c13 = FloatVector.fromArray(SPECIES, m, i1 + 3 * LANES);
    FloatVector c20 = FloatVector.fromArray(SPECIES, m, i2);
    FloatVector c21 = FloatVector.fromArray(SPECIES, m, i2 + LANES);
    FloatVector c22 = FloatVector.fromArray(SPECIES, m, i2 + 2 * LANES);
    FloatVector c23 = FloatVector.fromArray(SPECIES, m, i2 + 3 * LANES);
    FloatVector c30 = FloatVector.fromArray(SPECIES, m, i3);
    FloatVector c31 = FloatVector.fromArray(SPECIES, m, i3 + LANES);
    FloatVector c32 = FloatVector.fromArray(SPECIES, m, i3 + 2 * LANES);
    FloatVector c33 = FloatVector.fromArray(SPECIES, m, i3 + 3 * LANES);
    for (int k = 0; k < inner; k++) {
      FloatVector q0 = FloatVector.fromArray(SPECIES, m, q);
      FloatVector q1 = FloatVector.fromArray(SPECIES, m, q + LANES);
      FloatVector q2 = FloatVector.fromArray(SPECIES, m, q + 2 * LANES);
      FloatVector q3 = FloatVector.fromArray(SPECIES, m, q + 3 * LANES);
      FloatVector a = FloatVector.broadcast(SPECIES, m[p]);
      c00 = a.fma(q0, c00);
      c01 = a.fma(q1, c01);
      c02 = a.fma(q2, c02);
      c03 = a.fma(q3, c03);
      a = FloatVector.broadcast(SPECIES, m[p + pRow]);
      c10 = a.fma(q0, c10);
      c11 = a.fma(q1, c11);
      c12 = a.fma(q2, c12);
      c13 = a.fma(q3, c13);
      a = FloatVector.broadcast(SPECIES, m[p + 2 * pRow]);
      c20 = a.fma(q0, c20);
      c21 = a.fma(q1, c21);
      c22 = a.fma(q2, c22);
      c23 = a.fma(q3, c23);
      a = FloatVector.broadcast(SPECIES, m[p + 3 * pRow]);
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
    FloatVector c0 = FloatVector.fromArray(SPECIES, m, init);
    FloatVector c1 = FloatVector.fromArray(SPECIES, m, init + LANES);
    FloatVector c2 = FloatVector.fromArray(SPECIES, m, init + 2 * LANES);
    FloatVector c3 = FloatVector.fromArray(SPECIES, m, init + 3 * LANES);
    for (int k = 0; k < inner; k++) {
      FloatVector a = FloatVector.broadcast(SPECIES, m[p]);
      c0 = a.fma(FloatVector.fromArray(SPECIES, m, q), c0);
      c1 = a.fma(FloatVector.fromArray(SPECIES, m, q + LANES), c1);
      c2 = a.fma(FloatVector.fromArray(SPECIES, m, q + 2 * LANES), c2);
      c3 = a.fma(FloatVector.fromArray(SPECIES, m, q + 3 * LANES), c3);
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
    FloatVector c0 = FloatVector.fromArray(SPECIES, m, init);
    FloatVector c1 = FloatVector.fromArray(SPECIES, m, init + initStride);
    FloatVector c2 = FloatVector.fromArray(SPECIES, m, init + 2 * initStride);
    FloatVector c3 = FloatVector.fromArray(SPECIES, m, init + 3 * initStride);
    for (int k = 0; k < inner; k++) {
      FloatVector b = FloatVector.fromArray(SPECIES, m, q);
      c0 = b.fma(FloatVector.broadcast(SPECIES, m[p]), c0);
      c1 = b.fma(FloatVector.broadcast(SPECIES, m[p + pRow]), c1);
      c2 = b.fma(FloatVector.broadcast(SPECIES, m[p + 2 * pRow]), c2);
      c3 = b.fma(FloatVector.broadcast(SPECIES, m[p + 3 * pRow]), c3);
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
    FloatVector c = FloatVector.fromArray(SPECIES, m, init);
    for (int k = 0; k < inner; k++) {
      c = FloatVector.broadcast(SPECIES, m[p]).fma(FloatVector.fromArray(SPECIES, m, q), c);
      p += pColumn;
      q += qStride;
    }
    c.intoArray(m, out);
  }

  /** Returns Σₖ m[p + k] · m[q + k]. */
  static float dot(float[] m, int p, int q, int length) {
    FloatVector sum = FloatVector.zero(SPECIES);
    int whole = length - length % LANES;
    for (int k = 0; k < whole; k += LANES) {
      sum = FloatVector.fromArray(SPECIES, m, p + k)
          .fma(FloatVector.fromArray(SPECIES, m, q + k), sum);
    }
    float total = VectorMath.sumLanes(sum);
    for (int k = whole; k < length; k++) {
      total += m[p + k] * m[q + k];
    }
    return total;
  }

  /** Returns Σ x² of {@code x[from, to)}. */
  static double sumOfSquares(float[] x, int from, int to) {
    FloatVector sum = FloatVector.zero(SPECIES);
    int whole = to - (to - from) % LANES;
    for (int j = from; j < whole; j += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, j);
      sum = v.fma(v, sum);
    }
    double total = VectorMath.sumLanes(sum);
    for (int j = whole; j < to; j++) {
      total += (double) x[j] * x[j];
    }
    return total;
  }
}

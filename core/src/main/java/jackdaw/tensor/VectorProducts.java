package jackdaw.tensor;

import static jackdaw.tensor.VectorMath.LANES;
import static jackdaw.tensor.VectorMath.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * The matrix product on the Vector API. The result is cut into blocks of 4 rows by 4 vectors, whose
 * 16 sums stay in registers while the inner dimension goes by: each step of it loads 4 vectors of Q
 * and 4 numbers of P for 16 fused products. What is left over at the edges is done in blocks of 1 by
 * 4, 4 by 1 and 1 by 1. Every sum starts from {@code init}, so that no block has a branch.
 */
final class VectorProducts {
  private static final int WIDE = 4 * LANES;

  private VectorProducts() {}

  static void multiply(
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
    int fullRows = rows - rows % 4;
    int padded = (columns + LANES - 1) / LANES * LANES;
    int wide = padded - padded % WIDE;
    for (int j = 0; j < wide; j += WIDE) {
      for (int i = 0; i < fullRows; i += 4) {
        block4x4(
            m,
            out + i * outStride + j,
            outStride,
            inner,
            p + i * pRow,
            pRow,
            pColumn,
            q + j,
            qStride,
            init + i * initStride + j,
            initStride);
      }
      for (int i = fullRows; i < rows; i++) {
        block1x4(
            m,
            out + i * outStride + j,
            inner,
            p + i * pRow,
            pColumn,
            q + j,
            qStride,
            init + i * initStride + j);
      }
    }
    for (int j = wide; j < padded; j += LANES) {
      for (int i = 0; i < fullRows; i += 4) {
        block4x1(
            m,
            out + i * outStride + j,
            outStride,
            inner,
            p + i * pRow,
            pRow,
            pColumn,
            q + j,
            qStride,
            init + i * initStride + j,
            initStride);
      }
      for (int i = fullRows; i < rows; i++) {
        block1x1(
            m,
            out + i * outStride + j,
            inner,
            p + i * pRow,
            pColumn,
            q + j,
            qStride,
            init + i * initStride + j);
      }
    }
  }

  private static FloatVector load(float[] m, int offset) {
    return FloatVector.fromArray(SPECIES, m, offset);
  }

  private static FloatVector repeat(float[] m, int offset) {
    return FloatVector.broadcast(SPECIES, m[offset]);
  }

  private static void block4x4(
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

  private static void block1x4(
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

  private static void block4x1(
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

  private static void block1x1(
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
}

package jackdaw.program.kernel;

import static jackdaw.program.kernel.VectorMath.LANES;

/**
 * The matrix product on the Vector API. The result is divided into blocks of 4 rows by 4 vectors,
 * whose 16 sums stay in registers during the loop over the inner dimension. Each iteration loads 4
 * vectors of Q and 4 numbers of P for 16 fused multiply-adds. The edges are computed in blocks of 1
 * by 4, 4 by 1 and 1 by 1. Every sum starts from {@code init}, so that no block has a branch.
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
        VectorLoops.block4x4(
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
        VectorLoops.block1x4(
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
        VectorLoops.block4x1(
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
        VectorLoops.block1x1(
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
}

package jackdaw.tensor;

import jackdaw.tensor.Operation.Binary;
import jackdaw.tensor.Operation.Unary;

/** One step of a compiled program; all offsets, strides and sizes are fixed. */
sealed interface Instruction {
  /** Does the step on a program's memory. */
  void run(Kernels kernels, float[] m);

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
  }

  /** See {@link Kernels#unary}; over the whole block, padding included, as one row. */
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

  /** Copies a matrix value by value between places with any steps; a step of 0 repeats. */
  record Copy(
      int out, int outRow, int outColumn, int a, int aRow, int aColumn, int rows, int columns)
      implements
        Instruction {
    @Override
    public void run(Kernels kernels, float[] m) {
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
  }

  /** Copies in row-major order from one shape to another. */
  record Reshape(int out, Layout outLayout, int a, Layout aLayout) implements Instruction {
    @Override
    public void run(Kernels kernels, float[] m) {
      int outColumns = outLayout.columns();
      int row = 0;
      int column = 0;
      for (int i = 0; i < aLayout.rows(); i++) {
        for (int j = 0; j < aLayout.columns(); j++) {
          m[out + row * outLayout.rowStep() + column * outLayout.columnStep()] =
              m[a + i * aLayout.rowStep() + j * aLayout.columnStep()];
          if (++column == outColumns) {
            column = 0;
            row++;
          }
        }
      }
    }
  }

  /** out[i] = x[i, index[i]]. */
  record Pick(int out, int x, int xRow, int xColumn, int index, int rows) implements Instruction {
    @Override
    public void run(Kernels kernels, float[] m) {
      for (int i = 0; i < rows; i++) {
        m[out + i] = m[x + i * xRow + ((int) m[index + i]) * xColumn];
      }
    }
  }

  /** out[i, j] = 1 where j = index[i], else 0. */
  record OneHot(int out, int outRow, int outColumn, int index, int rows, int classes)
      implements
        Instruction {
    @Override
    public void run(Kernels kernels, float[] m) {
      for (int i = 0; i < rows; i++) {
        int hot = (int) m[index + i];
        for (int j = 0; j < classes; j++) {
          m[out + i * outRow + j * outColumn] = j == hot ? 1 : 0;
        }
      }
    }
  }
}

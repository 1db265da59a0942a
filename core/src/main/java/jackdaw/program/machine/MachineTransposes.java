package jackdaw.program.machine;

import static jackdaw.machine.Assembler.NONE;
import static jackdaw.machine.Assembler.R11;
import static jackdaw.machine.Assembler.R8;
import static jackdaw.machine.Assembler.R9;
import static jackdaw.machine.Assembler.RSI;
import static jackdaw.program.machine.MachineKernels.FLOAT;

import jackdaw.machine.Assembler;
import jackdaw.machine.Assembler.Binary;
import jackdaw.machine.Avx2Assembler;
import jackdaw.machine.Avx512Assembler;
import jackdaw.program.kernel.Kernels;

/** Transposes as machine code, as many rows and columns at a time as a vector has floats. */
final class MachineTransposes {
  private final Assembler code;
  private final int lanes;

  MachineTransposes(Assembler code) {
    this.code = code;
    lanes = code.lanes();
  }

  /** See {@link Kernels#transpose}. */
  void transpose(int out, int outStride, int a, int aStride, int rows, int columns) {
    for (int j = 0; j < columns; j += lanes) {
      int columnCount = Math.min(lanes, columns - j);
      int whole = rows / lanes;
      code.address(R8, RSI, (out + j * outStride) * FLOAT);
      code.address(R9, RSI, (a + j) * FLOAT);
      if (whole > 0) {
        code.set(R11, whole);
        int start = code.position();
        transposeBlock(outStride, aStride, lanes, columnCount);
        code.add(R8, code.vectorBytes());
        code.add(R9, lanes * aStride * FLOAT);
        code.decrement(R11);
        code.jumpIfNotZero(start);
      }
      if (rows % lanes != 0) {
        transposeBlock(outStride, aStride, rows % lanes, columnCount);
      }
    }
  }

  /** Transposes up to 16 × 16 or 8 × 8 values from R9 to R8, by 2, 4, 8 and 16 rows. */
  private void transposeBlock(int outStride, int aStride, int rows, int columns) {
    for (int i = 0; i < lanes; i++) {
      if (i < rows) {
        code.load(i, R9, NONE, i * aStride * FLOAT);
      } else {
        code.zero(i);
      }
    }
    int pairs = lanes;
    for (int i = 0; i < lanes; i += 2) {
      code.apply(Binary.UNPACK_LOW, pairs + i, i, i + 1);
      code.apply(Binary.UNPACK_HIGH, pairs + i + 1, i, i + 1);
    }
    for (int i = 0; i < lanes; i += 4) {
      // Rows i to i + 3: quarter q of vector i + c holds their column 4 q + c.
      int low = pairs + i;
      int high = low + 1;
      code.apply(Binary.UNPACK_LOW_PAIRS, i, low, low + 2);
      code.apply(Binary.UNPACK_HIGH_PAIRS, i + 1, low, low + 2);
      code.apply(Binary.UNPACK_LOW_PAIRS, i + 2, high, high + 2);
      code.apply(Binary.UNPACK_HIGH_PAIRS, i + 3, high, high + 2);
    }
    for (int c = 0; c < 4; c++) {
      if (code instanceof Avx512Assembler wide) {
        storeFours(wide, c, outStride, columns);
      } else if (code instanceof Avx2Assembler narrow) {
        storePairs(narrow, c, outStride, columns);
      }
    }
  }

  /** Stores columns c, c + 4, c + 8 and c + 12. */
  private static void storeFours(Avx512Assembler code, int c, int outStride, int columns) {
    code.shuffleQuarters(16, c, c + 4, 0x88);
    code.shuffleQuarters(17, c, c + 4, 0xdd);
    code.shuffleQuarters(18, c + 8, c + 12, 0x88);
    code.shuffleQuarters(19, c + 8, c + 12, 0xdd);
    int[] columnOf = {c, c + 8, c + 4, c + 12};
    int[] orders = {0x88, 0xdd, 0x88, 0xdd};
    for (int k = 0; k < 4; k++) {
      if (columnOf[k] < columns) {
        code.shuffleQuarters(20, 16 + k / 2, 18 + k / 2, orders[k]);
        code.store(20, R8, NONE, columnOf[k] * outStride * FLOAT);
      }
    }
  }

  /** Stores columns c and c + 4. */
  private static void storePairs(Avx2Assembler code, int c, int outStride, int columns) {
    for (int half = 0; half < 2; half++) {
      int column = c + 4 * half;
      if (column < columns) {
        code.joinHalves(8, c, c + 4, half == 1);
        code.store(8, R8, NONE, column * outStride * FLOAT);
      }
    }
  }
}

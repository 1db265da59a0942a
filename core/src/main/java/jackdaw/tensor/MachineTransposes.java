package jackdaw.tensor;

import static jackdaw.machine.Assembler.NONE;
import static jackdaw.machine.Assembler.R11;
import static jackdaw.machine.Assembler.R8;
import static jackdaw.machine.Assembler.R9;
import static jackdaw.machine.Assembler.RSI;
import static jackdaw.tensor.MachineKernels.FLOAT;
import static jackdaw.tensor.MachineKernels.LANES;

import jackdaw.machine.Assembler;
import jackdaw.machine.Assembler.Binary;

/** Transposes as machine code, sixteen rows and columns at a time. */
final class MachineTransposes {
  private static final int VECTOR = LANES * FLOAT;

  private final Assembler code;

  MachineTransposes(Assembler code) {
    this.code = code;
  }

  /** See {@link Kernels#transpose}. */
  void transpose(int out, int outStride, int a, int aStride, int rows, int columns) {
    for (int j = 0; j < columns; j += LANES) {
      int columnCount = Math.min(LANES, columns - j);
      int whole = rows / LANES;
      code.address(R8, RSI, (out + j * outStride) * FLOAT);
      code.address(R9, RSI, (a + j) * FLOAT);
      if (whole > 0) {
        code.set(R11, whole);
        int start = code.position();
        transposeBlock(outStride, aStride, LANES, columnCount);
        code.add(R8, VECTOR);
        code.add(R9, LANES * aStride * FLOAT);
        code.decrement(R11);
        code.jumpIfNotZero(start);
      }
      if (rows % LANES != 0) {
        transposeBlock(outStride, aStride, rows % LANES, columnCount);
      }
    }
  }

  /** Up to 16 × 16 values from R9 to R8, by pairs, fours, eights and sixteens of rows. */
  private void transposeBlock(int outStride, int aStride, int rows, int columns) {
    for (int i = 0; i < LANES; i++) {
      if (i < rows) {
        code.load(i, R9, NONE, i * aStride * FLOAT);
      } else {
        code.zero(i);
      }
    }
    for (int i = 0; i < LANES; i += 2) {
      code.apply(Binary.UNPACK_LOW, 16 + i, i, i + 1);
      code.apply(Binary.UNPACK_HIGH, 17 + i, i, i + 1);
    }
    for (int i = 0; i < LANES; i += 4) {
      // rows i to i + 3: quarter q of vector i + c holds their column 4 q + c
      code.apply(Binary.UNPACK_LOW_PAIRS, i, 16 + i, 18 + i);
      code.apply(Binary.UNPACK_HIGH_PAIRS, i + 1, 16 + i, 18 + i);
      code.apply(Binary.UNPACK_LOW_PAIRS, i + 2, 17 + i, 19 + i);
      code.apply(Binary.UNPACK_HIGH_PAIRS, i + 3, 17 + i, 19 + i);
    }
    for (int c = 0; c < 4; c++) {
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
  }
}

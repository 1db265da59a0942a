package jackdaw.program.machine;

import static jackdaw.machine.Assembler.NONE;
import static jackdaw.machine.Assembler.R10;
import static jackdaw.machine.Assembler.R11;
import static jackdaw.machine.Assembler.R8;
import static jackdaw.machine.Assembler.R9;
import static jackdaw.machine.Assembler.RAX;
import static jackdaw.program.machine.MachineKernels.FLOAT;

import jackdaw.machine.Assembler;

/** The loops of kernels in machine code. */
final class MachineLoops {
  /** Most vectors that are written one after the other instead of in a loop. */
  private static final int UNROLLED_VECTORS = 4;

  private final Assembler code;

  MachineLoops(Assembler code) {
    this.code = code;
  }

  /** Writes the code for one vector, at a displacement and an index register or {@code NONE}. */
  interface Body {
    void at(int index, int displacement);
  }

  /**
   * Writes a loop over vectors, or the vectors one after the other if they are few; changes RAX.
   */
  void forEachVector(int length, Body body) {
    int vector = code.vectorBytes();
    int vectors = Math.ceilDiv(length, code.lanes());
    if (vectors <= UNROLLED_VECTORS) {
      for (int i = 0; i < vectors; i++) {
        body.at(NONE, i * vector);
      }
      return;
    }
    code.set(RAX, 0);
    int start = code.position();
    body.at(RAX, 0);
    code.add(RAX, vector);
    code.compareWith(RAX, vectors * vector);
    code.jumpIfNotZero(start);
  }

  /** Writes a loop over rows, which adds steps in floats to R8, R9 and R10; changes R11. */
  void forEachRow(int rows, int step8, int step9, int step10, Runnable body) {
    if (rows == 1) {
      body.run();
      return;
    }
    code.set(R11, rows);
    int start = code.position();
    body.run();
    code.add(R8, step8 * FLOAT);
    code.add(R9, step9 * FLOAT);
    code.add(R10, step10 * FLOAT);
    code.decrement(R11);
    code.jumpIfNotZero(start);
  }
}

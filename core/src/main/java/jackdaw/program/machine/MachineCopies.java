package jackdaw.program.machine;

import static jackdaw.machine.Assembler.NONE;
import static jackdaw.machine.Assembler.R10;
import static jackdaw.machine.Assembler.R8;
import static jackdaw.machine.Assembler.R9;
import static jackdaw.machine.Assembler.RAX;
import static jackdaw.machine.Assembler.RCX;
import static jackdaw.machine.Assembler.RDX;
import static jackdaw.program.machine.MachineKernels.FLOAT;

import jackdaw.machine.Assembler;
import jackdaw.program.kernel.Kernels;

/** Copies as machine code, within one memory or between two. */
public final class MachineCopies {
  /** The mask for the last vector of a row. */
  private static final int TAIL = 1;

  private final Assembler code;
  private final MachineLoops loops;
  private final int lanes;

  /** Writes to this code. */
  public MachineCopies(Assembler code) {
    this.code = code;
    loops = new MachineLoops(code);
    lanes = code.lanes();
  }

  /**
   * See {@link Kernels#copy}.
   *
   * @param to the register that points at offset 0 of the memory of {@code out}
   * @param from the register that points at offset 0 of the memory of {@code a}
   */
  public void copy(
      int to,
      int out,
      int outRow,
      int outColumn,
      int from,
      int a,
      int aRow,
      int aColumn,
      int rows,
      int columns) {
    if (rows > 1 && columns == 1 && outRow == 1 && aRow <= 1) {
      // A contiguous column is a row.
      copy(to, out, 0, 1, from, a, 0, aRow, 1, rows);
      return;
    }
    code.address(R8, to, out * FLOAT);
    code.address(R9, from, a * FLOAT);
    loops.forEachRow(rows, outRow, aRow, 0, () -> {
      if (outColumn == 1 && aColumn <= 1) {
        copyRow(aColumn, columns);
      } else {
        copyValues(outColumn, aColumn, columns);
      }
    });
  }

  /** Copies contiguous floats, or one float repeated; writes no float past the end. */
  private void copyRow(int aColumn, int columns) {
    int whole = columns / lanes * lanes;
    if (aColumn == 0) {
      code.broadcast(0, R9, NONE, 0);
    }
    if (whole > 0) {
      loops.forEachVector(whole, (index, displacement) -> {
        if (aColumn != 0) {
          code.load(0, R9, index, displacement);
        }
        code.store(0, R8, index, displacement);
      });
    }
    if (columns > whole) {
      code.setTail(TAIL, columns - whole);
      if (aColumn != 0) {
        code.loadMasked(0, TAIL, R9, NONE, whole * FLOAT);
      }
      code.storeMasked(0, TAIL, R8, NONE, whole * FLOAT);
    }
  }

  private void copyValues(int outColumn, int aColumn, int columns) {
    code.copy(RCX, R8);
    code.copy(RDX, R9);
    if (columns == 1) {
      code.loadWord(RAX, RDX, NONE, 0);
      code.storeWord(RAX, RCX, NONE, 0);
      return;
    }
    code.set(R10, columns);
    int start = code.position();
    code.loadWord(RAX, RDX, NONE, 0);
    code.storeWord(RAX, RCX, NONE, 0);
    code.add(RCX, outColumn * FLOAT);
    code.add(RDX, aColumn * FLOAT);
    code.decrement(R10);
    code.jumpIfNotZero(start);
  }
}

package jackdaw.program.machine;

import static jackdaw.machine.Assembler.NONE;
import static jackdaw.machine.Assembler.R10;
import static jackdaw.machine.Assembler.R8;
import static jackdaw.machine.Assembler.RDI;
import static jackdaw.machine.Assembler.RSI;

import jackdaw.machine.Assembler;
import jackdaw.machine.Assembler.Binary;
import jackdaw.machine.NativeCode;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/**
 * Adds rows of values to contiguous values of another array, a vector at a time, in machine code.
 * Java compiles such a loop late, and without vectors if the arrays might be the same.
 */
public final class FlatSum {
  /** The mask for the last vector of a row. */
  private static final int TAIL = 1;

  // Vector registers.
  private static final int SUM = 0;
  private static final int VALUE = 1;

  private final float[] target;
  private final int to;
  private final NativeCode code;
  private final MemorySegment targetSegment;
  private final MemorySegment sourceSegment;

  /**
   * Prepares a sum.
   *
   * @param source the values to add: rows of floats at {@code from}, {@code from + rowStep}, …
   * @param target the array to add to, from {@code target[to]} on
   * @throws IndexOutOfBoundsException if one of the two is too short
   */
  public FlatSum(
      MemorySegment source, int from, int rows, int columns, int rowStep, float[] target, int to) {
    long floats = source.byteSize() / Float.BYTES;
    Objects.checkFromIndexSize(from, (long) (rows - 1) * rowStep + columns, floats);
    Objects.checkFromIndexSize(to, rows * columns, target.length);
    this.target = target;
    this.to = to;
    targetSegment = MemorySegment.ofArray(target);
    sourceSegment = source;
    code = NativeCode.of(assemble(from, rows, columns, rowStep - columns, to));
  }

  /** Returns true if it adds to this place. */
  @SuppressWarnings("ReferenceEquality")
  public boolean fits(float[] otherTarget, int otherTo) {
    return target == otherTarget && to == otherTo;
  }

  /** Adds the current values. */
  public void run() {
    code.run(targetSegment, sourceSegment);
  }

  private static byte[] assemble(int from, int rows, int columns, int gap, int to) {
    Assembler code = Assembler.create();
    int whole = columns / code.lanes();
    int rest = columns % code.lanes();
    code.add(RDI, to * Float.BYTES);
    code.add(RSI, from * Float.BYTES);
    if (rest > 0) {
      code.setTail(TAIL, rest);
    }
    code.set(R8, rows);
    int row = code.position();
    if (whole > 0) {
      code.set(R10, whole);
      int start = code.position();
      code.load(SUM, RDI, NONE, 0);
      code.load(VALUE, RSI, NONE, 0);
      code.apply(Binary.ADD, SUM, SUM, VALUE);
      code.store(SUM, RDI, NONE, 0);
      code.add(RDI, code.vectorBytes());
      code.add(RSI, code.vectorBytes());
      code.decrement(R10);
      code.jumpIfNotZero(start);
    }
    if (rest > 0) {
      code.loadMasked(SUM, TAIL, RDI, NONE, 0);
      code.loadMasked(VALUE, TAIL, RSI, NONE, 0);
      code.apply(Binary.ADD, SUM, SUM, VALUE);
      code.storeMasked(SUM, TAIL, RDI, NONE, 0);
    }
    if (rows > 1) {
      code.add(RDI, rest * Float.BYTES);
      code.add(RSI, (rest + gap) * Float.BYTES);
      code.decrement(R8);
      code.jumpIfNotZero(row);
    }
    code.endOfCode();
    return code.finish();
  }
}

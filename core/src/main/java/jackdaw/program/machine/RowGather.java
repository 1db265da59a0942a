package jackdaw.program.machine;

import static jackdaw.machine.Assembler.NONE;
import static jackdaw.machine.Assembler.R10;
import static jackdaw.machine.Assembler.R8;
import static jackdaw.machine.Assembler.RAX;
import static jackdaw.machine.Assembler.RDI;
import static jackdaw.machine.Assembler.RDX;
import static jackdaw.machine.Assembler.RSI;
import static jackdaw.machine.Assembler.RSP;

import jackdaw.machine.Assembler;
import jackdaw.machine.Assembler.Binary;
import jackdaw.machine.NativeCode;
import java.lang.foreign.MemorySegment;

/**
 * Gathers rows of a table by index into columns of memory, a vector at a time, in machine code. The
 * values of a minibatch are scattered, so that each one costs plain Java seven cycles.
 */
public final class RowGather {
  /** The mask for the last vector of a column. */
  private static final int TAIL = 1;

  // Vector registers.
  private static final int INDEX = 0;
  private static final int VALUE = 1;
  private static final int LIMIT = 2;
  private static final int LARGEST = 3;
  private static final int COLUMNS = 4;

  private final float[] values;
  private final int[] indices;
  private final int tableRows;
  private final NativeCode code;
  private final MemorySegment table;
  private final MemorySegment order;
  private final MemorySegment memory;

  /**
   * Prepares a gather of rows.
   *
   * @param values the table, [any, columns]
   * @param indices indices of rows, of which {@link #run} uses some
   * @param memory the memory to write to
   * @param offset offset there of the first value; the next row's value follows it
   * @param rows how many rows are gathered
   * @param columnStep floats from one column to the next there
   */
  public RowGather(
      float[] values,
      int[] indices,
      MemorySegment memory,
      int offset,
      int rows,
      int columns,
      int columnStep) {
    this.values = values;
    this.indices = indices;
    tableRows = values.length / columns;
    table = MemorySegment.ofArray(values);
    order = MemorySegment.ofArray(indices);
    this.memory = memory;
    code = NativeCode.of(assemble(offset, rows, columns, columnStep, tableRows));
  }

  /** Returns true if it gathers from this table by these indices. */
  @SuppressWarnings("ReferenceEquality")
  public boolean fits(float[] otherValues, int[] otherIndices) {
    return values == otherValues && indices == otherIndices;
  }

  /**
   * Gathers the rows {@code indices[first]}, {@code indices[first + 1]}, ….
   *
   * @throws IndexOutOfBoundsException if the table has no such row
   */
  public void run(int first) {
    int largest =
        (int) code.run(
            table, order, memory, MemorySegment.NULL, (long) first * Integer.BYTES, 0);
    if (largest < 0 || largest >= tableRows) {
      throw new IndexOutOfBoundsException(
          "row %d of a table of %d rows".formatted(largest, tableRows));
    }
  }

  private static byte[] assemble(
      int offset, int rows, int columns, int columnStep, int tableRows) {
    Assembler code = Assembler.create();
    int lanes = code.lanes();
    code.set(RAX, Math.max(0, tableRows - 1));
    code.broadcastWord(LIMIT, RAX);
    code.set(RAX, columns);
    code.broadcastWord(COLUMNS, RAX);
    code.zero(LARGEST);
    code.addRegister(RSI, R8);
    code.add(RDX, offset * Float.BYTES);
    int whole = rows / lanes;
    if (whole > 0) {
      code.set(R10, whole);
      int start = code.position();
      gather(code, lanes, columns, columnStep);
      code.add(RSI, code.vectorBytes());
      code.add(RDX, code.vectorBytes());
      code.decrement(R10);
      code.jumpIfNotZero(start);
    }
    if (rows % lanes > 0) {
      gather(code, rows % lanes, columns, columnStep);
    }
    code.reducePlaces(Binary.MAX_UNSIGNED, LARGEST, VALUE);
    // Uses the red zone below the stack pointer, which the calling convention grants.
    code.storeFirst(LARGEST, RSP, NONE, -8);
    code.loadWord(RAX, RSP, NONE, -8);
    code.endOfCode();
    return code.finish();
  }

  private static void gather(Assembler code, int count, int columns, int columnStep) {
    boolean whole = count == code.lanes();
    code.setTail(TAIL, count);
    code.loadMasked(INDEX, TAIL, RSI, NONE, 0);
    code.apply(Binary.MAX_UNSIGNED, LARGEST, LARGEST, INDEX);
    // Never reads outside the table.
    code.apply(Binary.MIN_UNSIGNED, INDEX, INDEX, LIMIT);
    if (columns > 1) {
      code.apply(Binary.MULTIPLY_INTEGERS, INDEX, INDEX, COLUMNS);
    }
    for (int j = 0; j < columns; j++) {
      int displacement = j * columnStep * Float.BYTES;
      // A gather clears its mask.
      code.setTail(TAIL, count);
      code.gather(VALUE, TAIL, RDI, INDEX, j * Float.BYTES);
      if (whole) {
        code.store(VALUE, RDX, NONE, displacement);
      } else {
        code.setTail(TAIL, count);
        code.storeMasked(VALUE, TAIL, RDX, NONE, displacement);
      }
    }
  }
}

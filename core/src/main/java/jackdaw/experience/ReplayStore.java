package jackdaw.experience;

import jackdaw.state.Snapshot;
import jackdaw.state.StateColumn;

/**
 * One column of a replay in its own width: floats, or a byte for each whole number 0 … 255. The
 * rows are
 * divided into arrays of at most {@value #CHUNK_VALUES} values, since a column may have more than
 * an
 * array can.
 */
final class ReplayStore {
  private static final int CHUNK_VALUES = 1 << 28;

  private final String name;
  private final int width;
  private final int shift;
  private final int mask;

  /** Each is a {@code float[]} or a {@code byte[]}. */
  private final Object[] chunks;

  /**
   * A column of zeros.
   *
   * @param width values in one row; 0 stores nothing
   */
  ReplayStore(String name, int rows, int width, boolean bytes) {
    this.name = name;
    this.width = width;
    shift =
        31 - Integer.numberOfLeadingZeros(Math.max(1, CHUNK_VALUES / Math.max(1, width)));
    mask = (1 << shift) - 1;
    chunks = new Object[((rows - 1) >> shift) + 1];
    for (int i = 0; i < chunks.length; i++) {
      int size = Math.min(rows - (i << shift), mask + 1) * width;
      chunks[i] = bytes ? new byte[size] : new float[size];
    }
  }

  int width() {
    return width;
  }

  /** Stores a row. */
  void put(int row, float[] values, int from) {
    int to = (row & mask) * width;
    Object chunk = chunks[row >> shift];
    if (chunk instanceof float[] floats) {
      System.arraycopy(values, from, floats, to, width);
    } else {
      byte[] bytes = (byte[]) chunk;
      for (int i = 0; i < width; i++) {
        bytes[to + i] = toByte(values[from + i]);
      }
    }
  }

  private byte toByte(float value) {
    int whole = (int) value;
    if (whole != value || whole < 0 || whole > 255) {
      throw new IllegalArgumentException(
          "%s hold %s, which is no whole number 0 to 255 and cannot be stored in a byte: set"
              .formatted(name, value)
              + " replay-bytes to false");
    }
    return (byte) whole;
  }

  /** Reads a row. */
  void get(int row, float[] values, int to) {
    int from = (row & mask) * width;
    Object chunk = chunks[row >> shift];
    if (chunk instanceof float[] floats) {
      System.arraycopy(floats, from, values, to, width);
    } else {
      byte[] bytes = (byte[]) chunk;
      for (int i = 0; i < width; i++) {
        values[to + i] = bytes[from + i] & 0xff;
      }
    }
  }

  /** Returns true if the row holds these values. */
  boolean holds(int row, float[] values, int at) {
    int from = (row & mask) * width;
    boolean same = true;
    Object chunk = chunks[row >> shift];
    if (chunk instanceof float[] floats) {
      for (int i = 0; i < width; i++) {
        same &= floats[from + i] == values[at + i];
      }
    } else {
      byte[] bytes = (byte[]) chunk;
      for (int i = 0; i < width; i++) {
        same &= (bytes[from + i] & 0xff) == values[at + i];
      }
    }
    return same;
  }

  /** Shares the first rows with a snapshot. */
  void save(Snapshot snapshot, int rows) {
    for (int i = 0; i < chunks.length; i++) {
      snapshot.putShared(
          name + '.' + i,
          chunks[i] instanceof float[] floats
              ? StateColumn.of(floats, 0, used(i, rows))
              : StateColumn.of((byte[]) chunks[i], 0, used(i, rows)));
    }
  }

  /** Restores the first rows. */
  void restore(Snapshot snapshot, int rows) {
    for (int i = 0; i < chunks.length; i++) {
      snapshot.copyTo(name + '.' + i, chunks[i], 0, used(i, rows));
    }
  }

  private int used(int chunk, int rows) {
    return Math.clamp(rows - (chunk << shift), 0, mask + 1) * width;
  }
}

package jackdaw.state;

import java.lang.reflect.Array;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A run's state as named columns: vectors of {@code float}, {@code double}, {@code long}, {@code
 * int} or {@code byte} under a dotted name such as {@code optimizer.first-moment}. It knows no
 * file; the {@code runs} module writes it and reads it.
 *
 * <p>Most columns are copies, see {@link #put(String, float[])}. A large one, such as the rows of a
 * replay buffer, is put with {@link #putShared} when saved, and read with {@link #copyTo} when
 * restored: so it is never in memory twice. A snapshot with shared columns is valid until the next
 * iteration of the run: it is to be written before that.
 */
public final class Snapshot {
  private final Map<String, StateColumn> columns;
  private final String prefix;

  /** An empty snapshot. */
  public Snapshot() {
    this(new TreeMap<>(), "");
  }

  private Snapshot(Map<String, StateColumn> columns, String prefix) {
    this.columns = columns;
    this.prefix = prefix;
  }

  /** A view of the same snapshot in which every name starts with {@code name} and a dot. */
  public Snapshot scope(String name) {
    return new Snapshot(columns, prefix + name + '.');
  }

  /** All columns by full name, in the order of their names. */
  public Map<String, StateColumn> columns() {
    return Collections.unmodifiableMap(columns);
  }

  /**
   * Keeps a copy of {@code values} under a name.
   *
   * @throws IllegalArgumentException if there is a column of this name already
   */
  public void put(String name, float[] values) {
    putShared(name, StateColumn.of(values.clone(), 0, values.length));
  }

  /** As {@link #put(String, float[])}. */
  public void put(String name, double[] values) {
    putShared(name, StateColumn.of(values.clone(), 0, values.length));
  }

  /** As {@link #put(String, float[])}. */
  public void put(String name, long[] values) {
    putShared(name, StateColumn.of(values.clone(), 0, values.length));
  }

  /** As {@link #put(String, float[])}. */
  public void put(String name, int[] values) {
    putShared(name, StateColumn.of(values.clone(), 0, values.length));
  }

  /** As {@link #put(String, float[])}. */
  public void put(String name, byte[] values) {
    putShared(name, StateColumn.of(values.clone(), 0, values.length));
  }

  /** A column of one long. */
  public void put(String name, long value) {
    putShared(name, StateColumn.of(new long[] {value}, 0, 1));
  }

  /** A column of one double. */
  public void put(String name, double value) {
    putShared(name, StateColumn.of(new double[] {value}, 0, 1));
  }

  /**
   * Keeps the column itself, without a copy of its values: {@code putShared("rewards",
   * StateColumn.of(rewards, 0, size))}. The values must not change until the snapshot has been
   * written.
   *
   * @throws IllegalArgumentException if there is a column of this name already
   */
  public void putShared(String name, StateColumn column) {
    if (columns.putIfAbsent(prefix + name, column) != null) {
      throw new IllegalArgumentException("state column " + prefix + name + " is written twice");
    }
  }

  /** True if there is a column of this name. */
  public boolean has(String name) {
    return columns.containsKey(prefix + name);
  }

  /**
   * The number of values of a column.
   *
   * @throws IllegalArgumentException if there is no such column
   */
  public int length(String name) {
    return column(name).length();
  }

  /**
   * Fills {@code target} with the values of a column, straight from where they are: an array or a
   * file.
   *
   * @param target an array of the column's type and length
   * @throws IllegalArgumentException if there is no such column, or one of another type or length
   */
  public void copyTo(String name, Object target) {
    copyTo(name, target, 0, Array.getLength(target));
  }

  /**
   * Fills {@code target[from, to)} with the values of a column, as {@link #copyTo(String, Object)}
   * does.
   *
   * @param target an array of the column's type
   * @throws IllegalArgumentException if there is no such column, or it has another type, or another
   *     number of values than {@code to − from}
   */
  public void copyTo(String name, Object target, int from, int to) {
    column(name, target.getClass(), to - from).copyTo(0, target, from, to - from);
  }

  /**
   * The floats of a column that must hold {@code length} of them, or any number if it is −1. Do not
   * write to the array: it may be the snapshot's own.
   *
   * @throws IllegalArgumentException if there is no such column, or one of another type or length
   */
  public float[] floats(String name, int length) {
    return array(name, float[].class, length);
  }

  /** The doubles of a column; see {@link #floats}. */
  public double[] doubles(String name, int length) {
    return array(name, double[].class, length);
  }

  /** The longs of a column; see {@link #floats}. */
  public long[] longs(String name, int length) {
    return array(name, long[].class, length);
  }

  /** The ints of a column; see {@link #floats}. */
  public int[] ints(String name, int length) {
    return array(name, int[].class, length);
  }

  /** The bytes of a column; see {@link #floats}. */
  public byte[] bytes(String name, int length) {
    return array(name, byte[].class, length);
  }

  /** The one long of a column. */
  public long oneLong(String name) {
    return longs(name, 1)[0];
  }

  /** The one double of a column. */
  public double oneDouble(String name) {
    return doubles(name, 1)[0];
  }

  private <T> T array(String name, Class<T> type, int length) {
    StateColumn column = column(name, type, length);
    if (column instanceof ArrayColumn whole
        && whole.length() == Array.getLength(whole.array())) {
      return type.cast(whole.array());
    }
    T values = type.cast(Array.newInstance(type.componentType(), column.length()));
    column.copyTo(0, values, 0, column.length());
    return values;
  }

  private StateColumn column(String name, Class<?> type, int length) {
    StateColumn column = column(name);
    if (!type.equals(column.type())) {
      throw new IllegalArgumentException(
          "state column %s%s holds %s, where %s is expected"
              .formatted(prefix, name, column.type().getSimpleName(), type.getSimpleName()));
    }
    if (length >= 0 && column.length() != length) {
      throw new IllegalArgumentException(
          "state column %s%s holds %d values, where %d are expected"
              .formatted(prefix, name, column.length(), length));
    }
    return column;
  }

  private StateColumn column(String name) {
    StateColumn column = columns.get(prefix + name);
    if (column == null) {
      throw new IllegalArgumentException("state column " + prefix + name + " is missing");
    }
    return column;
  }
}

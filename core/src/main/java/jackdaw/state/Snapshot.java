package jackdaw.state;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A run's state as named columns: {@code float[]}, {@code double[]}, {@code long[]} or {@code int[]}
 * under a dotted name such as {@code optimizer.first-moment}. It knows no file; the {@code runs}
 * module writes it and reads it.
 */
public final class Snapshot {
  private final Map<String, Object> columns;
  private final String prefix;

  /** An empty snapshot. */
  public Snapshot() {
    this(new TreeMap<>(), "");
  }

  private Snapshot(Map<String, Object> columns, String prefix) {
    this.columns = columns;
    this.prefix = prefix;
  }

  /** A view of the same snapshot in which every name starts with {@code name} and a dot. */
  public Snapshot scope(String name) {
    return new Snapshot(columns, prefix + name + '.');
  }

  /** All columns by full name, in the order of their names; the arrays are the snapshot's own. */
  public Map<String, Object> columns() {
    return Collections.unmodifiableMap(columns);
  }

  /** Keeps a copy of {@code values} under a name; a name is used once. */
  public void put(String name, float[] values) {
    keep(name, values.clone());
  }

  /** As {@link #put(String, float[])}. */
  public void put(String name, double[] values) {
    keep(name, values.clone());
  }

  /** As {@link #put(String, float[])}. */
  public void put(String name, long[] values) {
    keep(name, values.clone());
  }

  /** As {@link #put(String, float[])}. */
  public void put(String name, int[] values) {
    keep(name, values.clone());
  }

  /** A column of one long. */
  public void put(String name, long value) {
    keep(name, new long[] {value});
  }

  /** A column of one double. */
  public void put(String name, double value) {
    keep(name, new double[] {value});
  }

  /** True if there is a column of this name. */
  public boolean has(String name) {
    return columns.containsKey(prefix + name);
  }

  /** The floats of a column that must hold {@code length} of them, or any number if it is −1. */
  public float[] floats(String name, int length) {
    return column(name, float[].class, length);
  }

  /** The doubles of a column; see {@link #floats}. */
  public double[] doubles(String name, int length) {
    return column(name, double[].class, length);
  }

  /** The longs of a column; see {@link #floats}. */
  public long[] longs(String name, int length) {
    return column(name, long[].class, length);
  }

  /** The ints of a column; see {@link #floats}. */
  public int[] ints(String name, int length) {
    return column(name, int[].class, length);
  }

  /** The one long of a column. */
  public long oneLong(String name) {
    return longs(name, 1)[0];
  }

  /** The one double of a column. */
  public double oneDouble(String name) {
    return doubles(name, 1)[0];
  }

  private void keep(String name, Object values) {
    if (columns.putIfAbsent(prefix + name, values) != null) {
      throw new IllegalArgumentException("state column " + prefix + name + " is written twice");
    }
  }

  private <T> T column(String name, Class<T> type, int length) {
    Object values = columns.get(prefix + name);
    if (values == null) {
      throw new IllegalArgumentException("state column " + prefix + name + " is missing");
    }
    if (!type.isInstance(values)) {
      throw new IllegalArgumentException(
          "state column %s%s holds %s, where %s is expected"
              .formatted(
                  prefix,
                  name,
                  values.getClass().getSimpleName(),
                  type.getSimpleName()));
    }
    int actual = java.lang.reflect.Array.getLength(values);
    if (length >= 0 && actual != length) {
      throw new IllegalArgumentException(
          "state column %s%s holds %d values, where %d are expected"
              .formatted(prefix, name, actual, length));
    }
    return type.cast(values);
  }
}

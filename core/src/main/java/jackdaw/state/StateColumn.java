package jackdaw.state;

import java.lang.reflect.Array;

/**
 * The values of one column of a {@link Snapshot}, in an array or wherever else they can be read
 * from, such as a file. A column is a vector of one of the types {@code float}, {@code double},
 * {@code long}, {@code int} and {@code byte}.
 *
 * <p>The methods {@code of} make a column that refers to the caller's array and does not copy it.
 * They throw {@link IndexOutOfBoundsException} if the range is not inside the array.
 */
public interface StateColumn {
  /** The class of arrays of its values, {@code float[].class} for instance. */
  Class<?> type();

  /** The number of its values. */
  int length();

  /**
   * Copies values to a part of an array.
   *
   * @param position index of the first value in this column, at least 0
   * @param target an array of {@link #type()}
   * @param from index in {@code target} of the first value
   * @param count how many values; {@code position + count} is at most {@link #length()}
   */
  void copyTo(int position, Object target, int from, int count);

  /** Returns a copy of all values, an array of {@link #type()}. */
  default Object toArray() {
    Object values = Array.newInstance(type().componentType(), length());
    copyTo(0, values, 0, length());
    return values;
  }

  /** Returns {@code values[from, to)} as a column, without a copy. */
  static StateColumn of(float[] values, int from, int to) {
    return ArrayColumn.of(values, values.length, from, to);
  }

  /** Returns {@code values[from, to)} as a column, without a copy. */
  static StateColumn of(double[] values, int from, int to) {
    return ArrayColumn.of(values, values.length, from, to);
  }

  /** Returns {@code values[from, to)} as a column, without a copy. */
  static StateColumn of(long[] values, int from, int to) {
    return ArrayColumn.of(values, values.length, from, to);
  }

  /** Returns {@code values[from, to)} as a column, without a copy. */
  static StateColumn of(int[] values, int from, int to) {
    return ArrayColumn.of(values, values.length, from, to);
  }

  /** Returns {@code values[from, to)} as a column, without a copy. */
  static StateColumn of(byte[] values, int from, int to) {
    return ArrayColumn.of(values, values.length, from, to);
  }
}

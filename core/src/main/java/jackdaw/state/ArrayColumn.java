package jackdaw.state;

import java.util.Objects;

/** A column whose values are {@code array[from, from + length)}. */
record ArrayColumn(Object array, int from, int length) implements StateColumn {
  static ArrayColumn of(Object array, int arrayLength, int from, int to) {
    Objects.checkFromToIndex(from, to, arrayLength);
    return new ArrayColumn(array, from, to - from);
  }

  @Override
  public Class<?> type() {
    return array.getClass();
  }

  @Override
  @SuppressWarnings("SuspiciousSystemArraycopy") // arrays of five types, which it checks itself
  public void copyTo(int position, Object target, int targetFrom, int count) {
    Objects.checkFromIndexSize(position, count, length);
    System.arraycopy(array, from + position, target, targetFrom, count);
  }
}

package jackdaw.runs;

import java.lang.reflect.Array;
import java.util.List;
import java.util.Objects;

/**
 * An array in a file.
 *
 * @param shape outermost dimension first; none is a single value
 * @param values {@code float[]}, {@code double[]}, {@code int[]}, {@code long[]} or {@code byte[]},
 *     in row-major order
 */
public record StoredArray(List<Long> shape, Object values) {
  /** Checks that the shape is that of the values. */
  public StoredArray {
    shape = List.copyOf(shape);
    long size = 1;
    for (long length : shape) {
      size = Math.multiplyExact(size, length);
    }
    if (size != Array.getLength(values)) {
      throw new IllegalArgumentException(
          "%d values do not fill the shape %s"
              .formatted(Array.getLength(values), shape));
    }
  }

  /** A vector of all values. */
  static StoredArray vector(Object values) {
    return new StoredArray(List.of((long) Array.getLength(values)), values);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StoredArray array
        && shape.equals(array.shape)
        && Objects.deepEquals(values, array.values);
  }

  @Override
  public int hashCode() {
    return shape.hashCode();
  }

  @Override
  public String toString() {
    return values.getClass().getSimpleName() + shape;
  }
}

package jackdaw.space;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Arrays of a fixed shape with a low and a high bound for each value, both included. A bound may be
 * infinite.
 */
public final class Box implements Space {
  private final int[] shape;
  private final float[] low;
  private final float[] high;

  private Box(int[] shape, float[] low, float[] high) {
    this.shape = shape;
    this.low = low;
    this.high = high;
    int size = size(shape);
    if (low.length != size || high.length != size) {
      throw new IllegalArgumentException(
          "a box of shape %s needs %d low and high bounds, not %d and %d"
              .formatted(Arrays.toString(shape), size, low.length, high.length));
    }
    for (int i = 0; i < size; i++) {
      if (!(low[i] <= high[i])) {
        throw new IllegalArgumentException(
            "a box needs low <= high: value %d has %s and %s".formatted(i, low[i], high[i]));
      }
    }
  }

  /**
   * Returns a space of vectors with separate bounds for each value.
   *
   * @throws IllegalArgumentException if the bounds differ in number, there are none, or a low one
   *     is above its high one or NaN
   */
  public static Box of(float[] low, float[] high) {
    return new Box(new int[] {low.length}, low.clone(), high.clone());
  }

  /**
   * Returns a space of arrays with separate bounds for each value.
   *
   * @param shape outermost dimension first
   * @param low lowest allowed values, row-major
   * @param high highest allowed values, row-major * @throws IllegalArgumentException if the number
   *     of bounds does not fit the shape, or a low bound is above its high one or NaN
   */
  public static Box of(int[] shape, float[] low, float[] high) {
    return new Box(shape.clone(), low.clone(), high.clone());
  }

  /**
   * Returns a space of arrays with the same bounds for each value.
   *
   * @param shape outermost dimension first; an empty shape is one value
   * @throws IllegalArgumentException if a length is below 1, or {@code low} is above {@code high}
   */
  public static Box of(float low, float high, int... shape) {
    int size = size(shape);
    float[] lows = new float[size];
    float[] highs = new float[size];
    Arrays.fill(lows, low);
    Arrays.fill(highs, high);
    return new Box(shape.clone(), lows, highs);
  }

  /** Returns a space of vectors of {@code size} values without bounds. */
  public static Box unbounded(int size) {
    return of(Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY, size);
  }

  private static int size(int[] shape) {
    long size = 1;
    for (int length : shape) {
      size = length < 1 ? 0 : size * length;
      if (size < 1 || size > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "a box of shape %s is not possible: use lengths of 1 and more, at most 2³¹ − 1 values"
                .formatted(Arrays.toString(shape)));
      }
    }
    return (int) size;
  }

  /** Returns a copy of the shape, outermost dimension first. */
  public int[] shape() {
    return shape.clone();
  }

  /** Returns the lowest allowed value at an index of the flattened array. */
  public float low(int index) {
    return low[index];
  }

  /** Returns the highest allowed value at an index of the flattened array. */
  public float high(int index) {
    return high[index];
  }

  @Override
  public int size() {
    return low.length;
  }

  @Override
  public boolean contains(float[] values, int offset) {
    for (int i = 0; i < low.length; i++) {
      float value = values[offset + i];
      if (!(value >= low[i] && value <= high[i])) {
        return false;
      }
    }
    return true;
  }

  /**
   * Draws each value uniformly if both bounds are finite, exponentially from the bound if one is,
   * and from a standard normal distribution if none is.
   */
  @Override
  public void sample(RandomGenerator random, float[] values, int offset) {
    for (int i = 0; i < low.length; i++) {
      values[offset + i] = sample(random, low[i], high[i]);
    }
  }

  private static float sample(RandomGenerator random, float low, float high) {
    boolean below = low != Float.NEGATIVE_INFINITY;
    boolean above = high != Float.POSITIVE_INFINITY;
    if (below && above) {
      double value = low + random.nextDouble() * ((double) high - low);
      return Math.clamp((float) value, low, high);
    }
    if (below) {
      return low + (float) random.nextExponential();
    }
    if (above) {
      return high - (float) random.nextExponential();
    }
    return (float) random.nextGaussian();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Box box
        && Arrays.equals(shape, box.shape)
        && Arrays.equals(low, box.low)
        && Arrays.equals(high, box.high);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(shape) + 31 * (Arrays.hashCode(low) + 31 * Arrays.hashCode(high));
  }

  @Override
  public String toString() {
    return "Box(shape=%s, low=%s, high=%s)"
        .formatted(Arrays.toString(shape), bounds(low), bounds(high));
  }

  private static String bounds(float[] values) {
    boolean same = true;
    for (float value : values) {
      same &= value == values[0];
    }
    return same ? Float.toString(values[0]) : Arrays.toString(values);
  }
}

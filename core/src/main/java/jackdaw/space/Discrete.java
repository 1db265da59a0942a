package jackdaw.space;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The whole numbers 0 … {@code count} − 1.
 *
 * @param count how many numbers; 1 to 2²⁴, so that a float represents each exactly
 */
public record Discrete(int count) implements Space {
  private static final int MAX_COUNT = 1 << 24;

  /** Checks the range. */
  public Discrete {
    if (count < 1 || count > MAX_COUNT) {
      throw new IllegalArgumentException(
          "a discrete space of %d elements is not possible: use 1 to %d"
              .formatted(count, MAX_COUNT));
    }
  }

  @Override
  public int size() {
    return 1;
  }

  @Override
  public boolean contains(float[] values, int offset) {
    return contains(count, values[offset]);
  }

  static boolean contains(int count, float value) {
    return value >= 0 && value < count && value == (int) value;
  }

  @Override
  public void sample(RandomGenerator random, float[] values, int offset) {
    values[offset] = random.nextInt(count);
  }

  @Override
  public List<Integer> choices() {
    return List.of(count);
  }

  @Override
  public String toString() {
    return "Discrete(" + count + ")";
  }
}

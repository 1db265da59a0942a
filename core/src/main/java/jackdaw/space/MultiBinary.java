package jackdaw.space;

import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Several bits, each 0 or 1 in one float.
 *
 * @param size the number of bits; 1 to 2²⁴
 */
public record MultiBinary(int size) implements Space {
  private static final int MAX_SIZE = 1 << 24;

  /** Checks the range. */
  public MultiBinary {
    if (size < 1 || size > MAX_SIZE) {
      throw new IllegalArgumentException(
          "a space of %d bits is not possible: use 1 to %d".formatted(size, MAX_SIZE));
    }
  }

  @Override
  public boolean contains(float[] values, int offset) {
    for (int i = 0; i < size; i++) {
      if (!Discrete.contains(2, values[offset + i])) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void sample(RandomGenerator random, float[] values, int offset) {
    for (int i = 0; i < size; i++) {
      values[offset + i] = random.nextInt(2);
    }
  }

  @Override
  public List<Integer> choices() {
    return Collections.nCopies(size, 2);
  }

  @Override
  public String toString() {
    return "MultiBinary(" + size + ")";
  }
}

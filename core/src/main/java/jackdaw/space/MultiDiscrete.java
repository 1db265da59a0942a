package jackdaw.space;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Several choices at once: part i is one of the whole numbers 0 … {@code counts[i]} − 1, in one
 * float.
 *
 * @param counts how many numbers each part has, 1 to 2²⁴; at least one part
 */
public record MultiDiscrete(List<Integer> counts) implements Space {
  /** Checks the ranges. */
  public MultiDiscrete {
    counts = List.copyOf(counts);
    if (counts.isEmpty()) {
      throw new IllegalArgumentException(
          "a multi-discrete space without parts is not possible: give at least one count");
    }
    counts.forEach(Discrete::new);
    Math.toIntExact(counts.stream().mapToLong(Integer::longValue).sum());
  }

  /** Returns the space of the given counts. */
  public static MultiDiscrete of(int... counts) {
    return new MultiDiscrete(Arrays.stream(counts).boxed().toList());
  }

  @Override
  public int size() {
    return counts.size();
  }

  @Override
  public boolean contains(float[] values, int offset) {
    for (int i = 0; i < counts.size(); i++) {
      if (!Discrete.contains(counts.get(i), values[offset + i])) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void sample(RandomGenerator random, float[] values, int offset) {
    for (int i = 0; i < counts.size(); i++) {
      values[offset + i] = random.nextInt(counts.get(i));
    }
  }

  @Override
  public List<Integer> choices() {
    return counts;
  }

  @Override
  public String toString() {
    return "MultiDiscrete(" + counts.toString().replaceAll("[\\[\\]]", "") + ")";
  }
}

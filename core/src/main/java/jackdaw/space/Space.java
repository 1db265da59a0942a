package jackdaw.space;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What an observation or an action may be. An element is always a block of {@link #size()} floats,
 * so that columns of any space are flat float arrays: a {@link Discrete} element is one float that
 * holds a whole number, a {@link MultiDiscrete} one several of these, a {@link MultiBinary} one
 * zeros and ones, a {@link Box} element is its values in row-major order, and that of a {@link
 * Dictionary} is the blocks of its parts, one after the other.
 */
public sealed interface Space permits Box, Dictionary, Discrete, MultiBinary, MultiDiscrete {
  /** How many floats an element takes in a column; at least 1. */
  int size();

  /** True if the {@link #size()} floats at {@code offset} are an element of this space. */
  boolean contains(float[] values, int offset);

  /** Writes an element drawn at random, uniformly where the space is bounded. */
  void sample(RandomGenerator random, float[] values, int offset);

  /**
   * Between how many values 0, 1, … each part of an element chooses: the count of a {@link Discrete},
   * the counts of a {@link MultiDiscrete}, 2 for each bit of a {@link MultiBinary}. Empty where an
   * element is not a number of choices. A mask of actions has a flag for each value of each part, in
   * this order: that of {@code MultiDiscrete.of(3, 2)} has the flags of values 0, 1 and 2 of the first
   * part, then those of 0 and 1 of the second.
   */
  default List<Integer> choices() {
    return List.of();
  }

  /** How many flags a mask of actions has, the sum of {@link #choices}; 0 where there can be none. */
  default int maskSize() {
    return choices().stream().mapToInt(Integer::intValue).sum();
  }
}

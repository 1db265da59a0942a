package jackdaw.space;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The set of possible observations or actions. An element is always a block of {@link #size()}
 * floats, so that columns of any space are flat float arrays. An element of {@link Discrete} is one
 * float that holds a whole number, one of {@link MultiDiscrete} several of these, and one of {@link
 * MultiBinary} zeros and ones. An element of {@link Box} is its values in row-major order, and one
 * of {@link Dictionary} the blocks of its parts, one after the other.
 */
public sealed interface Space permits Box, Dictionary, Discrete, MultiBinary, MultiDiscrete {
  /** The number of floats of an element; at least 1. */
  int size();

  /** Returns true if the {@link #size()} floats at {@code offset} are an element of this space. */
  boolean contains(float[] values, int offset);

  /** Draws an element at random, uniformly if the space is bounded, and writes it. */
  void sample(RandomGenerator random, float[] values, int offset);

  /**
   * The number of values 0, 1, … that each part of an element can have: the count of a {@link
   * Discrete}, the counts of a {@link MultiDiscrete}, 2 for each bit of a {@link MultiBinary}. The
   * list is empty if elements are not choices. A mask of actions has a flag for each value of each
   * part, in this order. So that of {@code MultiDiscrete.of(3, 2)} has the flags of values 0, 1 and
   * 2 of the first part, then those of 0 and 1 of the second.
   */
  default List<Integer> choices() {
    return List.of();
  }

  /** The number of flags of a mask of actions, the sum of {@link #choices}; 0 without choices. */
  default int maskSize() {
    return choices().stream().mapToInt(Integer::intValue).sum();
  }
}

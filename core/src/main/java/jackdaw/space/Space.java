package jackdaw.space;

import java.util.random.RandomGenerator;

/**
 * What an observation or an action may be. An element is always a block of {@link #size()} floats,
 * so that columns of any space are flat float arrays: a {@link Discrete} element is one float that
 * holds a whole number, a {@link Box} element is its values in row-major order.
 */
public sealed interface Space permits Box, Discrete {
  /** How many floats an element takes in a column; at least 1. */
  int size();

  /** True if the {@link #size()} floats at {@code offset} are an element of this space. */
  boolean contains(float[] values, int offset);

  /** Writes an element drawn at random, uniformly where the space is bounded. */
  void sample(RandomGenerator random, float[] values, int offset);
}

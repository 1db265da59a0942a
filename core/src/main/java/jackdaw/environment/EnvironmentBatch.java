package jackdaw.environment;

import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Copies of one environment that live together elsewhere, for example in another process, where one
 * exchange steps all of them. A {@link VectorEnvironment} announces the next call to all copies;
 * the batch carries it out for all of them at once, and each copy then only hands over its own
 * result.
 *
 * <p>Each copy also works alone, at the price of one exchange for each call. Closing the last copy
 * closes the process or other place that the copies live in.
 */
public interface EnvironmentBatch {
  /** Returns the copies in order, at least one. */
  List<? extends Environment> copies();

  /**
   * Begins an episode in every copy. The next {@link Environment#reset} of each copy, with its
   * seed, returns the observation.
   *
   * @param seeds one for each copy
   */
  void resetAhead(long[] seeds);

  /**
   * Steps every copy. The next {@link Environment#step} of each copy, with its row of the actions,
   * returns the result. Where an episode ends, the copy's next episode has already begun, and
   * {@link Environment#reset} with its seed returns that episode's first observation.
   *
   * @param actions [N, action size]
   * @param nextSeeds for each copy, the seed of the episode that begins if its current one ends
   * @throws EnvironmentException if a copy fails; the message names the copy
   */
  void stepAhead(float[] actions, long[] nextSeeds);

  /** Creates environments, single or in batches. */
  interface Source extends Supplier<Environment> {
    /**
     * Creates copies that are stepped together.
     *
     * @param count number of copies; at least 1
     */
    EnvironmentBatch batch(int count);

    /**
     * Returns a source of the same environments with a wrapper around each, still stepped together.
     * Each further call that a {@link Wrapper} makes to its copy is an exchange of its own: for
     * example the repetitions of {@link ActionRepeat}, or a reset after an end that only the
     * wrapper knows of.
     *
     * @param wrapper wraps one environment; if it throws, that environment is closed
     */
    default Source wrapped(UnaryOperator<Environment> wrapper) {
      return new WrappedBatch.Wrapped(this, wrapper);
    }

    /**
     * Keeps what copies live in, such as a process, until the result is closed, even while none is
     * open: it is then not started again for each.
     */
    default Hold hold() {
      return () -> {};
    }

    /**
     * What a user should know about the environments, a line each, such as what of them is left
     * out; known once one was made.
     */
    default List<String> remarks() {
      return List.of();
    }
  }

  /** Ends with {@link #close} what {@link Source#hold} began. */
  @FunctionalInterface
  interface Hold extends AutoCloseable {
    @Override
    void close();
  }
}

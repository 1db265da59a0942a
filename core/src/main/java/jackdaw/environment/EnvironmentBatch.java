package jackdaw.environment;

import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Copies of one environment that live together elsewhere, in another process say, where one exchange
 * steps all of them. A {@link VectorEnvironment} announces what it is about to ask of its copies, the
 * batch has it done for all at once, and each copy then only hands over its part.
 *
 * <p>Each copy also works on its own, at an exchange a call, and closing the last of them closes whatever
 * they live in.
 */
public interface EnvironmentBatch {
  /** The copies in their order, at least one. */
  List<? extends Environment> copies();

  /**
   * Begins an episode in every copy; the next {@link Environment#reset} of each, with its seed, hands
   * the observation over.
   *
   * @param seeds one for each copy
   */
  void resetAhead(long[] seeds);

  /**
   * Steps every copy; the next {@link Environment#step} of each, with its row of the actions, hands over
   * what followed. Where an episode ends the copy's next one has begun as well, and {@link
   * Environment#reset} with its seed hands that over.
   *
   * @param actions [N, action size]
   * @param nextSeeds the seeds of the episodes that begin where one ends, one for each copy
   * @throws EnvironmentException if a copy fails; the message says which
   */
  void stepAhead(float[] actions, long[] nextSeeds);

  /** Makes environments, singly or in batches. */
  interface Source extends Supplier<Environment> {
    /**
     * New copies that are stepped together.
     *
     * @param count how many; at least 1
     */
    EnvironmentBatch batch(int count);

    /**
     * The same environments with something around each, still stepped together. Whatever a {@link Wrapper}
     * asks of its copy beyond the one step and the reset at its end, such as the repetitions of {@link
     * ActionRepeat} or an end that the copy does not know of, is an exchange of its own.
     *
     * @param wrapper wraps one; if it throws, what it was given is closed
     */
    default Source wrapped(UnaryOperator<Environment> wrapper) {
      return new WrappedBatch.Wrapped(this, wrapper);
    }
  }
}

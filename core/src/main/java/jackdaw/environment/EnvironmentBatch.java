package jackdaw.environment;

import java.util.List;
import java.util.function.Supplier;

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
  }
}

package jackdaw.environment;

import jackdaw.space.Space;
import jackdaw.state.Stateful;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/**
 * Several copies of one environment that step together, with columns as input and output. A copy
 * whose episode ends is reset in the same step: {@link Transitions#observations} then holds the
 * first observation of its next episode, and {@link Transitions#finalObservations} the last of the
 * old one.
 *
 * <p>The state can be saved in mid-episode: each copy's episode is restored from its seed and its
 * actions.
 */
public interface VectorEnvironment extends Stateful, AutoCloseable {
  /** Returns the number of copies, N. */
  int count();

  /** Returns the observation space of one copy. */
  Space observationSpace();

  /** Returns the action space of one copy. */
  Space actionSpace();

  /** Returns the number of flags in each copy's action mask; 0 if actions are not masked. */
  int maskSize();

  /**
   * Writes which actions are legal now, for the observations of the last reset, step or restore: 1
   * where legal and 0 elsewhere, in the order of {@link Space#choices}.
   *
   * @param masks receives [N, mask size], from {@code offset} on
   */
  void masks(float[] masks, int offset);

  /** See {@link Environment#solvedReturn}. */
  OptionalDouble solvedReturn();

  /**
   * Returns the normalizer of the observations, if they are normalised; it changes with every step.
   */
  default Optional<ObservationNormalizer> normalizer() {
    return Optional.empty();
  }

  /**
   * Starts a new episode in every copy.
   *
   * @param seed determines all episodes from here on; each copy has its own stream, split from it
   * @param observations receives the first observations, [N, observation size]
   */
  void reset(long seed, float[] observations);

  /**
   * Steps every copy once.
   *
   * @param actions [N, action size]
   * @param transitions receives the results
   * @throws EnvironmentException if a copy throws, returns a reward or observation that is not
   *     finite, or has no legal action
   */
  void step(float[] actions, Transitions transitions);

  @Override
  void close();

  /**
   * Creates {@code count} copies that step one after the other in the calling thread, or all at
   * once if the supplier is an {@link EnvironmentBatch.Source}.
   */
  static VectorEnvironment of(Supplier<? extends Environment> environments, int count) {
    return new SequentialVectorEnvironment(environments, count);
  }

  /**
   * Normalises the observations, the rewards or both with running statistics that all copies share;
   * episode returns remain sums of the task's own rewards. See {@link ObservationNormalizer} and
   * Engstrom et al. 2020, "Implementation matters in deep policy gradients".
   *
   * @param environment closed together with the result
   * @param observationClip bound of a normalised observation; 0 leaves observations unchanged
   * @param rewardClip bound of a normalised reward; 0 leaves rewards unchanged
   * @param discount γ of the discounted reward sums, whose standard deviation divides the rewards;
   *     in [0, 1]
   * @throws IllegalArgumentException if observations that are not numbers are to be normalised
   */
  static VectorEnvironment normalized(
      VectorEnvironment environment, double observationClip, double rewardClip, double discount) {
    return new NormalizedVectorEnvironment(environment, observationClip, rewardClip, discount);
  }
}

package jackdaw.environment;

import jackdaw.space.Space;
import jackdaw.state.Stateful;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/**
 * Several copies of one environment that step together, columns in and columns out. A copy whose
 * episode ends is reset in the same step: {@link Transitions#observations} then holds the first
 * observation of its next episode and {@link Transitions#finalObservations} the last of the old one.
 *
 * <p>Its state can be saved in the middle of episodes: each copy's episode is restored from its seed
 * and the actions taken in it.
 */
public interface VectorEnvironment extends Stateful, AutoCloseable {
  /** How many copies there are, N. */
  int count();

  /** What an observation of one copy is. */
  Space observationSpace();

  /** What an action of one copy is. */
  Space actionSpace();

  /** How many flags each copy's mask of actions has; 0 if they do not mask actions. */
  int maskSize();

  /**
   * Writes which actions are legal now, for the observations that the last reset, step or restore left:
   * 1 where legal and 0 elsewhere, in the order of {@link Space#choices}.
   *
   * @param masks where to write [N, mask size], from {@code offset} on
   */
  void masks(float[] masks, int offset);

  /** See {@link Environment#solvedReturn}. */
  OptionalDouble solvedReturn();

  /** What normalises the observations, if they are normalised; it changes with every step. */
  default Optional<ObservationNormalizer> normalizer() {
    return Optional.empty();
  }

  /**
   * Starts a new episode in every copy.
   *
   * @param seed decides all episodes from here on; each copy has its own stream split from it
   * @param observations where to write the first observations, [N, observation size]
   */
  void reset(long seed, float[] observations);

  /**
   * Steps every copy once.
   *
   * @param actions [N, action size]
   * @param transitions where to write what followed
   * @throws EnvironmentException if a copy throws, returns a reward or observation that is not finite,
   *     or has no legal action
   */
  void step(float[] actions, Transitions transitions);

  @Override
  void close();

  /**
   * {@code count} copies that step one after the other in the calling thread, or all at once where the
   * supplier is an {@link EnvironmentBatch.Source}.
   */
  static VectorEnvironment of(Supplier<? extends Environment> environments, int count) {
    return new SequentialVectorEnvironment(environments, count);
  }

  /**
   * A vector environment whose observations, rewards or both are normalised with running statistics
   * that all copies share; the returns of episodes stay the task's own. See {@link
   * ObservationNormalizer} and Engstrom et al. 2020, "Implementation matters in deep policy gradients".
   *
   * @param environment is closed with the result
   * @param observationClip bound of a normalised observation; 0 leaves observations as they are
   * @param rewardClip bound of a normalised reward; 0 leaves rewards as they are
   * @param discount γ of the discounted sum of rewards by whose deviation they are divided; in [0, 1]
   * @throws IllegalArgumentException if observations are to be normalised that are no numbers
   */
  static VectorEnvironment normalized(
      VectorEnvironment environment, double observationClip, double rewardClip, double discount) {
    return new NormalizedVectorEnvironment(environment, observationClip, rewardClip, discount);
  }
}

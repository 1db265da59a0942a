package jackdaw.environment;

import jackdaw.environment.check.EnvironmentChecker;
import jackdaw.space.Space;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A world that an agent acts in, one episode at a time.
 *
 * <p>The caller owns every array. An environment writes its observation into the array that it is
 * given, and keeps no reference to that array or to the action. The seed of {@link #reset}
 * determines everything random in an episode: the same seed and the same actions give the same
 * episode. A run that stopped in mid-episode is resumed that way. After a step that sets {@code
 * terminated} or {@code truncated}, the next call is {@code reset}.
 *
 * <p>{@link EnvironmentChecker} finds the usual mistakes in an implementation.
 */
public interface Environment extends AutoCloseable {
  /** Returns the space of observations; the same at every call. */
  Space observationSpace();

  /** Returns the space of actions; the same at every call. */
  Space actionSpace();

  /**
   * Starts a new episode.
   *
   * @param seed determines everything random in the episode
   * @param observation receives the first observation, {@code observationSpace().size()} floats
   */
  void reset(long seed, float[] observation);

  /**
   * Takes one action.
   *
   * @param action an element of the action space, {@code actionSpace().size()} floats; a discrete
   *     action is {@code (int) action[0]}
   * @param step receives the result: every value of {@code step.observation}, the reward, and
   *     whether the episode ended; on entry its reward is 0 and its flags are false
   */
  void step(float[] action, Step step);

  /** Returns whether {@link #legalActions} limits the actions; the same at every call. */
  default boolean masksActions() {
    return false;
  }

  /**
   * Reports which actions are legal now; called only if {@link #masksActions} is true. The caller
   * asks after each reset and after each step that does not end the episode; value-based learners
   * also ask after a step that truncates the episode. Each part of an action needs at least one
   * legal value; illegal values are never drawn.
   *
   * @param legal receives true for each legal value; all false on entry. It has {@code
   *     actionSpace().maskSize()} flags in the order of {@link Space#choices}: one flag for each
   *     discrete action; for several discrete parts, one part's flags after the other's; for each
   *     bit, whether it may be 0 and whether it may be 1
   */
  default void legalActions(boolean[] legal) {
    throw new UnsupportedOperationException("this environment does not mask actions");
  }

  /** Returns the name for messages; by default that of the class. */
  default String name() {
    String simple = getClass().getSimpleName();
    return simple.isEmpty() ? getClass().getName() : simple;
  }

  /**
   * Returns the mean return over 100 episodes from which the environment counts as solved, if it
   * has one.
   */
  default OptionalDouble solvedReturn() {
    return OptionalDouble.empty();
  }

  /** Returns the current state as text for people; empty if there is no such view. */
  default Optional<String> render() {
    return Optional.empty();
  }

  /**
   * Returns a picture for people. It shows the state at the moment of painting. Empty if there is
   * none. Training never calls this.
   */
  default Optional<Picture> picture() {
    return Optional.empty();
  }

  /**
   * Returns all states, actions and probabilities, for value iteration, where they are known and
   * few. The model leaves out time limits. Empty for most environments.
   */
  default Optional<TabularModel> model() {
    return Optional.empty();
  }

  /**
   * The grid whose cells are the observations, if they are cells of a grid. Pictures of what was
   * learnt are painted over it.
   */
  default Optional<CellGrid> grid() {
    return Optional.empty();
  }

  /** Frees all resources that the environment holds outside the heap. */
  @Override
  default void close() {}
}

package jackdaw.environment;

import jackdaw.environment.check.EnvironmentChecker;
import jackdaw.space.Space;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A world that an agent acts in, one episode at a time.
 *
 * <p>The caller owns every array: an environment writes its observation into the array that it is
 * given and keeps no reference to it or to the action. Everything random in an episode follows from
 * the seed of its {@link #reset}: the same seed and the same actions give the same episode, which is
 * how a run is resumed in the middle of one. After a step that says {@code terminated} or {@code
 * truncated} the next call is {@code reset}.
 *
 * <p>{@link EnvironmentChecker} finds the usual mistakes in an implementation.
 */
public interface Environment extends AutoCloseable {
  /** What an observation is; the same at every call. */
  Space observationSpace();

  /** What an action is; the same at every call. */
  Space actionSpace();

  /**
   * Starts a new episode.
   *
   * @param seed decides everything random in the episode
   * @param observation where to write the first observation, {@code observationSpace().size()} floats
   */
  void reset(long seed, float[] observation);

  /**
   * Acts once.
   *
   * @param action an element of the action space, {@code actionSpace().size()} floats; a discrete
   *     action is {@code (int) action[0]}
   * @param step where to write what followed: all values of {@code step.observation}, the reward,
   *     and whether the episode ended; reward and flags come in as 0 and false
   */
  void step(float[] action, Step step);

  /** Whether {@link #legalActions} says which actions are legal; the same at every call. */
  default boolean masksActions() {
    return false;
  }

  /**
   * Says which actions are legal now, if {@link #masksActions} is true. It is asked after each reset and
   * after each step that does not end the episode; learners from values ask it after a step that
   * truncates the episode, too. Of each part of an action at least one value has to be legal, and no
   * other is ever drawn.
   *
   * @param legal where to write true for what is legal; comes in as all false, {@code
   *     actionSpace().maskSize()} flags in the order of {@link Space#choices}: for a discrete action one
   *     for each, for several of these one part's after the other's, for bits whether each may be 0 and
   *     whether it may be 1
   */
  default void legalActions(boolean[] legal) {
    throw new UnsupportedOperationException("this environment does not mask actions");
  }

  /** What messages call it; its class if it says nothing else. */
  default String name() {
    String simple = getClass().getSimpleName();
    return simple.isEmpty() ? getClass().getName() : simple;
  }

  /** The mean return over 100 episodes from which this environment counts as solved, if it has one. */
  default OptionalDouble solvedReturn() {
    return OptionalDouble.empty();
  }

  /** A picture of the present state in text, for people; empty if there is none. */
  default Optional<String> render() {
    return Optional.empty();
  }

  /**
   * A picture for people, which shows the state of whatever moment it is painted at; empty if there is
   * none. Training never asks for it.
   */
  default Optional<Picture> picture() {
    return Optional.empty();
  }

  /**
   * All states, actions and probabilities, where they are known and few: what value iteration needs. A
   * time limit is not in it. Empty if there is no such table, as with most environments.
   */
  default Optional<TabularModel> model() {
    return Optional.empty();
  }

  /** Frees whatever the environment holds beyond the heap. */
  @Override
  default void close() {}
}

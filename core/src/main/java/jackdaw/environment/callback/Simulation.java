package jackdaw.environment.callback;

import jackdaw.environment.EnvironmentException;

/**
 * A simulator that owns the clock: it runs an episode from start to end by itself and asks an
 * {@link Agent} for each decision. {@link CallbackEnvironment} trains on it.
 */
@FunctionalInterface
public interface Simulation {
  /**
   * Runs one episode, which ends when this method returns. It has to ask at least once.
   *
   * <p>In training an episode may be abandoned, because of a time limit or the end of the run:
   * {@link Agent#act} then throws {@link EpisodeAbandoned}. That is an error, not an exception, so
   * that {@code catch (Exception)} lets it pass; free resources in {@code finally}.
   *
   * @param seed determines everything random in the episode: the same seed and the same decisions
   *     give the same episode
   * @param agent makes the decisions of this episode; invalid after it
   * @throws Exception of any kind: it stops the training, as the cause of an {@link
   *     EnvironmentException}
   */
  void run(long seed, Agent agent) throws Exception;
}

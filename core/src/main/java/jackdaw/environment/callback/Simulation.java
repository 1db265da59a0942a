package jackdaw.environment.callback;

import jackdaw.environment.EnvironmentException;

/**
 * A simulator that owns the clock: it runs an episode from the start to the end by itself and asks an
 * {@link Agent} whenever there is something to decide. {@link CallbackEnvironment} trains on it.
 */
@FunctionalInterface
public interface Simulation {
  /**
   * Runs one episode; returning ends it. It asks at least once.
   *
   * <p>In training, an episode that is abandoned (cut off by a time limit, or by the end of the run) ends
   * by an {@link EpisodeAbandoned} that {@link Agent#act} throws. It is an error and no exception, so that
   * {@code catch (Exception)} lets it pass; {@code finally} is the place to free things.
   *
   * @param seed decides everything random in the episode: the same seed and the same decisions give the
   *     same episode
   * @param agent who decides in this episode; worthless afterwards
   * @throws Exception anything: it stops the training, as the cause of an {@link EnvironmentException}
   */
  void run(long seed, Agent agent) throws Exception;
}

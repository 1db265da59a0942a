package jackdaw.cli;

import jackdaw.environment.Environment;
import jackdaw.environment.Step;
import jackdaw.environment.Wrapper;
import jackdaw.space.Box;
import jackdaw.space.Dictionary;
import jackdaw.space.Space;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The bare environment of one episode with a viewer, within all the wrappers of its
 * run: its own actions, observations and rewards are seen, each of its steps, and also the state
 * that an episode ends in. An episode that the viewer leaves is truncated.
 */
final class Watched extends Wrapper {
  private final int episode;
  private final Watcher watcher;
  private final BooleanSupplier stopping;
  private int steps;
  private double episodeReturn;
  private boolean started;

  Watched(Environment environment, int episode, Watcher watcher, BooleanSupplier stopping) {
    super(environment);
    this.episode = episode;
    this.watcher = watcher;
    this.stopping = stopping;
  }

  @Override
  public void reset(long seed, float[] observation) {
    super.reset(seed, observation);
    // The reset behind the end of the episode starts one that nobody plays.
    if (!started) {
      started = true;
      watcher.see(moment(null, observation, 0));
    }
  }

  @Override
  public void step(float[] action, Step step) {
    super.step(action, step);
    steps++;
    episodeReturn += step.taskReward();
    watcher.see(moment(action, step.observation, step.taskReward()));
    step.truncated |= stopping.getAsBoolean() && !step.terminated;
  }

  private Moment moment(float @Nullable [] action, float[] observation, double reward) {
    return new Moment(environment, episode, steps, action, observation, reward, episodeReturn);
  }

  /** Sees every moment of every episode. */
  @FunctionalInterface
  interface Watcher extends AutoCloseable {
    void see(Moment moment);

    /** Does what is left to do behind an episode, whose last moment was the last seen. */
    default void episodeEnded() {}

    @Override
    default void close() {}
  }

  /**
   * What there is to see after a reset or a step.
   *
   * @param environment in its present state
   * @param episode from 1
   * @param steps taken in this episode
   * @param action of the step; null after a reset
   * @param observation behind it
   * @param reward of the step
   * @param episodeReturn sum of the rewards so far
   */
  record Moment(
      Environment environment,
      int episode,
      int steps,
      float @Nullable [] action,
      float[] observation,
      double reward,
      double episodeReturn) {

    /** {@code episode 1  step 12  action 0  reward 1  return 12}. */
    String line() {
      StringBuilder line = new StringBuilder("episode ").append(episode).append("  step ");
      line.append(steps);
      if (action != null) {
        line.append("  action ").append(values(environment.actionSpace(), action));
        line.append("  reward ").append(Numbers.decimal(reward));
      }
      return line.append("  return ").append(Numbers.decimal(episodeReturn)).toString();
    }

    /** The observation in one line. */
    String observed() {
      return "observation " + values(environment.observationSpace(), observation);
    }

    private static String values(Space space, float[] values) {
      boolean whole = !(space instanceof Box) && !(space instanceof Dictionary);
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < values.length; i++) {
        text.append(i == 0 ? "" : " ");
        text.append(whole ? Long.toString((long) values[i]) : Numbers.fixed(values[i], 3));
      }
      return text.toString();
    }
  }
}

package jackdaw.environment.wrapper;

import jackdaw.environment.Environment;
import jackdaw.environment.Step;
import jackdaw.environment.TimeLimit;
import jackdaw.environment.Wrapper;

/**
 * Repeats each action several times and sums the rewards; the end of an episode cuts the repetition
 * short. The spaces do not change. A {@link TimeLimit} inside this wrapper counts the environment's
 * steps, one outside counts the agent's.
 */
public final class ActionRepeat extends Wrapper {
  private final int times;

  /**
   * Repeats actions.
   *
   * @param times number of times each action is taken; at least 1
   * @throws IllegalArgumentException if {@code times} is below 1; or if it is above 1 and actions
   *     are masked, since an action may become illegal before it is repeated
   */
  public ActionRepeat(Environment environment, int times) {
    super(environment);
    if (times < 1) {
      throw new IllegalArgumentException(
          "an action taken %d times is not possible: use 1 or more".formatted(times));
    }
    if (times > 1 && environment.masksActions()) {
      throw new IllegalArgumentException(
          "an action may be illegal when it is repeated, and %s masks actions: take each once"
              .formatted(environment.name()));
    }
    this.times = times;
  }

  @Override
  public void step(float[] action, Step step) {
    double learnt = 0;
    double task = 0;
    for (int i = 0; i < times && !step.ended(); i++) {
      step.clear();
      environment.step(action, step);
      learnt += step.reward;
      task += step.taskReward();
    }
    step.setRewards(task, learnt);
  }
}

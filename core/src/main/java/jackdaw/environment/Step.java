package jackdaw.environment;

/**
 * What follows an action; filled by {@link Environment#step} and used again at the next step, so
 * that stepping allocates nothing.
 */
public final class Step {
  /** The observation after the action, {@code observationSpace().size()} floats. */
  public final float[] observation;

  /** The reward of this step, from which is learnt. */
  public double reward;

  /** The task's own reward, where a wrapper has put another one into {@link #reward}. */
  private double taskReward;

  private boolean replaced;

  /** True if the episode ended because the task did: no reward can follow, so its value is 0. */
  public boolean terminated;

  /**
   * True if the episode was cut off from outside, by a time limit say: more reward would have
   * followed, so learning goes on from the value of {@link #observation}.
   */
  public boolean truncated;

  /**
   * True if a life was lost and the game goes on: no reward can follow for what was done before, so
   * learning takes it for an end, while the episode and its return go on.
   */
  public boolean lifeLost;

  /** A step for observations of the given size. */
  public Step(int observationSize) {
    observation = new float[observationSize];
  }

  /** Sets the reward to 0 and the flags to false. */
  public void clear() {
    reward = 0;
    lifeLost = false;
    replaced = false;
    terminated = false;
    truncated = false;
  }

  /**
   * Lets something else be learnt from than the task's own reward, which the returns of episodes go on
   * to count.
   */
  public void replaceReward(double learnt) {
    if (!replaced) {
      taskReward = reward;
      replaced = true;
    }
    reward = learnt;
  }

  /** The reward of the task itself, whatever wrappers have made of it. */
  public double taskReward() {
    return replaced ? taskReward : reward;
  }

  /** Sets the task's own reward and the one that is learnt from. */
  public void setRewards(double task, double learnt) {
    reward = task;
    replaced = false;
    if (Double.compare(task, learnt) != 0) {
      replaceReward(learnt);
    }
  }

  /** Takes over everything but the observation. */
  public void take(Step other) {
    reward = other.reward;
    taskReward = other.taskReward;
    replaced = other.replaced;
    terminated = other.terminated;
    truncated = other.truncated;
    lifeLost = other.lifeLost;
  }

  /** True if the episode is over, for whichever reason. */
  public boolean ended() {
    return terminated | truncated;
  }
}

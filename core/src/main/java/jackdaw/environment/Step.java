package jackdaw.environment;

/**
 * The result of an action. {@link Environment#step} fills it; the next step overwrites it, so that
 * stepping allocates nothing.
 */
public final class Step {
  /** The observation after the action, {@code observationSpace().size()} floats. */
  public final float[] observation;

  /** The reward of this step that the algorithm learns from. */
  public double reward;

  /** The task's own reward, if a wrapper has replaced {@link #reward}. */
  private double taskReward;

  private boolean replaced;

  /**
   * True if the task itself ended the episode: no reward can follow, so the next state's value is
   * 0.
   */
  public boolean terminated;

  /**
   * True if the episode was cut off from outside, for example by a time limit. More rewards would
   * have followed, so learning bootstraps from the value of {@link #observation}.
   */
  public boolean truncated;

  /**
   * True if a life was lost and the game goes on. No reward can follow for the actions before it:
   * learning treats it as an end, and a policy with a memory forgets. The episode and its return go
   * on.
   */
  public boolean lifeLost;

  /** Creates a step for observations of the given size. */
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

  /** Sets the reward to learn from. Episode returns continue to count the task's own reward. */
  public void replaceReward(double learnt) {
    if (!replaced) {
      taskReward = reward;
      replaced = true;
    }
    reward = learnt;
  }

  /** Returns the task's own reward, before any wrapper changed it. */
  public double taskReward() {
    return replaced ? taskReward : reward;
  }

  /** Sets the task's own reward and the reward to learn from. */
  public void setRewards(double task, double learnt) {
    reward = task;
    replaced = false;
    if (Double.compare(task, learnt) != 0) {
      replaceReward(learnt);
    }
  }

  /** Copies everything except the observation. */
  public void take(Step other) {
    reward = other.reward;
    taskReward = other.taskReward;
    replaced = other.replaced;
    terminated = other.terminated;
    truncated = other.truncated;
    lifeLost = other.lifeLost;
  }

  /** Returns whether the episode is over, terminated or truncated. */
  public boolean ended() {
    return terminated | truncated;
  }
}

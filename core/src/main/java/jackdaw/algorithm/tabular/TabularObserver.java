package jackdaw.algorithm.tabular;

/** Sees every step of learning, for those who want to follow it number by number. */
@FunctionalInterface
public interface TabularObserver {
  /**
   * Called after each step of each copy.
   *
   * @param step what was learnt; valid during the call
   */
  void learnt(LearntStep step);

  /**
   * One step of learning.
   *
   * @param state s
   * @param action a
   * @param reward r
   * @param terminated whether the task was over after it
   * @param truncated whether the episode was cut off after it
   * @param next s′
   * @param nextAction the a′ executed next, for SARSA; −1 elsewhere
   * @param target y
   * @param error δ = y − Q(s, a)
   * @param stepSize α(s, a)
   */
  record LearntStep(
      int state,
      int action,
      double reward,
      boolean terminated,
      boolean truncated,
      int next,
      int nextAction,
      double target,
      double error,
      double stepSize) {}
}

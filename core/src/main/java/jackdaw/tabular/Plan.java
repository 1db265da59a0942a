package jackdaw.tabular;

import jackdaw.environment.TabularModel;

/**
 * What planning found: values, and the actions that reach them.
 *
 * @param values V of each state
 * @param actions of each state the action that the maximum is reached with, the first one of equals
 * @param iterations sweeps or improvements that it took
 * @param bound no value is further from the optimum than this; 0 where it is exact but for
 *     rounding, and
 *     infinite where nothing is known
 */
public record Plan(double[] values, int[] actions, int iterations, double bound) {
  /** The mean value of the states that episodes start in: the best expected return there is. */
  public double startValue(TabularModel model) {
    double sum = 0;
    for (int state = 0; state < values.length; state++) {
      sum += model.startProbability(state) * values[state];
    }
    return sum;
  }

  /**
   * Q(s, a) by these values: the reward of an action and what follows it.
   *
   * @param action one that is legal in the state
   */
  public double actionValue(TabularModel model, double discount, int state, int action) {
    return Bellman.actionValue(model, discount, values, state, action);
  }
}

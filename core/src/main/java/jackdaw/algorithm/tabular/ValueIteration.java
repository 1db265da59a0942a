package jackdaw.algorithm.tabular;

import jackdaw.environment.TabularModel;

/**
 * The best that any policy can do where the model is known (Bellman 1957; Sutton and Barto 2018,
 * section 4.4): from V₀ = 0, each sweep over all states makes
 *
 * <pre>V_k+1(s) = max_a Σ_s′,r p(s′, r | s, a) (r + γ V_k(s′)),</pre>
 *
 * where V_k(s′) counts as 0 if the outcome ends the episode. V_k is the greatest return that is
 * possible within k steps, so that sweeps as many as a time limit has steps give the exact optimum
 * under it, and sweeps without end give that of episodes without limit.
 *
 * @param values V of each state after the last sweep
 * @param actions of each state the action that the maximum of the last sweep was reached with, the
 *     first one of equals: what is best with that many steps left
 * @param sweeps how many there were
 */
public record ValueIteration(double[] values, int[] actions, int sweeps) {
  private static final int MAX_SWEEPS = 1_000_000;

  /**
   * What is possible within a number of steps, by backward induction.
   *
   * @param discount γ in [0, 1]
   * @param steps at least 1
   * @throws IllegalArgumentException if a number is out of its range
   */
  public static ValueIteration within(TabularModel model, double discount, int steps) {
    requireDiscount(discount);
    if (steps < 1) {
      throw new IllegalArgumentException(
          "%d steps are not possible: use 1 or more".formatted(steps));
    }
    ValueIteration result = start(model);
    for (int i = 0; i < steps; i++) {
      result = result.sweep(model, discount);
    }
    return result;
  }

  /**
   * What is possible without limit.
   *
   * @param discount γ in [0, 1]; at 1 every episode has to end under the best policy
   * @param tolerance the sweeps end when no value changes by more; above 0
   * @throws IllegalArgumentException if a number is out of its range
   * @throws ArithmeticException if the values go on changing for a million sweeps
   */
  public static ValueIteration converged(TabularModel model, double discount, double tolerance) {
    requireDiscount(discount);
    if (!(tolerance > 0)) {
      throw new IllegalArgumentException(
          "a tolerance of %s is not possible: use a number above 0".formatted(tolerance));
    }
    ValueIteration before = start(model);
    for (int i = 0; i < MAX_SWEEPS; i++) {
      ValueIteration after = before.sweep(model, discount);
      if (distance(before.values, after.values) <= tolerance) {
        return after;
      }
      before = after;
    }
    throw new ArithmeticException(
        "the values still change after %d sweeps: lower the discount or set a time limit"
            .formatted(MAX_SWEEPS));
  }

  private static void requireDiscount(double discount) {
    if (!(discount >= 0 && discount <= 1)) {
      throw new IllegalArgumentException(
          "a discount of %s is not possible: use a number in [0, 1]".formatted(discount));
    }
  }

  private static ValueIteration start(TabularModel model) {
    return new ValueIteration(new double[model.states()], new int[model.states()], 0);
  }

  private ValueIteration sweep(TabularModel model, double discount) {
    double[] newValues = new double[model.states()];
    int[] newActions = new int[model.states()];
    for (int state = 0; state < model.states(); state++) {
      newValues[state] = Double.NEGATIVE_INFINITY;
      for (int action = 0; action < model.actions(); action++) {
        double value = actionValue(model, state, action, discount);
        if (value > newValues[state]) {
          newValues[state] = value;
          newActions[state] = action;
        }
      }
    }
    return new ValueIteration(newValues, newActions, sweeps + 1);
  }

  /** Q(s, a) with one step more than these values have. */
  private double actionValue(TabularModel model, int state, int action, double discount) {
    double sum = 0;
    for (int o = model.firstOutcome(state, action); o < model.endOutcome(state, action); o++) {
      double after = model.ends(o) ? 0 : discount * values[model.next(o)];
      sum += model.probability(o) * (model.reward(o) + after);
    }
    return sum;
  }

  private static double distance(double[] before, double[] after) {
    double distance = 0;
    for (int i = 0; i < before.length; i++) {
      distance = Math.max(distance, Math.abs(after[i] - before[i]));
    }
    return distance;
  }

  /** The mean value of the states that episodes start in: the best expected return there is. */
  public double startValue(TabularModel model) {
    double sum = 0;
    for (int state = 0; state < values.length; state++) {
      sum += model.startProbability(state) * values[state];
    }
    return sum;
  }
}

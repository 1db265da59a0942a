package jackdaw.tabular;

import jackdaw.environment.TabularModel;

/** What a policy is worth where the model is known, computed instead of played. */
public final class PolicyValue {
  private PolicyValue() {}

  /**
   * V of each state within a number of steps.
   *
   * @param actions of each state the action taken; each legal
   * @param discount γ in [0, 1]
   */
  public static double[] within(TabularModel model, int[] actions, double discount, int steps) {
    Bellman.requireDiscount(discount);
    double[] values = new double[model.states()];
    double[] other = new double[model.states()];
    for (int i = 0; i < steps; i++) {
      sweep(model, actions, discount, values, other);
      double[] before = values;
      values = other;
      other = before;
    }
    return values;
  }

  /**
   * V of each state without limit, from linear equations.
   *
   * @param actions of each state the action taken; each legal
   * @param discount γ in [0, 1)
   * @throws IllegalArgumentException if γ is out of its range, or there are more than {@value
   *     LinearSystem#MAX_SIZE} states
   */
  public static double[] solve(TabularModel model, int[] actions, double discount) {
    Bellman.requireDiscountBelowOne(discount);
    LinearSystem.requireSize(model.states());
    int states = model.states();
    double[][] matrix = new double[states][states];
    double[] rewards = new double[states];
    for (int state = 0; state < states; state++) {
      matrix[state][state] = 1;
      int end = model.endOutcome(state, actions[state]);
      for (int o = model.firstOutcome(state, actions[state]); o < end; o++) {
        rewards[state] += model.probability(o) * model.reward(o);
        if (!model.ends(o)) {
          matrix[state][model.next(o)] -= discount * model.probability(o);
        }
      }
    }
    return LinearSystem.solve(matrix, rewards);
  }

  static void sweep(
      TabularModel model, int[] actions, double discount, double[] from, double[] to) {
    for (int state = 0; state < to.length; state++) {
      to[state] = Bellman.actionValue(model, discount, from, state, actions[state]);
    }
  }

  /**
   * The actions of a table in the states of a model: of each the greedy one by what is observed
   * there.
   *
   * @param values whose states are observations, by number
   */
  public static int[] greedy(TabularModel model, ActionValues values) {
    boolean[] legal = new boolean[model.actions()];
    int[] actions = new int[model.states()];
    for (int state = 0; state < actions.length; state++) {
      for (int action = 0; action < legal.length; action++) {
        legal[action] = model.isLegal(state, action);
      }
      actions[state] = values.greedy(model.observation(state), legal);
    }
    return actions;
  }

  /** The mean over the states that episodes start in. */
  public static double start(TabularModel model, double[] values) {
    return new Plan(values, new int[0], 0, 0).startValue(model);
  }
}

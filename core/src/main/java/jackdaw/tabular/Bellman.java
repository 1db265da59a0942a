package jackdaw.tabular;

import jackdaw.environment.TabularModel;

/** The equations that planning repeats (Bellman 1957; book eq. 1.8 to 1.13). */
final class Bellman {
  private Bellman() {}

  /** Q(s, a) = Σ p(s′, r | s, a) (r + γ V(s′)), where V(s′) counts as 0 after an end. */
  static double actionValue(
      TabularModel model, double discount, double[] values, int state, int action) {
    double sum = 0;
    int end = model.endOutcome(state, action);
    for (int o = model.firstOutcome(state, action); o < end; o++) {
      double after = model.ends(o) ? 0 : discount * values[model.next(o)];
      sum += model.probability(o) * (model.reward(o) + after);
    }
    return sum;
  }

  /**
   * One sweep over all states: max_a Q(s, a), and the first legal action that has it.
   *
   * @param from V
   * @param to where the maxima are written; another array
   * @param actions where the actions are written
   * @return the largest change of a value
   */
  static double sweep(
      TabularModel model, double discount, double[] from, double[] to, int[] actions) {
    double change = 0;
    for (int state = 0; state < model.states(); state++) {
      double best = Double.NEGATIVE_INFINITY;
      for (int action = 0; action < model.actions(); action++) {
        if (model.isLegal(state, action)) {
          double value = actionValue(model, discount, from, state, action);
          if (value > best) {
            best = value;
            actions[state] = action;
          }
        }
      }
      to[state] = best;
      change = Math.max(change, Math.abs(best - from[state]));
    }
    return change;
  }

  static void requireDiscount(double discount) {
    if (!(discount >= 0 && discount <= 1)) {
      throw new IllegalArgumentException(
          "a discount of %s is not possible: use a number in [0, 1]".formatted(discount));
    }
  }

  static void requireDiscountBelowOne(double discount) {
    if (!(discount >= 0 && discount < 1)) {
      throw new IllegalArgumentException(
          "a discount of %s has no error bound: use a number in [0, 1)".formatted(discount));
    }
  }

  static void requireError(double error) {
    if (!(error > 0 && error < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "an error of %s is not possible: use a finite number above 0".formatted(error));
    }
  }
}

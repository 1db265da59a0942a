package jackdaw.tabular;

import jackdaw.environment.TabularModel;
import java.util.Arrays;

/**
 * The optimum of a discounted problem by policies that become better (Howard 1960; Sutton and Barto
 * 2018, section 4.3): the values of a policy, then in each state the action that is best by them,
 * until
 * no action changes. Exact where the values solve the linear equations
 *
 * <pre>V(s) − γ Σ_s′ p(s′ | s, π(s)) V(s′) = Σ_r p(r | s, π(s)) r,</pre>
 *
 * modified where a number of sweeps comes near to them (Puterman and Shin 1978): one sweep is value
 * iteration, and many are the exact form.
 */
public final class PolicyIteration {
  /**
   * An action is exchanged only for one that is better by more than this, relative to the values.
   */
  private static final double GAIN = 1e-12;

  private static final int MAX_IMPROVEMENTS = 1_000_000;

  private PolicyIteration() {}

  /**
   * The optimum, with each policy's values solved for.
   *
   * @param discount γ in [0, 1): at 1 a policy that never ends an episode has no values
   * @throws IllegalArgumentException if γ is out of its range, or there are more than {@value
   *     LinearSystem#MAX_SIZE} states
   */
  public static Plan exact(TabularModel model, double discount) {
    Bellman.requireDiscountBelowOne(discount);
    LinearSystem.requireSize(model.states());
    int[] actions = firstLegal(model);
    double[] values = new double[model.states()];
    for (int improvements = 1; improvements <= MAX_IMPROVEMENTS; improvements++) {
      values = PolicyValue.solve(model, actions, discount);
      if (!improve(model, discount, values, actions)) {
        return plan(model, discount, values, actions, improvements);
      }
    }
    throw new ArithmeticException(
        "the policy still changes after %d improvements".formatted(MAX_IMPROVEMENTS));
  }

  /**
   * The optimum to a known error, with each policy's values from some sweeps.
   *
   * @param discount γ in [0, 1)
   * @param sweeps over the values of each policy; at least 1
   * @param error no value is further from the optimum than this; above 0
   * @throws IllegalArgumentException if a number is out of its range
   * @throws ArithmeticException if a million improvements are not enough
   */
  public static Plan modified(TabularModel model, double discount, int sweeps, double error) {
    Bellman.requireDiscountBelowOne(discount);
    Bellman.requireError(error);
    if (sweeps < 1) {
      throw new IllegalArgumentException(
          "%d sweeps are not possible: use 1 or more".formatted(sweeps));
    }
    double factor = discount / (1 - discount);
    int[] actions = new int[model.states()];
    double[] values = new double[model.states()];
    double[] improved = new double[model.states()];
    for (int improvements = 1; improvements <= MAX_IMPROVEMENTS; improvements++) {
      double change = Bellman.sweep(model, discount, values, improved, actions);
      if (factor * change <= error) {
        return new Plan(improved, actions, improvements, factor * change);
      }
      for (int i = 1; i < sweeps; i++) {
        PolicyValue.sweep(model, actions, discount, improved, values);
        double[] before = improved;
        improved = values;
        values = before;
      }
      double[] before = values;
      values = improved;
      improved = before;
    }
    throw new ArithmeticException(
        "the values still change after %d improvements: lower the discount"
            .formatted(MAX_IMPROVEMENTS));
  }

  private static int[] firstLegal(TabularModel model) {
    int[] actions = new int[model.states()];
    for (int state = 0; state < actions.length; state++) {
      while (!model.isLegal(state, actions[state])) {
        actions[state]++;
      }
    }
    return actions;
  }

  private static boolean improve(
      TabularModel model, double discount, double[] values, int[] actions) {
    double scale = Math.max(1, Arrays.stream(values).map(Math::abs).max().orElseThrow());
    boolean changed = false;
    for (int state = 0; state < actions.length; state++) {
      double best = Bellman.actionValue(model, discount, values, state, actions[state]);
      for (int action = 0; action < model.actions(); action++) {
        if (model.isLegal(state, action)) {
          double value = Bellman.actionValue(model, discount, values, state, action);
          if (value > best + GAIN * scale) {
            best = value;
            actions[state] = action;
            changed = true;
          }
        }
      }
    }
    return changed;
  }

  /** What one more sweep would change tells how far the values are from the optimum. */
  private static Plan plan(
      TabularModel model, double discount, double[] values, int[] actions, int improvements) {
    double change =
        Bellman.sweep(
            model, discount, values, new double[values.length], new int[values.length]);
    return new Plan(values, actions, improvements, change / (1 - discount));
  }
}

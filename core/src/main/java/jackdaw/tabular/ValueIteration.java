package jackdaw.tabular;

import jackdaw.environment.TabularModel;

/**
 * The best that any policy can do where the model is known (Bellman 1957; Sutton and Barto 2018,
 * section
 * 4.4): from V₀ = 0, each sweep over all states makes
 *
 * <pre>V_k+1(s) = max_a Σ_s′,r p(s′, r | s, a) (r + γ V_k(s′)),</pre>
 *
 * where V_k(s′) counts as 0 if the outcome ends the episode, and only legal actions count. V_k is
 * the
 * greatest return that is possible within k steps, so that sweeps as many as a time limit has steps
 * give
 * the exact optimum under it, and sweeps without end give that of episodes without limit.
 *
 * <p>Below γ = 1 a sweep brings any two sets of values nearer by γ, so that
 *
 * <pre>max_s |V_k+1(s) − V*(s)| ≤ γ / (1 − γ) · max_s |V_k+1(s) − V_k(s)|.</pre>
 */
public final class ValueIteration {
  private static final int MAX_SWEEPS = 1_000_000;

  private ValueIteration() {}

  /**
   * What is possible within a number of steps, by backward induction; the actions are best with
   * that
   * many steps left.
   *
   * @param discount γ in [0, 1]
   * @param steps at least 1
   * @throws IllegalArgumentException if a number is out of its range
   */
  public static Plan within(TabularModel model, double discount, int steps) {
    Bellman.requireDiscount(discount);
    if (steps < 1) {
      throw new IllegalArgumentException(
          "%d steps are not possible: use 1 or more".formatted(steps));
    }
    Sweeps sweeps = new Sweeps(model, discount);
    for (int i = 0; i < steps; i++) {
      sweeps.sweep();
    }
    return sweeps.plan(0);
  }

  /**
   * What is possible without limit, where sweeps end as soon as no value changes.
   *
   * @param discount γ in [0, 1]; at 1 every episode has to end under the best policy
   * @param tolerance the sweeps end when no value changes by more; above 0
   * @throws IllegalArgumentException if a number is out of its range
   * @throws ArithmeticException if the values go on changing for a million sweeps
   */
  public static Plan converged(TabularModel model, double discount, double tolerance) {
    Bellman.requireDiscount(discount);
    if (!(tolerance > 0)) {
      throw new IllegalArgumentException(
          "a tolerance of %s is not possible: use a number above 0".formatted(tolerance));
    }
    Sweeps sweeps = new Sweeps(model, discount);
    double change = sweeps.until(tolerance);
    return sweeps.plan(
        discount == 1 ? Double.POSITIVE_INFINITY : discount / (1 - discount) * change);
  }

  /**
   * What is possible without limit, to a known error.
   *
   * @param discount γ in [0, 1)
   * @param error no value is further from the optimum than this; above 0
   * @throws IllegalArgumentException if a number is out of its range
   * @throws ArithmeticException if a million sweeps are not enough
   */
  public static Plan toWithin(TabularModel model, double discount, double error) {
    Bellman.requireDiscountBelowOne(discount);
    Bellman.requireError(error);
    double factor = discount / (1 - discount);
    Sweeps sweeps = new Sweeps(model, discount);
    double change = sweeps.until(factor == 0 ? error : error / factor);
    return sweeps.plan(factor * change);
  }

  private static final class Sweeps {
    private final TabularModel model;
    private final double discount;
    private final int[] actions;
    private double[] values;
    private double[] other;
    private int count;

    Sweeps(TabularModel model, double discount) {
      this.model = model;
      this.discount = discount;
      actions = new int[model.states()];
      values = new double[model.states()];
      other = new double[model.states()];
    }

    double sweep() {
      double change = Bellman.sweep(model, discount, values, other, actions);
      double[] before = values;
      values = other;
      other = before;
      count++;
      return change;
    }

    double until(double tolerance) {
      while (count < MAX_SWEEPS) {
        double change = sweep();
        if (change <= tolerance) {
          return change;
        }
      }
      throw new ArithmeticException(
          "the values still change after %d sweeps: lower the discount or set a time limit"
              .formatted(MAX_SWEEPS));
    }

    Plan plan(double bound) {
      return new Plan(values, actions, count, bound);
    }
  }
}

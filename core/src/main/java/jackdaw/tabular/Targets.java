package jackdaw.tabular;

/**
 * What the value of a step is moved towards: y = r + γ · (value of what comes next), and y = r
 * where the
 * step terminated its episode. A truncated episode goes on in the value of its last observation.
 *
 * <p>The book's equations are 2.1 to 2.4 (Q-learning), section 2.8 (double Q-learning) and 2.9 to
 * 2.12
 * (SARSA). It has one flag for both ends and drops it from sampled tuples; its 2.12 sums over a and
 * writes a′ in Q, and its SARSA draws a′ again where the executed one is meant.
 */
public final class Targets {
  private Targets() {}

  /**
   * y = r + γ v, or r where the task is over.
   *
   * @param next v, the value of what comes next; not read if {@code terminated}
   */
  public static double target(double reward, double discount, boolean terminated, double next) {
    return terminated ? reward : reward + discount * next;
  }

  /** Q-learning (Watkins 1989; book eq. 2.3): max_a′ Q(s′, a′). */
  public static double greedy(ActionValues values, int state, boolean[] legal) {
    return values.max(state, legal);
  }

  /**
   * Double Q-learning (van Hasselt 2010; book section 2.8): Q_B(s′, argmax_a′ Q_A(s′, a′)).
   *
   * @param chooser A, which is then updated
   * @param judge B
   */
  public static double doubled(
      ActionValues chooser, ActionValues judge, int state, boolean[] legal) {
    return judge.value(state, chooser.greedy(state, legal));
  }

  /** SARSA (Rummery and Niranjan 1994; book eq. 2.9): Q(s′, a′) of the action executed next. */
  public static double executed(ActionValues values, int state, int nextAction) {
    return values.value(state, nextAction);
  }

  /**
   * Expected SARSA (van Seijen et al. 2009; book eq. 2.12 with its index right): Σ_a π(a | s′)
   * Q(s′, a).
   *
   * @param strength ε or τ of the policy
   */
  public static double expected(
      TargetPolicy policy, ActionValues values, int state, boolean[] legal, double strength) {
    return policy.value(values, state, legal, strength);
  }
}

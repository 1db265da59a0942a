package jackdaw.tabular;

import jackdaw.random.RandomStream;

/**
 * How an agent acts while it learns: a policy whose strength, ε or τ, may change at any time.
 * Optimistic exploration needs no more than a table that starts with great values.
 */
public final class Exploration {
  private final TargetPolicy policy;
  private final RandomStream random;
  private double strength;

  /** Explores by a policy, with random numbers of its own. */
  public Exploration(TargetPolicy policy, RandomStream random) {
    this.policy = policy;
    this.random = random;
  }

  /** ε or τ. */
  public double strength() {
    return strength;
  }

  /** Sets ε, in [0, 1], or τ, above 0. */
  public void setStrength(double value) {
    strength = value;
  }

  /** Draws an action. */
  public int choose(ActionValues values, int state, boolean[] legal) {
    return policy.choose(values, state, legal, strength, random);
  }

  /** Σ_a π(a | s) Q(s, a) of the policy as it is now. */
  public double value(ActionValues values, int state, boolean[] legal) {
    return policy.value(values, state, legal, strength);
  }
}

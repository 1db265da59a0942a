package jackdaw.algorithm.tabular;

import jackdaw.tabular.TargetPolicy;

/** Which policy's values expected SARSA learns. */
public enum ExpectedPolicy {
  /** The one that it acts by, as random as that is at the moment. */
  BEHAVIOUR(TargetPolicy.GREEDY),
  /** The greedy one: the same as Q-learning. */
  GREEDY(TargetPolicy.GREEDY),
  /** ε-greedy with an ε of its own. */
  EPSILON_GREEDY(TargetPolicy.EPSILON_GREEDY),
  /** Boltzmann's with a temperature of its own. */
  SOFTMAX(TargetPolicy.SOFTMAX);

  private final TargetPolicy policy;

  ExpectedPolicy(TargetPolicy policy) {
    this.policy = policy;
  }

  /** The policy itself; of {@link #BEHAVIOUR} the exploration knows it. */
  TargetPolicy policy() {
    return policy;
  }
}

package jackdaw.algorithm.dqn;

/** The value of a next state. */
public enum Backup {
  /** max Q(s′, ·) (Watkins 1989). */
  Q_LEARNING,
  /** Q(s′, a′) of the action that was done next (Rummery and Niranjan 1994). */
  SARSA,
  /** The expectation of Q(s′, ·) under the ε-greedy behaviour (van Seijen et al. 2009). */
  EXPECTED_SARSA
}

package jackdaw.algorithm.dqn;

/** What is learnt of the return of an action. */
public enum ReturnModel {
  /** Its expectation. */
  NONE,
  /** The probabilities of evenly spaced returns (Bellemare et al. 2017). */
  C51,
  /** Its quantiles (Dabney et al. 2018). */
  QUANTILES
}

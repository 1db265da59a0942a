package jackdaw.experience;

/** The ways to estimate an advantage Â from rewards and values; see {@link Advantages}. */
public enum AdvantageEstimator {
  /** Generalised advantage estimation, an average of all n-step estimates weighted by λ. */
  GAE,
  /** The whole discounted return to the end of the episode, minus the value. */
  MONTE_CARLO,
  /** n rewards, then the value of where they led, minus the value. */
  N_STEP,
  /** One reward, then the value of where it led, minus the value: the TD residual δ. */
  TD
}

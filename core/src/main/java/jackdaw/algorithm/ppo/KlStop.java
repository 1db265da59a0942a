package jackdaw.algorithm.ppo;

/**
 * When an update ends before all of its epochs are over, because the policy has moved too far from
 * the one that collected the rollout: where the divergence that it looks at is above target ·
 * factor. The value function stops learning from the rollout with it.
 */
public enum KlStop {
  /** Never. */
  NEVER(1),
  /**
   * Looks before each minibatch's step, at the mean of (r − 1) − log r over the minibatch, and
   * leaves the step out (Stable-Baselines3, {@code target_kl}). Its factor is 1.5.
   */
  BEFORE_MINIBATCH(1.5),
  /**
   * Looks before each epoch, at the mean of −log r over the whole rollout, and leaves the epoch out
   * (Spinning Up, {@code target_kl}; book, eq. 8.3 and algorithm 8.1). Its factor is 1.5, that of
   * Spinning Up; the book has none, which is 1. The book also takes back the epoch that went too
   * far: {@link PpoConfig#klStopDiscards}.
   */
  BEFORE_EPOCH(1.5),
  /**
   * Looks after each epoch, at the mean of (r − 1) − log r over its last minibatch, as it was
   * before that minibatch's step (CleanRL, {@code target_kl}). Its factor is 1.
   */
  AFTER_EPOCH(1);

  private final double usualFactor;

  KlStop(double usualFactor) {
    this.usualFactor = usualFactor;
  }

  /** The factor where {@link PpoConfig#klStopFactor} is 0. */
  double usualFactor() {
    return usualFactor;
  }
}

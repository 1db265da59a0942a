package jackdaw.algorithm.ppo;

/**
 * What keeps the policy near the one that collected the rollout (Schulman et al. 2017). Each objective
 * is to be made large; r = π(a | s) / π_old(a | s).
 */
public enum PpoObjective {
  /** L^CLIP = mean min(r Â, clip(r, 1 − ε, 1 + ε) Â) (eq. 7). */
  CLIP,
  /** L^KLPEN = mean (r Â − β KL(π_old ‖ π)) (eq. 8), where β stays as it is. */
  KL_PENALTY,
  /**
   * L^KLPEN, where β follows the divergence d that each update ends with, over the whole rollout: where
   * d is below d_targ / 1.5, β is halved, and where it is above 1.5 d_targ, doubled (section 4).
   */
  ADAPTIVE_KL,
  /** L^CPI = mean r Â (eq. 6): nothing does. */
  NONE;

  /** Whether it has a penalty. */
  boolean isPenalized() {
    return this == KL_PENALTY || this == ADAPTIVE_KL;
  }
}

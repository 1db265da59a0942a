package jackdaw.algorithm.ppo;

import jackdaw.tensor.Tensor;

/**
 * What keeps the policy near the one that collected the rollout (Schulman et al. 2017). Each
 * objective is to be maximised; r = π(a | s) / π_old(a | s).
 */
public enum PpoObjective implements PolicyObjective {
  /** L^CLIP = mean min(r Â, clip(r, 1 − ε, 1 + ε) Â) (eq. 7). */
  CLIP((r, a, kl, eps, beta) -> r.times(a).min(clip(r, eps).times(a))),
  /** L^KLPEN = mean (r Â − β KL(π_old ‖ π)) (eq. 8) with a constant β. */
  KL_PENALTY((r, a, kl, eps, beta) -> r.times(a).minus(kl.times(beta))),
  /**
   * L^KLPEN, where β follows the divergence d that each update ends with, over the whole rollout:
   * if d is below d_targ / 1.5, β is halved, and if it is above 1.5 d_targ, doubled (section 4).
   */
  ADAPTIVE_KL(KL_PENALTY.objective),
  /** L^CPI = mean r Â (eq. 6): nothing does. */
  NONE((r, a, kl, eps, beta) -> r.times(a));

  @SuppressWarnings("ImmutableEnumChecker") // the lambdas of the constants capture nothing
  private final PolicyObjective objective;

  PpoObjective(PolicyObjective objective) {
    this.objective = objective;
  }

  @Override
  public Tensor of(
      Tensor ratio, Tensor advantage, Tensor divergence, Tensor clipRange, Tensor klCoefficient) {
    return objective.of(ratio, advantage, divergence, clipRange, klCoefficient);
  }

  /** clip(r, 1 − ε, 1 + ε), for objectives of one's own. */
  public static Tensor clip(Tensor ratio, Tensor clipRange) {
    Tensor one = Tensor.constant(1);
    return ratio.clip(one.minus(clipRange), one.plus(clipRange));
  }

  /** Whether it has a penalty. */
  boolean isPenalized() {
    return this == KL_PENALTY || this == ADAPTIVE_KL;
  }
}

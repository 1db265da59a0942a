package jackdaw.algorithm.ppo;

import jackdaw.tensor.Tensor;

/**
 * The terms of PPO's objective for each row of a batch, as in Schulman et al. 2017. Every tensor is a
 * column [batch, 1] unless said otherwise.
 */
final class PpoLoss {
  private PpoLoss() {}

  /** r(θ) = π(a | s) / π_old(a | s) (before eq. 6). */
  static Tensor ratio(Tensor logProbability, Tensor oldLogProbability) {
    return logProbability.minus(oldLogProbability).exp();
  }

  /** r Â (eq. 6), to be made large. */
  static Tensor surrogate(Tensor ratio, Tensor advantage) {
    return ratio.times(advantage);
  }

  /**
   * r Â − β KL(π_old ‖ π) (eq. 8), to be made large.
   *
   * @param klCoefficient β, [1, 1]
   */
  static Tensor penalizedSurrogate(
      Tensor ratio, Tensor advantage, Tensor divergence, Tensor klCoefficient) {
    return surrogate(ratio, advantage).minus(divergence.times(klCoefficient));
  }

  /**
   * min(r Â, clip(r, 1 − ε, 1 + ε) Â) (eq. 7), to be made large.
   *
   * @param clipRange ε, [1, 1]
   */
  static Tensor clippedSurrogate(Tensor ratio, Tensor advantage, Tensor clipRange) {
    Tensor clipped = clippedRatio(ratio, clipRange);
    return surrogate(ratio, advantage).min(surrogate(clipped, advantage));
  }

  /**
   * clip(r, 1 − ε, 1 + ε).
   *
   * @param clipRange ε, [1, 1]
   */
  static Tensor clippedRatio(Tensor ratio, Tensor clipRange) {
    Tensor one = Tensor.constant(1);
    return ratio.clip(one.minus(clipRange), one.plus(clipRange));
  }

  /** ½ (V − R)² (eq. 9's L^VF, with the ½ of document 002). */
  static Tensor valueLoss(Tensor value, Tensor targetReturn) {
    return value.minus(targetReturn).square().times(0.5);
  }

  /**
   * The larger of the losses of V and of V moved no further than {@code range} from its old value, as
   * in the reference implementation of the paper's authors.
   */
  static Tensor clippedValueLoss(
      Tensor value, Tensor oldValue, Tensor targetReturn, double range) {
    Tensor moved = value.minus(oldValue).clip(-range, range).plus(oldValue);
    return valueLoss(value, targetReturn).max(valueLoss(moved, targetReturn));
  }

  /** (r − 1) − log r, whose mean estimates KL(π_old ‖ π) with little variance (Schulman 2020). */
  static Tensor approximateDivergence(
      Tensor ratio, Tensor logProbability, Tensor oldLogProbability) {
    return ratio.minus(1).minus(logProbability.minus(oldLogProbability));
  }

  /** 1 where r lies outside [1 − ε, 1 + ε], else 0. */
  static Tensor clipped(Tensor ratio, Tensor clipRange) {
    return clipRange.lessThan(ratio.minus(1).abs());
  }
}

package jackdaw.algorithm.ppo;

import jackdaw.tensor.Tensor;

/**
 * The objective L^π of a policy update, for each row, to be maximised. {@link PpoObjective} has
 * those of the paper; a lambda is one, too:
 *
 * <pre>{@code
 * PolicyObjective surrogate = (r, a, kl, eps, beta) -> r.times(a);
 * }</pre>
 */
@FunctionalInterface
public interface PolicyObjective {
  /**
   * Writes the objective.
   *
   * @param ratio r = π(a | s) / π_old(a | s), [rows, 1]
   * @param advantage Â, standardised if the settings say so, [rows, 1]
   * @param divergence KL(π_old ‖ π) in nats, [rows, 1]
   * @param clipRange ε, [1, 1]
   * @param klCoefficient β, [1, 1]
   * @return [rows, 1]
   */
  Tensor of(
      Tensor ratio, Tensor advantage, Tensor divergence, Tensor clipRange, Tensor klCoefficient);
}

package jackdaw.distribution;

import jackdaw.tensor.Tensor;

/** A distribution over actions for each row of a batch, as differentiable expressions. */
public sealed interface Distribution
    permits Bernoulli, Categorical, DiagonalGaussian, MultiCategorical, SquashedGaussian {
  /**
   * Returns the log-probability (or log-density) of one action in each row, [batch, 1].
   *
   * @param actions [batch, action size]
   */
  Tensor logProbability(Tensor actions);

  /**
   * Returns the entropy of each row's distribution in nats, [batch, 1]; it may be negative for a
   * density.
   */
  Tensor entropy();

  /**
   * Returns KL(this ‖ other) of each row in nats, [batch, 1].
   *
   * @param other of the same kind and size
   * @throws IllegalArgumentException if it is of another kind
   */
  Tensor divergenceFrom(Distribution other);
}

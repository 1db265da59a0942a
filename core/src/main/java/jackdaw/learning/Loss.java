package jackdaw.learning;

import jackdaw.tensor.Tensor;

/**
 * A loss over the rows of a minibatch, to be minimised.
 *
 * <p>It is written once, for any shard of the minibatch: {@link Rows#mean} divides by the rows of
 * the whole minibatch, so that the losses of all shards add up to the minibatch's, and so do their
 * gradients. Whatever is summed over rows must therefore go through {@link Rows#mean}.
 */
@FunctionalInterface
public interface Loss {
  /**
   * Writes the loss as an expression.
   *
   * @return [1, 1]
   */
  Tensor of(Rows rows);
}

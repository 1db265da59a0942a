package jackdaw.algorithm.dqn;

import jackdaw.learning.Losses;
import jackdaw.tensor.Tensor;

/** The loss of an error δ = y − Q(s, a). */
public enum ValueLoss {
  /** ½ δ² where |δ| ≤ 1 and |δ| − ½ elsewhere. */
  HUBER,
  /** ½ δ². */
  SQUARED;

  /** The loss of each row, [rows, 1]. */
  Tensor of(Tensor error) {
    return this == HUBER ? Losses.huber(error) : error.square().times(0.5);
  }
}

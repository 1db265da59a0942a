package jackdaw.learning;

import jackdaw.tensor.Tensor;

/** A term that a user adds to an actor-critic's loss. */
@FunctionalInterface
public interface LossTerm {
  /**
   * Writes the term, which is added to what is minimised. It depends on the policy's parameters or
   * on the value's, or the networks share theirs.
   *
   * @param networks what the networks make of the rows
   * @return [1, 1], made with {@link Rows#mean}
   */
  Tensor of(Rows rows, PolicyEvaluation networks);
}

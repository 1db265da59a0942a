package jackdaw.learning;

import jackdaw.tensor.Tensor;

/** Terms of losses for each row, [rows, 1]. */
public final class Losses {
  private Losses() {}

  /** ½ (x − y)², whose derivative by x is x − y. */
  public static Tensor halfSquare(Tensor x, Tensor y) {
    return x.minus(y).square().times(0.5);
  }
}

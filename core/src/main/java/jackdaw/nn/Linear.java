package jackdaw.nn;

import jackdaw.tensor.Tensor;

/**
 * A linear layer, x · W + b.
 *
 * @param weight W, [inputs, outputs]
 * @param bias b, [1, outputs]
 */
public record Linear(Tensor weight, Tensor bias) {

  /** A layer whose parameters are named {@code name.weight} and {@code name.bias}; the bias is 0. */
  public static Linear create(
      ParameterVector.Builder parameters,
      String name,
      int inputs,
      int outputs,
      Initializer initializer) {
    return new Linear(
        parameters.add(name + ".weight", inputs, outputs, initializer),
        parameters.add(name + ".bias", 1, outputs, Initializer.zeros()));
  }

  /** The layer's output [batch, outputs] for x [batch, inputs]. */
  public Tensor apply(Tensor x) {
    return x.matmul(weight).plus(bias);
  }
}

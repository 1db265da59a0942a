package jackdaw.nn;

import jackdaw.tensor.Tensor;

/**
 * A linear layer, x · W + b.
 *
 * @param weight W, [inputs, outputs]
 * @param bias b, [1, outputs]
 */
public record Linear(Tensor weight, Tensor bias) {

  /** Creates a layer with the parameters {@code name.weight} and {@code name.bias}, which is 0. */
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

  /** Returns the layer's output [batch, outputs] for x [batch, inputs]. */
  public Tensor apply(Tensor x) {
    return x.matmul(weight).plus(bias);
  }
}

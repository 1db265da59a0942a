package jackdaw.nn;

import jackdaw.tensor.Tensor;

/** What follows a hidden layer, value by value. */
public enum Activation {
  /** Hyperbolic tangent. */
  TANH,
  /** max(x, 0). */
  RELU;

  /** The activation of every value. */
  public Tensor apply(Tensor x) {
    return switch (this) {
      case TANH -> x.tanh();
      case RELU -> x.relu();
    };
  }
}

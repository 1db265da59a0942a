package jackdaw.nn;

import jackdaw.tensor.Tensor;

/** The element-wise activation of a hidden layer. */
public enum Activation {
  /** Hyperbolic tangent. */
  TANH,
  /** max(x, 0). */
  RELU;

  /** Applies the activation to every value. */
  public Tensor apply(Tensor x) {
    return switch (this) {
      case TANH -> x.tanh();
      case RELU -> x.relu();
    };
  }
}

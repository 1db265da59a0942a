package jackdaw.algorithm.a2c;

import jackdaw.nn.Adam;
import jackdaw.nn.Optimizer;
import jackdaw.nn.RmsProp;

/** How A2C steps down its gradient. */
public enum A2cOptimizer {
  /** RMSprop with ε outside of the root, as in PyTorch: g / (√v + ε). */
  RMSPROP,
  /** RMSprop with ε inside of the root, as in TensorFlow: g / √(v + ε), where v starts at 1. */
  RMSPROP_INSIDE,
  /** Adam. */
  ADAM;

  /** Makes the optimiser. */
  Optimizer.Factory factory(double decay, double epsilon) {
    return switch (this) {
      case RMSPROP -> starts -> new RmsProp(decay, epsilon, false, starts);
      case RMSPROP_INSIDE -> starts -> new RmsProp(decay, epsilon, true, starts);
      case ADAM -> starts -> new Adam(epsilon, starts);
    };
  }
}

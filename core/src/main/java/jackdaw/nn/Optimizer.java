package jackdaw.nn;

import jackdaw.state.Stateful;

/** Changes a parameter vector by a gradient. It is made for one size and allocates nothing. */
public interface Optimizer extends Stateful {
  /**
   * Takes one step.
   *
   * @param parameters changed in place
   * @param gradient the gradient of the loss to minimise; not changed
   * @param gradientScale a factor for the whole gradient, such as {@link Gradients#clipScale}
   */
  void step(float[] parameters, float[] gradient, double learningRate, double gradientScale);
}

package jackdaw.nn;

import jackdaw.state.Stateful;

/** Moves a parameter vector against a gradient. Made for vectors of one size; allocates nothing. */
public interface Optimizer extends Stateful {
  /**
   * One step.
   *
   * @param parameters changed in place
   * @param gradient of what is to become smaller; not changed
   * @param gradientScale a factor for the whole gradient, such as {@link Gradients#clipScale}
   */
  void step(float[] parameters, float[] gradient, double learningRate, double gradientScale);
}

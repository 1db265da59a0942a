package jackdaw.nn;

import jackdaw.state.Stateful;

/**
 * Changes a parameter vector by a gradient. It is made for one size and allocates nothing.
 *
 * <p>A step consists of {@link #parts}, which do not depend on each other, so that several threads
 * can compute them: {@link #begin}, then {@link #stepPart} of each.
 */
public interface Optimizer extends Stateful {
  /** Makes optimisers with given parts. */
  @FunctionalInterface
  interface Factory {
    /**
     * Makes an optimiser for a segment of a parameter vector.
     *
     * @param starts the start of each part, then the end of the last one, in ascending order. Steps
     *     never change parameters before the first part or after the last one
     */
    Optimizer of(int[] starts);
  }

  /** The number of parts of a step. */
  int parts();

  /** The start of a part; for an index of {@link #parts}, the end of the last one. */
  int start(int part);

  /**
   * Begins a step; {@link #stepPart} computes it, part by part.
   *
   * @param parameters changed in place
   * @param gradient the gradient of the loss to minimise; not changed
   * @param gradientScale a factor for the gradient, such as {@link Gradients#clipScale}
   */
  void begin(float[] parameters, float[] gradient, double learningRate, double gradientScale);

  /** Computes one part of the step. */
  void stepPart(int part);

  /** Takes a whole step; see {@link #begin}. */
  default void step(
      float[] parameters, float[] gradient, double learningRate, double gradientScale) {
    begin(parameters, gradient, learningRate, gradientScale);
    for (int i = 0; i < parts(); i++) {
      stepPart(i);
    }
  }

  /**
   * Copies the state of another optimiser.
   *
   * @throws ClassCastException if it is of another class
   */
  void copyFrom(Optimizer other);
}

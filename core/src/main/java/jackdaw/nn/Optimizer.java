package jackdaw.nn;

import jackdaw.state.Stateful;

/**
 * Moves a parameter vector against a gradient. Made for vectors of one size; allocates nothing.
 *
 * <p>A step may be taken in {@link #parts}, which do not depend on each other, by several threads:
 * {@link #begin}, then {@link #stepPart} of each.
 */
public interface Optimizer extends Stateful {
  /** Makes an optimiser with given parts. */
  @FunctionalInterface
  interface Factory {
    /**
     * Makes one for a span of a parameter vector.
     *
     * @param starts where each part begins, and where the last one ends; ascending. Parameters
     *     before the first part and after the last one are never stepped
     */
    Optimizer of(int[] starts);
  }

  /** Number of parts of a step. */
  int parts();

  /** Where a part begins, and for the number of parts where the last one ends. */
  int start(int part);

  /**
   * Begins a step; {@link #stepPart} takes it.
   *
   * @param parameters changed in place
   * @param gradient of what is to become smaller; not changed
   * @param gradientScale a factor for the whole gradient, such as {@link Gradients#clipScale}
   */
  void begin(float[] parameters, float[] gradient, double learningRate, double gradientScale);

  /** Steps one part of what was begun. */
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
   * Takes over the state of another optimiser.
   *
   * @throws ClassCastException if it is of another kind
   */
  void copyFrom(Optimizer other);
}

package jackdaw.nn;

/** The change of a setting during a run. */
public enum Schedule {
  /** Keeps its initial value. */
  CONSTANT,
  /** Decreases linearly from its initial value to 0 at the end of the run. */
  LINEAR;

  /**
   * Returns the value at a point of the run.
   *
   * @param start the initial value
   * @param progress the fraction of the run that is done, in [0, 1]
   */
  public double at(double start, double progress) {
    return this == CONSTANT ? start : start * (1 - progress);
  }
}

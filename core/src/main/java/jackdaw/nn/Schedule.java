package jackdaw.nn;

/** How a setting moves while a run goes on. */
public enum Schedule {
  /** Stays where it starts. */
  CONSTANT,
  /** Falls in a straight line from where it starts to 0 at the end of the run. */
  LINEAR;

  /**
   * The value at a point of the run.
   *
   * @param start the value at the beginning
   * @param progress the share of the run that is over, in [0, 1]
   */
  public double at(double start, double progress) {
    return this == CONSTANT ? start : start * (1 - progress);
  }
}

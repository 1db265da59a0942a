package jackdaw.metric;

/**
 * Names a number that an algorithm measures.
 *
 * @param name as in {@code metrics.csv}, in lower case with hyphens
 * @param over how the numbers of several minibatches become one
 * @param mustBeFinite whether training fails where the number is not finite, as for a part of a
 *     loss
 */
public record Metric(String name, Over over, boolean mustBeFinite) {
  /** How the numbers of several minibatches become one. */
  public enum Over {
    /** Their mean. */
    MEAN,
    /** The smallest. */
    LEAST,
    /** The largest. */
    MOST,
    /** The last one. */
    LAST
  }

  /** A part of a loss, or what stands for one: the mean over minibatches, which must be finite. */
  public static Metric term(String name) {
    return new Metric(name, Over.MEAN, true);
  }

  /** A mean over minibatches. */
  public static Metric mean(String name) {
    return new Metric(name, Over.MEAN, false);
  }

  /** The smallest of all minibatches. */
  public static Metric least(String name) {
    return new Metric(name, Over.LEAST, false);
  }

  /** The largest of all minibatches. */
  public static Metric most(String name) {
    return new Metric(name, Over.MOST, false);
  }

  /** Set once an update, such as a learning rate. */
  public static Metric last(String name) {
    return new Metric(name, Over.LAST, false);
  }

  @Override
  public String toString() {
    return name;
  }
}

package jackdaw.environment;

import java.util.Arrays;

/**
 * Shifts and scales observations to mean 0 and variance 1, then clips them to ±c:
 *
 * <pre>clip((x − mean) / √(variance + 10⁻⁸), −c, c)</pre>
 *
 * <p>Its statistics are part of the learnt policy, whose weights mean nothing without them. It
 * starts with mean 0 and variance 1.
 */
public final class ObservationNormalizer {
  private static final double EPSILON = 1e-8;

  private final int size;
  private final double clip;

  /** All means, followed by all variances. */
  private final double[] statistics;

  private final double[] scale;

  /**
   * Creates a normalizer for observations of a given size.
   *
   * @param clip c; above 0, and infinite for no bound
   */
  public ObservationNormalizer(int size, double clip) {
    this.size = size;
    this.clip = clip;
    statistics = new double[2 * size];
    scale = new double[size];
    Arrays.fill(statistics, size, 2 * size, 1);
    rescale();
  }

  /** Returns the number of values in an observation. */
  public int size() {
    return size;
  }

  /** Returns a copy of the statistics: the mean of each value, then the variance of each. */
  public double[] statistics() {
    return statistics.clone();
  }

  /** Copies {@link #statistics} into an array of their length. */
  public void copyTo(double[] values) {
    System.arraycopy(statistics, 0, values, 0, statistics.length);
  }

  /** Sets {@link #statistics}. */
  public void copyFrom(double[] values) {
    System.arraycopy(values, 0, statistics, 0, statistics.length);
    rescale();
  }

  /** Sets mean and variance from the observations so far. */
  void follow(RunningMoments moments) {
    for (int i = 0; i < size; i++) {
      statistics[i] = moments.mean(i);
      statistics[size + i] = moments.variance(i);
    }
    rescale();
  }

  private void rescale() {
    for (int i = 0; i < size; i++) {
      scale[i] = 1 / Math.sqrt(statistics[size + i] + EPSILON);
    }
  }

  /**
   * Normalises observations.
   *
   * @param observations [rows, size]
   * @param normalized receives the normalised observations; may be {@code observations} itself
   */
  public void normalize(float[] observations, int rows, float[] normalized) {
    for (int i = 0; i < rows * size; i++) {
      normalizeValue(observations, i, i % size, normalized);
    }
  }

  /** Normalises the observation in row {@code row} in place. */
  void normalizeRow(float[] observations, int row) {
    for (int i = 0; i < size; i++) {
      normalizeValue(observations, row * size + i, i, observations);
    }
  }

  private void normalizeValue(float[] from, int at, int column, float[] to) {
    double value = (from[at] - statistics[column]) * scale[column];
    to[at] = (float) Math.clamp(value, -clip, clip);
  }
}

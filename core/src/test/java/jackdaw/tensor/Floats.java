package jackdaw.tensor;

/** Converts between the flat floats of programs and the interpreter's rows of doubles. */
public final class Floats {
  private Floats() {}

  public static float[] of(double[][] rows) {
    float[] flat = new float[rows.length * rows[0].length];
    int next = 0;
    for (double[] row : rows) {
      for (double value : row) {
        flat[next++] = (float) value;
      }
    }
    return flat;
  }

  /** The largest difference, relative to the largest expected value or 1; or NaN. */
  public static double error(float[] actual, double[][] expected) {
    double scale = 1;
    double worst = 0;
    int next = 0;
    for (double[] row : expected) {
      for (double value : row) {
        worst = Math.max(worst, Math.abs(actual[next++] - value));
        scale = Math.max(scale, Math.abs(value));
      }
    }
    return worst / scale;
  }
}

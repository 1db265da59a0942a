package jackdaw.nn;

import jackdaw.random.RandomStream;

/** Random orthonormal vectors. */
final class Orthonormal {
  private Orthonormal() {}

  /**
   * Draws {@code count} orthonormal vectors: vectors of normal numbers, made orthogonal one after
   * the other by the modified Gram–Schmidt process, twice because of rounding errors.
   *
   * @param count at most {@code length}
   */
  static double[][] vectors(int count, int length, RandomStream random) {
    double[][] vectors = new double[count][length];
    for (int i = 0; i < count; i++) {
      double[] vector = vectors[i];
      for (int k = 0; k < length; k++) {
        vector[k] = random.nextGaussian();
      }
      for (int pass = 0; pass < 2; pass++) {
        for (int j = 0; j < i; j++) {
          subtractProjection(vector, vectors[j]);
        }
      }
      double norm = Math.sqrt(dot(vector, vector));
      for (int k = 0; k < length; k++) {
        vector[k] /= norm;
      }
    }
    return vectors;
  }

  private static void subtractProjection(double[] vector, double[] unit) {
    double projection = dot(vector, unit);
    for (int k = 0; k < vector.length; k++) {
      vector[k] -= projection * unit[k];
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += a[k] * b[k];
    }
    return sum;
  }
}

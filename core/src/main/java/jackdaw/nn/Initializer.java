package jackdaw.nn;

import jackdaw.random.RandomStream;

/** Fills a parameter before training; a weight is a matrix [inputs, outputs]. */
@FunctionalInterface
public interface Initializer {
  /**
   * Writes [rows, columns] values in row-major order.
   *
   * @param values where to write, from {@code offset} on
   */
  void fill(float[] values, int offset, int rows, int columns, RandomStream random);

  /** All zeros. */
  static Initializer zeros() {
    return constant(0);
  }

  /** The same number everywhere. */
  static Initializer constant(double value) {
    return (values, offset, rows, columns, random) -> java.util.Arrays
        .fill(values, offset, offset + rows * columns, (float) value);
  }

  /** Normal with mean 0 and the given standard deviation. */
  static Initializer normal(double standardDeviation) {
    return (values, offset, rows, columns, random) -> {
      for (int i = 0; i < rows * columns; i++) {
        values[offset + i] = (float) (standardDeviation * random.nextGaussian());
      }
    };
  }

  /** Uniform in [−limit, limit]. */
  static Initializer uniform(double limit) {
    return (values, offset, rows, columns, random) -> {
      for (int i = 0; i < rows * columns; i++) {
        values[offset + i] = (float) (limit * (2 * random.nextDouble() - 1));
      }
    };
  }

  /** Uniform with variance gain² · 2 / (inputs + outputs) (Glorot and Bengio 2010). */
  static Initializer xavier(double gain) {
    return (
        values, offset, rows, columns, random) -> uniform(gain * Math.sqrt(6.0 / (rows + columns)))
            .fill(values, offset, rows, columns, random);
  }

  /** Uniform with variance gain² / inputs (He et al. 2015); gain √2 goes with ReLU. */
  static Initializer kaiming(double gain) {
    return (values, offset, rows, columns, random) -> uniform(gain * Math.sqrt(3.0 / rows))
        .fill(values, offset, rows, columns, random);
  }

  /**
   * A matrix whose shorter side is orthonormal, times a gain (Saxe et al. 2014): the orthogonal part
   * of a matrix of normal numbers, distributed uniformly over such matrices.
   */
  static Initializer orthogonal(double gain) {
    return (values, offset, rows, columns, random) -> {
      boolean wide = columns > rows;
      int count = wide ? rows : columns;
      double[][] vectors = Orthonormal.vectors(count, wide ? columns : rows, random);
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < columns; j++) {
          double value = wide ? vectors[i][j] : vectors[j][i];
          values[offset + i * columns + j] = (float) (gain * value);
        }
      }
    };
  }
}

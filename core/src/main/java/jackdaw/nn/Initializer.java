package jackdaw.nn;

import jackdaw.random.RandomStream;

/** Sets the values of a parameter before training; a weight is a matrix [inputs, outputs]. */
@FunctionalInterface
public interface Initializer {
  /**
   * Writes [rows, columns] values in row-major order.
   *
   * @param values the array to write to, from {@code offset} on
   */
  void fill(float[] values, int offset, int rows, int columns, RandomStream random);

  /** Sets all values to 0. */
  static Initializer zeros() {
    return constant(0);
  }

  /** Sets all values to the same number. */
  static Initializer constant(double value) {
    return (values, offset, rows, columns, random) -> java.util.Arrays
        .fill(values, offset, offset + rows * columns, (float) value);
  }

  /** Draws from a normal distribution with mean 0 and the given standard deviation. */
  static Initializer normal(double standardDeviation) {
    return (values, offset, rows, columns, random) -> {
      for (int i = 0; i < rows * columns; i++) {
        values[offset + i] = (float) (standardDeviation * random.nextGaussian());
      }
    };
  }

  /** Draws uniformly from [−limit, limit]. */
  static Initializer uniform(double limit) {
    return (values, offset, rows, columns, random) -> {
      for (int i = 0; i < rows * columns; i++) {
        values[offset + i] = (float) (limit * (2 * random.nextDouble() - 1));
      }
    };
  }

  /** Draws uniformly with variance gain² · 2 / (inputs + outputs) (Glorot and Bengio 2010). */
  static Initializer xavier(double gain) {
    return (
        values, offset, rows, columns, random) -> uniform(gain * Math.sqrt(6.0 / (rows + columns)))
            .fill(values, offset, rows, columns, random);
  }

  /** Draws uniformly with variance gain² / inputs (He et al. 2015); ReLU needs a gain of √2. */
  static Initializer kaiming(double gain) {
    return (values, offset, rows, columns, random) -> uniform(gain * Math.sqrt(3.0 / rows))
        .fill(values, offset, rows, columns, random);
  }

  /**
   * Draws a matrix whose rows or columns, the fewer of the two, are orthonormal, times a gain (Saxe
   * et al. 2014). It is the orthogonal part of a matrix of normal numbers, so that all such
   * matrices are equally likely.
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

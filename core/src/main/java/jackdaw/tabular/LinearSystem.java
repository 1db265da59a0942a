package jackdaw.tabular;

/** Linear equations, by Gaussian elimination with the largest pivot of each column. */
final class LinearSystem {
  /** n equations take n³ / 3 multiplications: 4096 take some 20 seconds. */
  static final int MAX_SIZE = 4096;

  private LinearSystem() {}

  static void requireSize(int size) {
    if (size > MAX_SIZE) {
      throw new IllegalArgumentException(
          "%d states are too many to solve for, at most %d are possible: use value iteration, or"
              .formatted(size, MAX_SIZE)
              + " policy iteration with a number of sweeps");
    }
  }

  /**
   * Solves A x = b.
   *
   * @param matrix A, which is overwritten
   * @param right b, which is overwritten by x and returned
   */
  static double[] solve(double[][] matrix, double[] right) {
    int size = right.length;
    for (int column = 0; column < size; column++) {
      pivot(matrix, right, column);
      double[] top = matrix[column];
      for (int row = column + 1; row < size; row++) {
        double[] below = matrix[row];
        double factor = below[column] / top[column];
        if (factor != 0) {
          for (int i = column; i < size; i++) {
            below[i] -= factor * top[i];
          }
          right[row] -= factor * right[column];
        }
      }
    }
    for (int row = size - 1; row >= 0; row--) {
      double rest = right[row];
      for (int i = row + 1; i < size; i++) {
        rest -= matrix[row][i] * right[i];
      }
      right[row] = rest / matrix[row][row];
    }
    return right;
  }

  private static void pivot(double[][] matrix, double[] right, int column) {
    int largest = column;
    for (int row = column + 1; row < right.length; row++) {
      if (Math.abs(matrix[row][column]) > Math.abs(matrix[largest][column])) {
        largest = row;
      }
    }
    double[] row = matrix[column];
    matrix[column] = matrix[largest];
    matrix[largest] = row;
    double value = right[column];
    right[column] = right[largest];
    right[largest] = value;
  }
}

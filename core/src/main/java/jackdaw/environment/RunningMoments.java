package jackdaw.environment;

import jackdaw.state.Snapshot;
import jackdaw.state.Stateful;

/**
 * The running mean and variance of columns, in double precision. The mean and the sum of squared
 * deviations of each batch are merged into those of all earlier batches (Chan, Golub and LeVeque
 * 1979): that loses no precision, however large the numbers are relative to their spread. Adding a
 * batch allocates nothing.
 */
public final class RunningMoments implements Stateful {
  private final double[] mean;
  private final double[] squares;
  private long count;

  /** Creates empty statistics of {@code size} columns. */
  public RunningMoments(int size) {
    mean = new double[size];
    squares = new double[size];
  }

  /** Adds a batch of rows, [rows, size]. */
  public void add(float[] values, int rows) {
    if (rows == 0) {
      return;
    }
    int size = mean.length;
    double all = (double) count + rows;
    for (int column = 0; column < size; column++) {
      double sum = 0;
      for (int at = column; at < rows * size; at += size) {
        sum += values[at];
      }
      double batchMean = sum / rows;
      double batchSquares = 0;
      for (int at = column; at < rows * size; at += size) {
        double deviation = values[at] - batchMean;
        batchSquares += deviation * deviation;
      }
      double shift = batchMean - mean[column];
      mean[column] += shift * (rows / all);
      squares[column] += batchSquares + shift * shift * (count * (rows / all));
    }
    count += rows;
  }

  /** Returns the number of rows so far. */
  public long count() {
    return count;
  }

  /** Returns the mean of a column; 0 before the first row. */
  public double mean(int column) {
    return mean[column];
  }

  /** Returns the variance of a column, divided by the number of rows; 1 before the first row. */
  public double variance(int column) {
    return count == 0 ? 1 : squares[column] / count;
  }

  @Override
  public void save(Snapshot snapshot) {
    snapshot.put("count", count);
    snapshot.put("mean", mean);
    snapshot.put("squared-deviations", squares);
  }

  @Override
  public void restore(Snapshot snapshot) {
    double[] savedMean = snapshot.doubles("mean", mean.length);
    double[] savedSquares = snapshot.doubles("squared-deviations", squares.length);
    count = snapshot.oneLong("count");
    System.arraycopy(savedMean, 0, mean, 0, mean.length);
    System.arraycopy(savedSquares, 0, squares, 0, squares.length);
  }
}

package jackdaw.runs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The rows of {@code metrics.csv} in columns. Columns are {@code steps}, {@code episodes}, {@code
 * mean-return-100}, {@code mean-length-100}, the algorithm's metrics, {@code wall-seconds} and {@code
 * steps-per-second}.
 *
 * @param names the header
 * @param columns [column][row]; NaN where nothing was known
 */
public record MetricsTable(List<String> names, double[][] columns) {
  /**
   * Reads a file. A last line that is cut short is left out.
   *
   * @throws DamagedFileException if it is missing or is no such table
   */
  public static MetricsTable read(Path file) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Number of rows. */
  public int rows() {
    return columns.length == 0 ? 0 : columns[0].length;
  }

  /**
   * A column by name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public double[] column(String name) {
    throw new UnsupportedOperationException();
  }
}

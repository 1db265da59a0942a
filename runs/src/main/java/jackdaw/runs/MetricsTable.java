package jackdaw.runs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * The rows of {@code metrics.csv} in columns. Columns are {@code steps}, {@code episodes}, {@code
 * mean-return-100}, {@code mean-length-100}, the algorithm's metrics, {@code wall-seconds} and
 * {@code steps-per-second}.
 *
 * @param names the header
 * @param columns the rows of each column, in the order of the header; NaN where nothing was known
 */
public record MetricsTable(List<String> names, List<double[]> columns) {
  private static final String REMEDY = "restore it from a copy, or train again";

  /**
   * Reads a file. A last line that is cut short is left out.
   *
   * @throws DamagedFileException if it is missing or is no such table
   */
  public static MetricsTable read(Path file) throws IOException {
    String text = text(file);
    List<String> lines = text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    if (lines.isEmpty()) {
      throw new DamagedFileException(file, "has no header", REMEDY);
    }
    List<String> names = List.of(lines.getFirst().split(",", -1));
    double[][] columns = new double[names.size()][lines.size() - 1];
    for (int row = 1; row < lines.size(); row++) {
      String[] cells = lines.get(row).split(",", -1);
      if (cells.length != names.size()) {
        throw new DamagedFileException(
            file,
            row + 1,
            "has %d values, where %d are expected".formatted(cells.length, names.size()),
            REMEDY);
      }
      for (int column = 0; column < cells.length; column++) {
        columns[column][row - 1] = number(file, row + 1, cells[column]);
      }
    }
    return new MetricsTable(names, List.of(columns));
  }

  private static String text(Path file) throws IOException {
    DamagedFileException.requireFile(file, REMEDY);
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new DamagedFileException(file, "is missing", REMEDY);
    } catch (IOException e) {
      throw FileErrors.reading(file, e);
    }
  }

  private static double number(Path file, int line, String cell) throws DamagedFileException {
    try {
      return Double.parseDouble(cell);
    } catch (NumberFormatException e) {
      throw new DamagedFileException(file, line, "has a value that is no number", REMEDY);
    }
  }

  /** Number of rows. */
  public int rows() {
    return columns.getFirst().length;
  }

  /**
   * A column by name.
   *
   * @throws IllegalArgumentException if there is none; the message has the nearest names
   */
  public double[] column(String name) {
    int index = names.indexOf(name);
    if (index < 0) {
      throw new IllegalArgumentException(
          "no metric is named %s: %s".formatted(name, Hints.of(name, names)));
    }
    return columns.get(index);
  }
}

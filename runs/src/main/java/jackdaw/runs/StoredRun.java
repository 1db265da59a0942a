package jackdaw.runs;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/**
 * A run that left its files: what decided it and what it measured.
 *
 * @param directory where its files are
 * @param config what decided it
 * @param metrics the rows of its {@code metrics.csv}; at least one
 */
public record StoredRun(RunDirectory directory, RunConfig config, MetricsTable metrics) {
  private static final int MAX_DEPTH = 8;

  /**
   * The runs in some places, sorted by path.
   *
   * @param places run directories, and folders with such directories somewhere in them
   * @throws IllegalArgumentException if a place has no run in it
   * @throws IOException if a run's files cannot be read or are damaged
   */
  public static List<StoredRun> find(Collection<Path> places) throws IOException {
    List<Path> paths = new ArrayList<>();
    for (Path place : places) {
      List<Path> found = new ArrayList<>();
      collect(place, 0, found);
      if (found.isEmpty()) {
        throw new IllegalArgumentException(
            Files.isDirectory(place)
                ? "%s has no run in it: give run directories, or folders of them".formatted(place)
                : "%s is no folder: give run directories, or folders of them".formatted(place));
      }
      Collections.sort(found);
      paths.addAll(found);
    }
    List<StoredRun> runs = new ArrayList<>();
    for (Path path : paths.stream().map(Path::normalize).distinct().toList()) {
      runs.add(read(RunDirectory.open(path)));
    }
    return runs;
  }

  private static void collect(Path folder, int depth, List<Path> found) throws IOException {
    if (!Files.isDirectory(folder) || depth > MAX_DEPTH) {
      return;
    }
    if (Files.isRegularFile(folder.resolve("config.yaml"))) {
      found.add(folder);
      return;
    }
    try (DirectoryStream<Path> inside = Files.newDirectoryStream(folder)) {
      for (Path each : inside) {
        collect(each, depth + 1, found);
      }
    } catch (IOException e) {
      throw FileErrors.reading(folder, e);
    }
  }

  private static StoredRun read(RunDirectory directory) throws IOException {
    MetricsTable metrics = MetricsTable.read(directory.metricsFile());
    if (metrics.rows() == 0) {
      throw new DamagedFileException(
          directory.metricsFile(), "has no rows yet", "wait for the run, or leave it out");
    }
    return new StoredRun(directory, RunConfig.read(directory.configFile()), metrics);
  }

  /**
   * The last value of a metric.
   *
   * @throws IllegalArgumentException if there is no such metric; the message has the nearest names
   */
  public double last(String metric) {
    double[] column = metrics.column(metric);
    return column[column.length - 1];
  }
}

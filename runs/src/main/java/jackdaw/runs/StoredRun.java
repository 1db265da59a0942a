package jackdaw.runs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * A run that left its files: what decided it and what it measured.
 *
 * @param directory where its files are
 * @param config what decided it
 * @param metrics the rows of its {@code metrics.csv}; at least one
 */
public record StoredRun(RunDirectory directory, RunConfig config, MetricsTable metrics) {
  private static final int MAX_DEPTH = 8;

  /** Columns that every run has, by which runs are drawn and compared. */
  private static final List<String> NEEDED = List.of("steps", "mean-return-100", "wall-seconds");

  /**
   * The runs in some places, sorted by path.
   *
   * @param places run directories, and folders with such directories somewhere in them
   * @throws IllegalArgumentException if a place has no run in it
   * @throws IOException if a run's files cannot be read or are damaged
   */
  public static List<StoredRun> find(Collection<Path> places) throws IOException {
    List<Path> paths = new ArrayList<>();
    Set<Path> all = new HashSet<>();
    for (Path place : places) {
      List<Path> found = new ArrayList<>();
      collect(place, 0, new HashSet<>(), found);
      if (found.isEmpty()) {
        throw new IllegalArgumentException(
            Files.isDirectory(place)
                ? "%s has no run in it: give run directories, or folders of them".formatted(place)
                : "%s is no folder: give run directories, or folders of them".formatted(place));
      }
      Collections.sort(found);
      for (Path path : found) {
        if (all.add(path.toRealPath())) {
          paths.add(path.normalize());
        }
      }
    }
    List<StoredRun> runs = new ArrayList<>();
    for (Path path : paths) {
      runs.add(read(RunDirectory.open(path)));
    }
    return runs;
  }

  /**
   * Collects run directories.
   *
   * @param seen folders that were looked into, without symbolic links: several may lead to one
   *     folder, or back
   */
  private static void collect(Path folder, int depth, Set<Path> seen, List<Path> found)
      throws IOException {
    if (!Files.isDirectory(folder) || depth > MAX_DEPTH || !seen.add(folder.toRealPath())) {
      return;
    }
    if (Files.isRegularFile(folder.resolve("config.yaml"))) {
      found.add(folder);
      return;
    }
    try {
      List<Path> inside = WholeFolder.list(folder);
      inside.sort(Comparator.comparing(Files::isSymbolicLink)); // A run's own name comes first.
      for (Path each : inside) {
        collect(each, depth + 1, seen, found);
      }
    } catch (IOException e) {
      throw FileErrors.reading(folder, e);
    }
  }

  private static StoredRun read(RunDirectory directory) throws IOException {
    MetricsTable metrics = MetricsTable.read(directory.metricsFile());
    for (String column : NEEDED) {
      if (!metrics.names().contains(column)) {
        throw new DamagedFileException(
            directory.metricsFile(),
            "has no column " + column,
            "restore its first line, or leave the run out");
      }
    }
    if (metrics.rows() == 0) {
      throw new DamagedFileException(
          directory.metricsFile(), "has no rows yet", "wait for the run, or leave it out");
    }
    return new StoredRun(directory, RunConfig.read(directory.configFile()), metrics);
  }

  /**
   * The mean return from which the environment counts as solved, as {@code summary.json} has it;
   * empty if there is none, or the run has no summary yet. The environment itself is not asked: it
   * would have to be made, which may take another process or run code of others.
   */
  public OptionalDouble solvedReturn() {
    try {
      Double mark = Summary.read(directory.summaryFile()).solvedReturn();
      return mark == null ? OptionalDouble.empty() : OptionalDouble.of(mark);
    } catch (IOException e) {
      return OptionalDouble.empty();
    }
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

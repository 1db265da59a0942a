package jackdaw.runs;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a run keeps its files:
 *
 * <pre>
 * config.yaml                   everything that decided the run
 * metrics.csv                   a row now and then
 * events.out.tfevents.jackdaw   the same for TensorBoard
 * curve.png                     mean return over steps
 * checkpoint/                   the whole state, to go on from
 * best/                         the parameters with the highest mean return so far
 * summary.json                  how it went
 * </pre>
 *
 * <p>Each is there whole or not at all, but for the two that grow while the run goes on. A folder
 * {@code checkpoint.new} is a checkpoint whose writer was killed at the last moment; it counts as
 * {@code checkpoint}.
 */
public final class RunDirectory {
  private final Path path;

  private RunDirectory(Path path) {
    this.path = path;
  }

  /**
   * Makes a directory for a new run; an empty one may already be there.
   *
   * @throws IllegalArgumentException if it is a file or is not empty
   * @throws IOException if it cannot be made or written to
   */
  public static RunDirectory create(Path path) throws IOException {
    if (Files.exists(path) && !Files.isDirectory(path)) {
      throw new IllegalArgumentException(
          "run directory %s is a file: choose another directory".formatted(path));
    }
    try {
      Files.createDirectories(path);
      if (!isEmpty(path)) {
        throw new IllegalArgumentException(
            "run directory %s is not empty: choose another one, remove it, or go on with its run"
                .formatted(path)
                + " by resume");
      }
      Path probe = path.resolve(".writing");
      Files.createFile(probe);
      Files.delete(probe);
    } catch (IOException e) {
      throw FileErrors.writing(path, e);
    }
    return new RunDirectory(path);
  }

  private static boolean isEmpty(Path path) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
      return !files.iterator().hasNext();
    }
  }

  /**
   * The directory of a run that was started before.
   *
   * @throws DamagedFileException if there is no such directory, or it has no {@code config.yaml}
   */
  public static RunDirectory open(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      throw new DamagedFileException(
          path,
          Files.exists(path) ? "is a file, not a run directory" : "does not exist",
          "give the directory of a run");
    }
    RunDirectory directory = new RunDirectory(path);
    if (!Files.isRegularFile(directory.configFile())) {
      throw new DamagedFileException(
          directory.configFile(), "is missing", "restore it, or give the directory of a run");
    }
    return directory;
  }

  /** The directory itself. */
  public Path path() {
    return path;
  }

  /** {@code config.yaml}. */
  public Path configFile() {
    return path.resolve("config.yaml");
  }

  /** {@code metrics.csv}. */
  public Path metricsFile() {
    return path.resolve("metrics.csv");
  }

  /** TensorBoard's events. */
  public Path eventsFile() {
    return path.resolve("events.out.tfevents.jackdaw");
  }

  /** {@code curve.png}. */
  public Path curveFile() {
    return path.resolve("curve.png");
  }

  /** {@code summary.json}. */
  public Path summaryFile() {
    return path.resolve("summary.json");
  }

  /** {@code checkpoint/}. */
  public Path checkpoint() {
    return path.resolve("checkpoint");
  }

  /** {@code best/}. */
  public Path best() {
    return path.resolve("best");
  }

  /** True if there is a checkpoint to go on from. */
  public boolean hasCheckpoint() {
    return WholeFolder.find(checkpoint()).isPresent();
  }

  @Override
  public String toString() {
    return path.toString();
  }
}

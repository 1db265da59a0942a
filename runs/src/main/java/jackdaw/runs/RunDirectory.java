package jackdaw.runs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * The directory in which a run keeps its files:
 *
 * <pre>
 * .lock                         the number of the process that trains here, which locks it
 * config.yaml                   everything that decided the run
 * metrics.csv                   a row for each thousandth of the run
 * events.out.tfevents.jackdaw   the same for TensorBoard
 * curve.png                     mean return over steps
 * checkpoint/                   the whole state, to go on from
 * best/                         the parameters with the highest mean return so far
 * summary.json                  how it went
 * </pre>
 *
 * <p>Each is there whole or not at all, except the two that grow during the run. A folder {@code
 * checkpoint.new} is a checkpoint whose writer was killed at the last moment; it counts as {@code
 * checkpoint}.
 */
public final class RunDirectory {
  private static final String CONFIG = "config.yaml";
  private static final String PROBE = ".writing";

  /** What is in a directory before {@code config.yaml} makes it a run's. */
  private static final Set<String> BEFORE_A_RUN =
      Set.of(FolderLock.NAME, PROBE, CONFIG + WholeFile.WRITING);

  private final Path path;

  private RunDirectory(Path path) {
    this.path = path;
  }

  /**
   * Makes a directory for a new run. It may already be there, if it is empty or has nothing but
   * what a process left that was killed before it had begun its run.
   *
   * @throws IllegalArgumentException if it is a file or is not empty
   * @throws IOException if it cannot be made or written to
   */
  public static RunDirectory create(Path path) throws IOException {
    if (Files.exists(path) && !Files.isDirectory(path)) {
      throw new IllegalArgumentException(
          "run directory %s is a file: choose another directory".formatted(path));
    }
    RunDirectory directory = new RunDirectory(path);
    try {
      Files.createDirectories(path);
      directory.requireFresh();
      Path probe = path.resolve(PROBE);
      Files.write(probe, new byte[0]);
      Files.deleteIfExists(probe);
    } catch (IOException e) {
      throw FileErrors.writing(path, e);
    }
    return directory;
  }

  /**
   * Checks that no run was begun here.
   *
   * @throws IllegalArgumentException if something is in the directory that no run has left
   */
  void requireFresh() throws IOException {
    for (Path file : WholeFolder.list(path)) {
      if (!BEFORE_A_RUN.contains(file.getFileName().toString())) {
        throw new IllegalArgumentException(
            "run directory %s is not empty: choose another one, remove it, or go on with its run"
                .formatted(path)
                + " by resume");
      }
    }
  }

  /** Takes back what a run wrote that could not begin, {@code config.yaml} last. */
  void clear() throws IOException {
    Files.deleteIfExists(eventsFile());
    Files.deleteIfExists(metricsFile());
    Files.deleteIfExists(configFile());
  }

  /**
   * Deletes a directory in which no run was begun, unless another process is about to begin one or
   * the user has put something there.
   *
   * @throws IOException if it cannot be deleted
   */
  public void removeIfFresh() throws IOException {
    try (FolderLock _ = FolderLock.of(path)) {
      requireFresh();
      for (String name : BEFORE_A_RUN) {
        Files.deleteIfExists(path.resolve(name));
      }
      Files.delete(path);
    } catch (IllegalArgumentException e) {
      // It is not ours alone.
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
    return path.resolve(CONFIG);
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

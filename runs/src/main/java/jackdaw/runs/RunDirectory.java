package jackdaw.runs;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Where a run keeps its files:
 *
 * <pre>
 * config.yaml     everything that decided the run
 * metrics.csv     one row now and then
 * events.out.tfevents.jackdaw   the same for TensorBoard
 * curve.png       mean return over steps
 * checkpoint/     the whole state, to go on from
 * best/           the parameters with the highest mean return so far
 * summary.json    how it went
 * </pre>
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
    throw new UnsupportedOperationException();
  }

  /**
   * The directory of a run that was started before.
   *
   * @throws DamagedFileException if there is no such directory, or it has no {@code config.yaml}
   */
  public static RunDirectory open(Path path) throws IOException {
    throw new UnsupportedOperationException();
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
    throw new UnsupportedOperationException();
  }

  @Override
  public String toString() {
    return path.toString();
  }
}

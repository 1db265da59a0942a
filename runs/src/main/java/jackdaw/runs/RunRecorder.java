package jackdaw.runs;

import jackdaw.algorithm.Algorithm;
import jackdaw.experience.EpisodeStatistics;
import jackdaw.metric.Metrics;
import jackdaw.train.Trainer;
import jackdaw.train.TrainingListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes a run's files while it goes on: a row of metrics whenever the steps pass a multiple of a
 * thousandth of the run, a checkpoint now and then, and the summary at the end. It looks at clocks
 * but never lets them touch the training.
 */
final class RunRecorder implements TrainingListener, AutoCloseable {
  private static final int ROWS = 1000;
  private static final double NANOS = 1e9;

  private final RunConfig config;
  private final RunDirectory directory;
  private final MetricsFile metricsFile;
  private final TensorBoardEvents events;
  private final List<String> names;
  private final double[] row;
  private final long stepsPerRow;

  private final List<String> warnings = new ArrayList<>();

  private RowListener rowListener = (_, _) -> {};
  private long checkpointNanos = 10_000_000_000L;
  private final RunClock clock = new RunClock();
  private long lastSteps;
  private long lastRowNanos;
  private long lastRowSteps;
  private long lastCheckpointNanos;
  private double writtenBest = Double.NEGATIVE_INFINITY;
  private @Nullable Summary summary;

  private RunRecorder(
      RunConfig config,
      RunDirectory directory,
      MetricsFile metricsFile,
      TensorBoardEvents events,
      List<String> names) {
    this.config = config;
    this.directory = directory;
    this.metricsFile = metricsFile;
    this.events = events;
    this.names = names;
    row = new double[names.size()];
    stepsPerRow = Math.max(1, config.totalSteps() / ROWS);
  }

  /** Opens the files that grow. */
  static RunRecorder open(RunConfig config, RunDirectory directory, Metrics metrics)
      throws IOException {
    List<String> names = columns(metrics);
    MetricsFile metricsFile = MetricsFile.open(directory.metricsFile(), names);
    try {
      TensorBoardEvents events =
          TensorBoardEvents.open(directory.eventsFile(), tags(names, config));
      return new RunRecorder(config, directory, metricsFile, events, names);
    } catch (IOException e) {
      metricsFile.close();
      throw e;
    }
  }

  private static List<String> columns(Metrics metrics) {
    List<String> names =
        new ArrayList<>(List.of("steps", "episodes", "mean-return-100", "mean-length-100"));
    names.addAll(metrics.names());
    names.addAll(List.of("wall-seconds", "steps-per-second"));
    return names;
  }

  /** All columns but the steps, which every event has anyway. */
  private static List<String> tags(List<String> columns, RunConfig config) {
    List<String> tags = new ArrayList<>();
    for (int i = 1; i < columns.size(); i++) {
      String group = i < 4 ? "episodes" : i < columns.size() - 2 ? config.algorithm() : "time";
      tags.add(group + '/' + columns.get(i));
    }
    return tags;
  }

  /** Sets what sees each row of metrics as it is written. */
  void onRow(RowListener listener) {
    rowListener = listener;
  }

  /** Sets the time between two checkpoints. */
  void checkpointEvery(long nanos) {
    checkpointNanos = nanos;
  }

  /** What the user has to be told of the files that were there, a line each. */
  List<String> warnings() {
    return warnings;
  }

  /** Goes on from a step, with what was measured before it. */
  void goOnFrom(long steps, Times times) throws IOException {
    clock.goOnFrom(times);
    metricsFile.keepUpTo(steps).ifPresent(warnings::add);
    events.keepUpTo(steps).ifPresent(warnings::add);
  }

  @Override
  public void started(Trainer trainer) {
    clock.started(trainer);
    lastRowNanos = System.nanoTime();
    lastCheckpointNanos = lastRowNanos;
    lastSteps = trainer.algorithm().steps();
    lastRowSteps = lastSteps;
  }

  @Override
  public void iterated(Trainer trainer) {
    long steps = trainer.algorithm().steps();
    clock.iterated(trainer);
    long now = clock.lastNanos();
    try {
      if (steps / stepsPerRow != lastSteps / stepsPerRow || trainer.complete()) {
        writeRow(trainer.algorithm(), steps, now);
      }
      if (now - lastCheckpointNanos >= checkpointNanos && !trainer.complete()) {
        writeCheckpoint(trainer);
        lastCheckpointNanos = System.nanoTime();
      }
    } catch (IOException e) {
      throw unchecked(e);
    }
    lastSteps = steps;
  }

  private void writeRow(Algorithm algorithm, long steps, long now) throws IOException {
    EpisodeStatistics episodes = algorithm.episodes();
    Metrics metrics = algorithm.metrics();
    int column = 0;
    row[column++] = steps;
    row[column++] = episodes.episodes();
    row[column++] = episodes.meanReturn();
    row[column++] = episodes.meanLength();
    for (int i = 0; i < metrics.names().size(); i++) {
      row[column++] = metrics.value(i);
    }
    row[column++] = RunClock.rounded(clock.wallSeconds(now));
    row[column++] = RunClock.rounded((steps - lastRowSteps) * NANOS / (now - lastRowNanos));
    metricsFile.append(row);
    events.append(row);
    rowListener.row(names, row);
    lastRowSteps = steps;
    lastRowNanos = now;
  }

  private void writeCheckpoint(Trainer trainer) throws IOException {
    metricsFile.sync();
    Checkpoint.save(directory, config, trainer, clock.times());
    if (trainer.bestMeanReturn() > writtenBest) {
      Checkpoint.saveBest(directory, config, trainer);
      writtenBest = trainer.bestMeanReturn();
    }
  }

  @Override
  public void ended(Trainer trainer) {
    summary = clock.summary(config, trainer.algorithm());
    try {
      writeCheckpoint(trainer);
      summary.write(directory.summaryFile());
    } catch (IOException e) {
      throw unchecked(e);
    }
  }

  /** How the run went, once it has ended. */
  Summary summary() {
    if (summary == null) {
      throw new IllegalStateException("the run has not ended");
    }
    return summary;
  }

  private static UncheckedIOException unchecked(IOException e) {
    return new UncheckedIOException(e.getMessage(), e);
  }

  @Override
  public void close() throws IOException {
    try (metricsFile) {
      events.close();
    }
  }
}

package jackdaw.runs;

import java.io.IOException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;
import jackdaw.algorithm.Policy;
import jackdaw.environment.Environment;
import jackdaw.train.Evaluation;
import jackdaw.train.Trainer;
import jackdaw.train.TrainingListener;

/**
 * A training run that keeps its files in a run directory.
 *
 * <pre>{@code
 * RunConfig config = RunConfig.builder("ppo", "CartPole-v1").seed(1L).build();
 * try (Run run = Run.start(config, CartPole::new, RunDirectory.create(Path.of("run")))) {
 *   Summary summary = run.train();
 * }
 * }</pre>
 *
 * <p>{@link #resume} goes on with a run that was stopped or killed; its end equals, bit for bit, the
 * end of the run that was never stopped.
 *
 * <p>Errors, each with a message of one line: {@link IllegalArgumentException} for what the caller
 * asked for, {@link IOException} for files ({@link java.io.UncheckedIOException} in the midst of
 * training), {@link jackdaw.algorithm.TrainingException} and {@link
 * jackdaw.environment.EnvironmentException} for training that cannot go on. The last good checkpoint
 * stays after any of them.
 */
public final class Run implements AutoCloseable {
  private Run() {}

  /**
   * Prepares a new run and writes its {@code config.yaml}.
   *
   * @param environments makes one environment at each call
   * @param listeners are told how training goes, after the run's own files are written
   */
  public static Run start(
      RunConfig config,
      Supplier<? extends Environment> environments,
      RunDirectory directory,
      TrainingListener... listeners)
      throws IOException {
    throw new UnsupportedOperationException();
  }

  /**
   * Prepares to go on with a run from its checkpoint; from the beginning if it was killed before it
   * had written one. Schedules follow the new number of steps from there on.
   *
   * @param environments gives what makes environments of a name
   * @param totalSteps a new length of the run, or empty for the old one
   * @throws IllegalArgumentException if {@code totalSteps} is below the steps already taken
   * @throws DamagedFileException if a file is missing, cut short or altered
   */
  public static Run resume(
      RunDirectory directory,
      Function<String, ? extends Supplier<? extends Environment>> environments,
      OptionalLong totalSteps,
      TrainingListener... listeners)
      throws IOException {
    throw new UnsupportedOperationException();
  }

  /**
   * Loads what a run has learnt.
   *
   * @param environment what the run was trained in; it is only asked for its spaces
   * @param best the best parameters so far instead of the checkpoint's
   */
  public static Policy policy(RunDirectory directory, Environment environment, boolean best)
      throws IOException {
    throw new UnsupportedOperationException();
  }

  /**
   * Plays episodes with what a run has learnt, always with the most likely action.
   *
   * @param environments gives what makes environments of a name
   * @param best the best parameters so far instead of the checkpoint's
   * @param episodes how many; at least 1
   * @param seed decides the episodes
   */
  public static Evaluation evaluate(
      RunDirectory directory,
      Function<String, ? extends Supplier<? extends Environment>> environments,
      boolean best,
      int episodes,
      long seed)
      throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Sets the time between two checkpoints; 10 seconds where nobody says otherwise. */
  public Run checkpointEvery(Duration interval) {
    throw new UnsupportedOperationException();
  }

  /**
   * Trains until the run is complete or a stop was asked for, then writes the last checkpoint and the
   * summary. Called once.
   */
  public Summary train() {
    throw new UnsupportedOperationException();
  }

  /** Asks the run to end after the present iteration; may be called from any thread. */
  public void requestStop() {
    throw new UnsupportedOperationException();
  }

  /** What decides the run. */
  public RunConfig config() {
    throw new UnsupportedOperationException();
  }

  /** What repeats the iterations. */
  public Trainer trainer() {
    throw new UnsupportedOperationException();
  }

  /** Frees threads, environments and open files; training must have ended. */
  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}

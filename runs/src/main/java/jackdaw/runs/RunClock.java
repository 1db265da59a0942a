package jackdaw.runs;

import jackdaw.algorithm.Algorithm;
import jackdaw.train.Trainer;
import jackdaw.train.TrainingListener;
import java.util.OptionalDouble;

/** What a run measures of time while it trains, and the summary that it ends with. */
final class RunClock implements TrainingListener {
  private static final double NANOS = 1e9;

  private Times before = Times.ZERO;
  private long startNanos;
  private long lastNanos;
  private long lastSteps;
  private double steadySteps;
  private double steadySeconds;
  private double solvedAtProcessSeconds = Double.NaN;

  /** Goes on with what earlier processes of the run measured. */
  void goOnFrom(Times times) {
    before = times;
    steadySteps = times.steadySteps();
    steadySeconds = times.steadySeconds();
    solvedAtProcessSeconds = times.solvedAtProcessSeconds();
  }

  @Override
  public void started(Trainer trainer) {
    startNanos = System.nanoTime();
    lastNanos = startNanos;
    lastSteps = trainer.algorithm().steps();
  }

  @Override
  public void iterated(Trainer trainer) {
    long steps = trainer.algorithm().steps();
    long now = System.nanoTime();
    if (2 * lastSteps >= trainer.totalSteps()) {
      steadySteps += steps - lastSteps;
      steadySeconds += (now - lastNanos) / NANOS;
    }
    if (Double.isNaN(solvedAtProcessSeconds)
        && trainer.algorithm().episodes().solvedAtStep().isPresent()) {
      solvedAtProcessSeconds = before.processSeconds() + ProcessClock.seconds();
    }
    lastSteps = steps;
    lastNanos = now;
  }

  /** When the last iteration ended, by {@link System#nanoTime}. */
  long lastNanos() {
    return lastNanos;
  }

  /** Seconds of training until a time. */
  double wallSeconds(long nanos) {
    return before.wallSeconds() + (nanos - startNanos) / NANOS;
  }

  /** Rounds to millionths: more digits of a time tell nothing. */
  static double rounded(double value) {
    return Math.round(value * 1e6) / 1e6;
  }

  /** What was measured until now. */
  Times times() {
    return new Times(
        wallSeconds(System.nanoTime()),
        before.processSeconds() + ProcessClock.seconds(),
        steadySteps,
        steadySeconds,
        solvedAtProcessSeconds);
  }

  /** How the run went until the end of its last iteration. */
  Summary summary(RunConfig config, Algorithm algorithm) {
    double wall = wallSeconds(lastNanos);
    double meanReturn = algorithm.episodes().meanReturn();
    OptionalDouble mark = algorithm.episodes().solvedReturn();
    long solved = algorithm.episodes().solvedAtStep().orElse(-1);
    return new Summary(
        config.algorithm(),
        config.environment(),
        config.profile(),
        config.seed(),
        config.threads(),
        algorithm.steps(),
        rounded(wall),
        rounded(before.processSeconds() + ProcessClock.seconds()),
        wall > 0 ? rounded(algorithm.steps() / wall) : null,
        steadySeconds > 0 ? rounded(steadySteps / steadySeconds) : null,
        Double.isNaN(meanReturn) ? null : meanReturn,
        solved < 0 ? null : solved,
        Double.isNaN(solvedAtProcessSeconds) ? null : rounded(solvedAtProcessSeconds),
        mark.isPresent() ? mark.getAsDouble() : null,
        Hashes.sha256(algorithm.parameters().values()));
  }
}

package jackdaw.cli;

import jackdaw.environment.Environment;
import jackdaw.environments.Environments;
import jackdaw.runs.MetricsTable;
import jackdaw.runs.Run;
import jackdaw.runs.RunConfig;
import jackdaw.runs.RunDirectory;
import jackdaw.runs.Summary;
import jackdaw.train.TrainingListener;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/** One training run in front of a user: what is to read before, during and after it. */
final class Session {
  static final String QUIET = "--quiet";
  static final String QUIET_HELP = "print nothing but errors";

  private final Terminal terminal;
  private final boolean quiet;

  Session(Terminal terminal, boolean quiet) {
    this.terminal = terminal;
    this.quiet = quiet;
  }

  /** Makes the run, given what it has to tell of its progress. */
  @FunctionalInterface
  interface Preparation {
    Run prepare(TrainingListener... listeners) throws IOException;
  }

  /** Trains to the end, or until somebody asks to stop; draws the curve and says how it went. */
  int train(RunDirectory directory, Stop stop, Preparation preparation) throws IOException {
    StatusLine status = new StatusLine(terminal, stop::requested);
    try (Run run = quiet ? preparation.prepare() : preparation.prepare(status)) {
      stop.attach(run);
      if (run.trainer().complete() && !stop.requested() && isFinished(directory)) {
        sayNothingToDo(run, directory);
        return ErrorReport.FINE;
      }
      Summary summary;
      try (status) {
        summary = run.train();
      }
      drawCurve(run.config(), directory);
      if (!quiet) {
        new Farewell(terminal.out(), directory.path(), run, summary).print();
      }
      return ErrorReport.FINE;
    }
  }

  private static boolean isFinished(RunDirectory directory) {
    return directory.summaryFile().toFile().exists() && directory.curveFile().toFile().exists();
  }

  private void sayNothingToDo(Run run, RunDirectory directory) {
    say(
        "This run is complete (%s of %s steps). To train on: %s resume %s --total-steps %d"
            .formatted(
                Numbers.grouped(run.trainer().algorithm().steps()),
                Numbers.grouped(run.config().totalSteps()),
                Main.called(),
                directory,
                2 * run.config().totalSteps()));
  }

  /** {@code ppo on CartPole-v1 (profile default, seed 1)}. */
  static String describe(RunConfig config) {
    return config.algorithm()
        + " on "
        + config.environment()
        + " (profile "
        + config.profile()
        + ", seed "
        + config.seed()
        + ")";
  }

  /** Prints a line of progress, unless the user wants none. */
  void say(String line) {
    if (!quiet) {
      PrintStream err = terminal.err();
      err.println(line);
      err.flush();
    }
  }

  /** A picture that cannot be drawn, for want of fonts say, is no reason to fail a run. */
  private void drawCurve(RunConfig config, RunDirectory directory) {
    Path file = directory.curveFile();
    String title = config.algorithm().toUpperCase(Locale.ROOT) + describe(config).substring(
        config.algorithm().length());
    try {
      MetricsTable metrics = MetricsTable.read(directory.metricsFile());
      Curve.of(title, metrics, solvedReturn(config.environment())).write(file);
    } catch (IOException | RuntimeException | Error e) {
      terminal
          .err()
          .println(
              "jackdaw: warning: could not draw %s (%s): it needs a JDK with java.desktop and fonts"
                  .formatted(file, ErrorReport.line(e)));
    }
  }

  private static OptionalDouble solvedReturn(String environment) {
    Supplier<Environment> environments = Environments.supplier(environment);
    try (Environment one = environments.get()) {
      return one.solvedReturn();
    }
  }
}

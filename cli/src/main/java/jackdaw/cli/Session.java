package jackdaw.cli;

import jackdaw.metric.Phase;
import jackdaw.metric.Timings;
import jackdaw.runs.DamagedFileException;
import jackdaw.runs.JsonLines;
import jackdaw.runs.MetricsTable;
import jackdaw.runs.Run;
import jackdaw.runs.RunConfig;
import jackdaw.runs.RunDirectory;
import jackdaw.runs.Summary;
import jackdaw.runs.WholeFile;
import jackdaw.train.TrainingListener;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One training run in front of a user: what is to read before, during and after it. */
final class Session {
  static final String QUIET = "--quiet";
  static final String QUIET_HELP = "print nothing but errors";

  static final String TIMINGS = "--timings";
  static final String TIMINGS_HELP = "at the end, show where the time went";

  /** Steps and episodes stand first in a row. */
  private static final int WHOLE_COLUMNS = 2;

  private final Terminal terminal;
  private final LogFormat format;
  private final boolean quiet;
  private final boolean timed;

  Session(Terminal terminal, Arguments arguments) {
    this.terminal = terminal;
    format = LogFormat.of(arguments);
    timed = arguments.has(TIMINGS);
    quiet = arguments.has(QUIET) || format == LogFormat.JSON;
  }

  /** Makes the run, given what it has to tell of its progress. */
  @FunctionalInterface
  interface Preparation {
    Run prepare(TrainingListener... listeners) throws IOException;
  }

  /** Trains to the end, or until somebody asks to stop; draws the curve and says how it went. */
  int train(RunDirectory directory, Stop stop, Preparation preparation) throws IOException {
    JsonLines lines = new JsonLines(terminal.out());
    StatusLine status = new StatusLine(terminal, stop::requested);
    try (Run run = quiet ? preparation.prepare() : preparation.prepare(status)) {
      stop.attach(run::requestStop);
      run.warnings().forEach(this::warn);
      Optional<Summary> written = finished(run, directory);
      if (written.isPresent() && !stop.requested()) {
        sayNothingToDo(run, directory);
        if (format == LogFormat.JSON) {
          writeSummary(lines, true, written.get());
        }
        return ErrorReport.FINE;
      }
      if (format == LogFormat.JSON) {
        writeStart(lines, directory, run);
        run.onRow((names, values) -> writeRow(lines, names, values));
      }
      long stepsBefore = run.trainer().algorithm().steps();
      Timings timings = timed ? Timings.start() : Timings.OFF;
      run.trainer().algorithm().time(timings);
      Summary summary;
      try (status) {
        summary = run.train();
      }
      timings.enter(Phase.REST);
      drawCurve(run, directory);
      if (format == LogFormat.JSON) {
        writeSummary(lines, run.trainer().complete(), summary);
      } else if (!quiet) {
        new Farewell(terminal.out(), directory.path(), run, summary).print();
      }
      if (timed) {
        TimingsTable table =
            new TimingsTable(timings, run.trainer().algorithm().steps() - stepsBefore);
        if (format == LogFormat.JSON) {
          lines.write("timings", table.seconds());
        } else if (!quiet) {
          table.print(terminal.out());
        }
      }
      return ErrorReport.FINE;
    }
  }

  private static void writeStart(JsonLines lines, RunDirectory directory, Run run) {
    RunConfig config = run.config();
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("directory", directory.toString());
    values.put("algorithm", config.algorithm());
    values.put("environment", config.environment());
    values.put("profile", config.profile());
    values.put("seed", config.seed());
    values.put("threads", config.threads());
    values.put("steps", run.trainer().algorithm().steps());
    values.put("totalSteps", config.totalSteps());
    values.put("settings", config.settings());
    lines.write("start", values);
  }

  private static void writeRow(JsonLines lines, List<String> names, double[] row) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (int i = 0; i < row.length; i++) {
      boolean whole = i < WHOLE_COLUMNS;
      values.put(names.get(i), whole ? (Object) (long) row[i] : (Object) row[i]);
    }
    lines.write("progress", values);
  }

  private static void writeSummary(JsonLines lines, boolean complete, Summary summary) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    values.put("complete", complete);
    values.putAll(summary.values());
    lines.write("summary", values);
  }

  /**
   * The summary of a complete run whose files are all there; one that is damaged is written again.
   */
  private static Optional<Summary> finished(Run run, RunDirectory directory) throws IOException {
    if (!run.trainer().complete() || !Files.exists(directory.curveFile())) {
      return Optional.empty();
    }
    try {
      return Optional.of(Summary.read(directory.summaryFile()));
    } catch (DamagedFileException e) {
      return Optional.empty();
    }
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
  private void drawCurve(Run run, RunDirectory directory) {
    RunConfig config = run.config();
    Path file = directory.curveFile();
    String title = config.algorithm().toUpperCase(Locale.ROOT) + describe(config).substring(
        config.algorithm().length());
    try {
      MetricsTable metrics = MetricsTable.read(directory.metricsFile());
      Curve curve =
          Curve.of(title, metrics, run.trainer().algorithm().episodes().solvedReturn());
      WholeFile.at(file).write(curve::write);
    } catch (IOException e) {
      warn("could not draw the curve: " + ErrorReport.line(e));
    } catch (RuntimeException | Error e) {
      warn(
          "could not draw %s (%s): it needs a JDK with java.desktop and fonts"
              .formatted(file, ErrorReport.line(e)));
    }
  }

  private void warn(String line) {
    ErrorReport.warn(terminal.err(), line);
  }
}

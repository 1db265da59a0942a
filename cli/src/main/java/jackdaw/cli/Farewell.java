package jackdaw.cli;

import jackdaw.experience.EpisodeStatistics;
import jackdaw.runs.Run;
import jackdaw.runs.Summary;
import java.io.PrintStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What a user reads when training has ended: how it went, where the files are, what to do next. */
record Farewell(PrintStream out, Path directory, Run run, Summary summary) {
  void print() {
    boolean complete = run.trainer().complete();
    line(
        complete ? "Trained" : "Stopped at",
        "%s steps in %s s, %s steps/s%s"
            .formatted(
                complete
                    ? Numbers.grouped(summary.totalSteps())
                    : Numbers.grouped(summary.totalSteps()) + " of "
                        + Numbers.grouped(run.config().totalSteps()),
                Numbers.fixed(summary.wallSeconds(), 1),
                speed(summary.stepsPerSecond()),
                summary.steadyStepsPerSecond() == null
                    ? ""
                    : " (%s over the second half)"
                        .formatted(speed(summary.steadyStepsPerSecond()))));
    if (summary.meanReturn100() != null) {
      line(
          "Return",
          "%s, mean of %s".formatted(Numbers.decimal(summary.meanReturn100()), episodes()));
    }
    if (summary.solvedAtStep() != null && summary.solvedAtProcessSeconds() != null) {
      line(
          "Solved",
          "after %s steps, %s s from the start of the program"
              .formatted(
                  Numbers.grouped(summary.solvedAtStep()),
                  Numbers.fixed(summary.solvedAtProcessSeconds(), 2)));
    }
    line("Files", directory.toString());
    String called = Main.called();
    if (complete) {
      line("Try next", "%s evaluate %s".formatted(called, directory));
      line(
          "",
          "%s resume %s --total-steps %d"
              .formatted(called, directory, 2 * run.config().totalSteps()));
    } else {
      line("Go on by", "%s resume %s".formatted(called, directory));
    }
  }

  private String episodes() {
    long episodes = run.trainer().algorithm().episodes().episodes();
    return episodes >= EpisodeStatistics.WINDOW
        ? "the last %d episodes".formatted(EpisodeStatistics.WINDOW)
        : episodes == 1 ? "one episode" : "all %d episodes".formatted(episodes);
  }

  private void line(String title, String text) {
    out.println(title + " ".repeat(Math.max(1, 10 - title.length())) + text);
  }

  private static String speed(@Nullable Double stepsPerSecond) {
    return stepsPerSecond == null ? "-" : Numbers.grouped(Math.round(stepsPerSecond));
  }
}

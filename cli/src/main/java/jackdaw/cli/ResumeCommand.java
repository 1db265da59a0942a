package jackdaw.cli;

import jackdaw.environment.EnvironmentException;
import jackdaw.environments.Environments;
import jackdaw.runs.Run;
import jackdaw.runs.RunDirectory;
import jackdaw.train.TrainingListener;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** {@code jackdaw resume}: goes on with a run that was stopped or killed, or makes it longer. */
final class ResumeCommand implements Command {
  private static final String TOTAL_STEPS = "--total-steps";

  @Override
  public Syntax syntax() {
    return new Syntax(
        "resume",
        "Goes on with a run that was stopped or killed, or makes it longer.",
        List.of("DIR"),
        List.of(
            Option.of(TOTAL_STEPS, "N", "a new length of the run, counted from its beginning"),
            PythonOption.OPTION,
            Option.flag(Session.QUIET, Session.QUIET_HELP),
            LogFormat.option()),
        List.of(
            "The end of the run equals, bit for bit, the end of the run that was never stopped.",
            "Schedules follow a new length from there on."),
        "resume jackdaw-runs/my-run --total-steps 1e6");
  }

  @Override
  public int run(Arguments arguments, Terminal terminal) throws IOException {
    PythonOption.apply(arguments);
    try (Stop stop = Stop.onSignals(terminal)) {
      Long steps = Numbers.whole(TOTAL_STEPS, arguments.value(TOTAL_STEPS), 1, Long.MAX_VALUE);
      RunDirectory directory = directory(arguments.parameters().getFirst());
      stop.leaveAtOnce(true);
      Session session = new Session(terminal, arguments);
      return session.train(
          directory, stop, listeners -> resume(session, directory, steps, listeners));
    }
  }

  static RunDirectory directory(String path) {
    try {
      RunDirectory directory = RunDirectory.open(TrainCommand.toPath("run directory", path));
      PythonOption.lookAbove(directory.path());
      return directory;
    } catch (IOException e) {
      throw new InputException(e);
    }
  }

  private static Run resume(
      Session session,
      RunDirectory directory,
      @Nullable Long totalSteps,
      TrainingListener... listeners) {
    OptionalLong length = totalSteps == null ? OptionalLong.empty() : OptionalLong.of(totalSteps);
    try (Waiting _ = Waiting.of(session, "starting what the run trains in")) {
      Run run = Run.resume(directory, Environments::supplier, length, listeners);
      String steps = Numbers.grouped(run.trainer().algorithm().steps());
      session.say(
          "Resuming " + Session.describe(run.config()) + " at step " + steps + " in " + directory);
      return run;
    } catch (IllegalArgumentException
        | IllegalStateException
        | EnvironmentException
        | IOException e) {
      throw new InputException(e);
    }
  }
}

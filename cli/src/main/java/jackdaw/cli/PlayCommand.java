package jackdaw.cli;

import jackdaw.cli.Watched.Watcher;
import jackdaw.environment.Environment;
import jackdaw.environment.EnvironmentBatch;
import jackdaw.environments.Environments;
import jackdaw.runs.Run;
import jackdaw.runs.RunConfig;
import jackdaw.runs.RunDirectory;
import jackdaw.train.Evaluation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code jackdaw play}: shows episodes of what a run has learnt, and records them. */
final class PlayCommand implements Command {
  private static final String EPISODES = "--episodes";
  private static final String SEED = "--seed";
  private static final String SPEED = "--fps";
  private static final String GIF = "--gif";
  private static final String PNG = "--png";
  private static final String BEST = "--best";
  private static final int MAX_EPISODES = 1_000_000;

  private static final int MAX_SPEED = 1000;

  @Override
  public Syntax syntax() {
    return new Syntax(
        "play",
        "Shows episodes of what a run has learnt, and records them.",
        List.of("DIR"),
        List.of(
            Option.of(EPISODES, "N", "how many; 1 if not given"),
            Option.of(SEED, "N", "decides the first, 1 if not given; the next one has N + 1"),
            Option.of(SPEED, "N", "steps a second, 1 to 1000; what suits the picture if not given"),
            Option.of(GIF, "FILE", "record one film of all episodes"),
            OutputFile.force(),
            Option.of(PNG, "DIR", "record a picture of each step, in a new folder"),
            Option.flag(BEST, "the parameters with the highest mean return instead of the last"),
            PythonOption.OPTION,
            Option.flag(Session.QUIET, "show nothing, only record, as fast as it goes")),
        List.of(
            "Actions are always the most likely ones: 'evaluate DIR --episodes 1 --seed N' plays the",
            "same episode. A terminal with colours shows the environment's picture, any other its",
            "text; into a file or a pipe every step is written. Ctrl-C ends the episode."),
        "play jackdaw-runs/my-run --episodes 3 --gif film.gif");
  }

  @Override
  public int run(Arguments arguments, Terminal terminal) {
    PythonOption.apply(arguments);
    long episodes = Numbers.whole(EPISODES, arguments.value(EPISODES), 1, MAX_EPISODES, 1);
    long seed = Numbers.whole(SEED, arguments.value(SEED), Long.MIN_VALUE, Long.MAX_VALUE, 1);
    long speed = Numbers.whole(SPEED, arguments.value(SPEED), 1, MAX_SPEED, 0);
    RunDirectory directory = ResumeCommand.directory(arguments.parameters().getFirst());
    OutputFile gif = gif(arguments);
    Path folder = newFolder(arguments.value(PNG));
    boolean records = gif != null || folder != null;
    boolean shows = !arguments.has(Session.QUIET) && (terminal.outIsTerminal() || !records);
    List<String> ends = new ArrayList<>();
    String id = id(directory);
    Supplier<Environment> environments = environments(id);
    try (EnvironmentBatch.Hold _ = hold(id, environments, records);
        Stop stop = Stop.onSignals(terminal);
        Film film =
            new Film(
                gif,
                folder,
                speed,
                records
                    ? TablePainter.of(directory, environments, arguments.has(BEST))
                    : environment -> environment.picture().orElseThrow());
        Watcher view = shows ? view(terminal, speed, stop) : _ -> {}) {
      stop.beforeLeaving(view::close);
      BooleanSupplier over =
          () -> stop.requested() || film.failed() || terminal.out().checkError();
      for (int i = 1; i <= episodes && !over.getAsBoolean(); i++) {
        int episode = i;
        Watcher both =
            moment -> {
              film.see(moment);
              view.see(moment);
            };
        Evaluation played =
            play(
                directory,
                () -> new Watched(environments.get(), episode, both, over),
                arguments.has(BEST),
                seed + episode - 1);
        film.episodeEnded();
        view.episodeEnded();
        ends.add(end(episode, played));
      }
      film.finish();
    }
    ends.forEach(terminal.out()::println);
    if (gif != null) {
      boolean slower = speed > Film.MAX_GIF_SPEED;
      terminal
          .out()
          .println(
              "Wrote %s%s"
                  .formatted(
                      gif,
                      slower
                          ? " at %d steps a second, the most that a GIF can show"
                              .formatted(Film.MAX_GIF_SPEED)
                          : ""));
    }
    if (folder != null) {
      terminal.out().println("Wrote " + folder);
    }
    return ErrorReport.FINE;
  }

  private static Watcher view(Terminal terminal, long speed, Stop stop) {
    return terminal.outIsTerminal()
        ? new Screen(terminal, speed, stop::requested)
        : moment -> {
          terminal.out().println(moment.line());
          terminal.out().println(moment.environment().render().orElseGet(moment::observed));
        };
  }

  private static Evaluation play(
      RunDirectory directory, Supplier<Environment> watched, boolean best, long seed) {
    try {
      return Run.evaluate(directory, _ -> watched, best, 1, seed);
    } catch (IllegalArgumentException | IllegalStateException | IOException e) {
      throw new InputException(e);
    }
  }

  private static String end(int episode, Evaluation played) {
    return "Episode %d: return %s, %s steps"
        .formatted(
            episode, Numbers.decimal(played.meanReturn()), Numbers.grouped(played.lengths()[0]));
  }

  private static String id(RunDirectory directory) {
    try {
      return RunConfig.read(directory.configFile()).environment();
    } catch (IllegalArgumentException | IOException e) {
      throw new InputException(e);
    }
  }

  private static Supplier<Environment> environments(String id) {
    try {
      return Environments.supplier(id);
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw new InputException(e);
    }
  }

  /** Holds what environments live in, once they have a picture if one is needed. */
  private static EnvironmentBatch.Hold hold(
      String id, Supplier<Environment> environments, boolean needsPicture) {
    EnvironmentBatch.Hold hold = EnvironmentCheck.hold(environments);
    try {
      if (needsPicture && !hasPicture(environments)) {
        throw new InputException(
            "environment %s has no picture to record: leave %s and %s out to see it as text"
                .formatted(id, GIF, PNG));
      }
      return hold;
    } catch (RuntimeException e) {
      hold.close();
      throw e;
    }
  }

  private static boolean hasPicture(Supplier<Environment> environments) {
    try (Environment one = environments.get()) {
      return one.picture().isPresent();
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw new InputException(e);
    }
  }

  private static @Nullable OutputFile gif(Arguments arguments) {
    String given = arguments.value(GIF);
    return given == null
        ? null
        : OutputFile.of(GIF, TrainCommand.toPath(GIF, given), OutputFile.Kind.GIF, arguments);
  }

  /**
   * One that is there already must be empty: frames of an older film would mix with the new ones.
   */
  private static @Nullable Path newFolder(@Nullable String given) {
    if (given == null) {
      return null;
    }
    Path folder = TrainCommand.toPath(PNG, given);
    String[] inside = folder.toFile().list();
    if (Files.exists(folder) && (inside == null || inside.length > 0)) {
      throw new InputException(
          "%s %s is no empty folder: choose another one or empty it".formatted(PNG, folder));
    }
    return folder;
  }
}

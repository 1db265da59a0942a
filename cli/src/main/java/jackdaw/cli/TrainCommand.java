package jackdaw.cli;

import jackdaw.environment.Environment;
import jackdaw.environment.EnvironmentBatch;
import jackdaw.environments.Environments;
import jackdaw.runs.ConfigFile;
import jackdaw.runs.Run;
import jackdaw.runs.RunConfig;
import jackdaw.runs.RunDirectory;
import jackdaw.train.TrainingListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code jackdaw train}: a new run. */
final class TrainCommand implements Command {
  private static final String SEED = "--seed";
  private static final String TOTAL_STEPS = "--total-steps";
  private static final String RUN_DIRECTORY = "--run-dir";
  private static final String THREADS = "--threads";
  private static final String PROFILE = "--profile";
  private static final String CONFIG = "--config";
  private static final String SET = "--set";

  @Override
  public Syntax syntax() {
    return new Syntax(
        "train",
        "Trains an algorithm in an environment and keeps everything in a run directory.",
        List.of("<algorithm>", "<environment>"),
        List.of(
            Option.of(SEED, "N", "decides everything random; 1 if not given"),
            Option.of(TOTAL_STEPS, "N", "environment steps to train for; else the profile's"),
            Option.of(RUN_DIRECTORY, "DIR", "where to keep the run; else below jackdaw-runs"),
            Option.of(THREADS, "N", "threads that may compute, 1 if not given; changes no result"),
            Option.of(PROFILE, "NAME", "a named set of settings; 'list' shows all"),
            Option.of(CONFIG, "FILE", "YAML with settings, such as the config.yaml of another run"),
            new Option(SET, "key=value", "changes one setting; may be given several times", true),
            EnvironmentCheck.option(),
            PythonOption.OPTION,
            Option.flag(Session.TIMINGS, Session.TIMINGS_HELP),
            Option.flag(Session.QUIET, Session.QUIET_HELP),
            LogFormat.option()),
        List.of(
            "The environment is one that 'list' shows, or the full name of a class; some have options,",
            "given behind a question mark: 'CartPole-v1?velocities=false' 'Cue-v1?length=40&cues=4'.",
            "gym:<id> is any environment that is registered with Gymnasium, with keyword arguments:",
            "'gym:FrozenLake-v1?is_slippery=false'.",
            "Options come before the file, the file before the profile, the profile before the",
            "defaults. Ctrl-C saves a checkpoint and leaves; a second one leaves at once."),
        "train ppo CartPole-v1 --seed 2 --set learning-rate=1e-3");
  }

  @Override
  public int run(Arguments arguments, Terminal terminal) throws IOException {
    PythonOption.apply(arguments);
    try (Stop stop = Stop.onSignals(terminal)) {
      Session session = new Session(terminal, arguments);
      RunConfig config = config(arguments);
      Supplier<Environment> environments = environments(config);
      EnvironmentCheck check = EnvironmentCheck.of(arguments);
      try (EnvironmentBatch.Hold _ = EnvironmentCheck.hold(environments)) {
        stop.leaveAtOnce(true);
        check.look(config, environments, session);
        stop.leaveAtOnce(false);
        Path path = path(arguments.value(RUN_DIRECTORY), config);
        boolean isNew = !Files.exists(path);
        RunDirectory directory = directory(path);
        session.say("Training " + Session.describe(config));
        session.say("Run directory " + path);
        return session.train(
            directory,
            stop,
            listeners -> start(config, environments, directory, isNew, listeners));
      }
    }
  }

  private static RunConfig config(Arguments arguments) {
    Long seed = Numbers.whole(SEED, arguments.value(SEED), Long.MIN_VALUE, Long.MAX_VALUE);
    Long totalSteps =
        Numbers.whole(TOTAL_STEPS, arguments.value(TOTAL_STEPS), 1, Long.MAX_VALUE);
    Long threads = Numbers.whole(THREADS, arguments.value(THREADS), 1, Integer.MAX_VALUE);
    try {
      RunConfig.Builder builder =
          RunConfig.builder(arguments.parameters().get(0), arguments.parameters().get(1));
      for (String change : arguments.values(SET)) {
        set(builder, change);
      }
      String path = arguments.value(CONFIG);
      ConfigFile file = path == null ? null : ConfigFile.read(toPath(CONFIG, path));
      if (file != null) {
        builder.file(file);
      }
      boolean inFile = file != null && file.threads() != null;
      return builder
          .profile(arguments.value(PROFILE))
          .seed(seed)
          .totalSteps(totalSteps)
          .threads(
              threads == null ? (inFile ? null : Integer.valueOf(1)) : (Integer) threads.intValue())
          .build();
    } catch (IllegalArgumentException | IOException e) {
      throw new InputException(e);
    }
  }

  static void set(RunConfig.Builder builder, String change) {
    int equals = change.indexOf('=');
    if (equals < 1) {
      throw new InputException(
          "--set %s is no key=value: write it like --set learning-rate=1e-3".formatted(change));
    }
    String key = change.substring(0, equals).strip();
    if (List.of("seed", "total-steps", "threads", "profile").contains(key)) {
      throw new InputException(
          "--set %s: %s is no setting of the algorithm: give --%s instead"
              .formatted(change, key, key));
    }
    builder.set(key, change.substring(equals + 1).strip());
  }

  private static Supplier<Environment> environments(RunConfig config) {
    try {
      return Environments.supplier(config.environment());
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw new InputException(e);
    }
  }

  private static Path path(@Nullable String given, RunConfig config) {
    if (given != null) {
      return toPath(RUN_DIRECTORY, given);
    }
    String name =
        config.algorithm()
            + '-'
            // What stands in a name with options has a meaning to shells.
            + config.environment().replaceAll("[^A-Za-z0-9._-]+", "-")
            + "-seed"
            + config.seed()
            + '-'
            + DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT)
                .format(ZonedDateTime.now(ZoneId.systemDefault()));
    Path runs = Path.of("jackdaw-runs");
    Path path = runs.resolve(name);
    for (int i = 2; Files.exists(path); i++) {
      path = runs.resolve(name + '-' + i);
    }
    return path;
  }

  static Path toPath(String option, String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      String encoding = System.getProperty("sun.jnu.encoding", "");
      boolean locale = !encoding.equals("UTF-8") && text.chars().anyMatch(letter -> letter > 127);
      throw new InputException(
          locale
              ? "%s %s is no path in the locale's character set, %s: set LC_ALL=C.UTF-8"
                  .formatted(option, text, encoding)
              : "%s %s is no path (%s): give another one".formatted(option, text, e.getReason()));
    }
  }

  private static RunDirectory directory(Path path) {
    try {
      return RunDirectory.create(path);
    } catch (IllegalArgumentException | IOException e) {
      throw new InputException(e);
    }
  }

  private static Run start(
      RunConfig config,
      Supplier<Environment> environments,
      RunDirectory directory,
      boolean isNew,
      TrainingListener... listeners)
      throws IOException {
    try {
      return Run.start(config, environments, directory, listeners);
    } catch (IllegalArgumentException | IOException e) {
      if (isNew) {
        directory.removeIfFresh();
      }
      throw new InputException(e);
    }
  }
}

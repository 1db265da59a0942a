package jackdaw.cli;

import jackdaw.environment.Environment;
import jackdaw.environment.EnvironmentBatch;
import jackdaw.environment.EnvironmentException;
import jackdaw.environment.VectorEnvironment;
import jackdaw.environment.check.EnvironmentChecker;
import jackdaw.environment.check.Finding;
import jackdaw.environment.check.Finding.Severity;
import jackdaw.runs.Run;
import jackdaw.runs.RunConfig;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How an environment is looked over before training, as it is wrapped and before anything is
 * written.
 */
enum EnvironmentCheck {
  /** Refuses what would make training go wrong, and names what does not hold otherwise. */
  WARN,
  /** Refuses that too. */
  STRICT,
  /** Leaves it out. */
  OFF;

  private static final String NAME = "--check";
  private static final String MODES =
      Stream.of(values()).map(EnvironmentCheck::word).collect(Collectors.joining(", "));

  static Option option() {
    return Option.of(
        NAME, "MODE", "the look at the environment before: warn (if not given), strict or off");
  }

  static EnvironmentCheck of(Arguments arguments) {
    String given = arguments.value(NAME);
    if (given == null) {
      return WARN;
    }
    for (EnvironmentCheck mode : values()) {
      if (mode.word().equals(given)) {
        return mode;
      }
    }
    throw new InputException("%s is %s: choose one of %s".formatted(NAME, given, MODES));
  }

  private String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Keeps whatever environments live in, such as a process, so that it is started once. */
  static EnvironmentBatch.Hold hold(Supplier<Environment> environments) {
    return environments instanceof EnvironmentBatch.Source source ? source.hold() : () -> {};
  }

  /**
   * Looks an environment over and says what was found.
   *
   * @throws InputException if it cannot be trained in
   */
  void look(RunConfig config, Supplier<Environment> environments, Session session) {
    try {
      if (this != OFF) {
        warn(config, environments, session);
      }
      try (Waiting _ = Waiting.of(session, "starting " + config.environment());
          // That its observations can be normalised and the networks made.
          VectorEnvironment vector = config.environmentConfig().vector(environments, 1, 1)) {
        Run.requireFits(config, vector.observationSpace(), vector.actionSpace());
      }
    } catch (IllegalArgumentException | IllegalStateException | EnvironmentException e) {
      throw new InputException(e);
    }
    if (environments instanceof EnvironmentBatch.Source source) {
      source.remarks().forEach(session::say);
    }
  }

  private void warn(RunConfig config, Supplier<Environment> environments, Session session) {
    String what = "looking %s over (%s off leaves that out)".formatted(config.environment(), NAME);
    try (Waiting _ = Waiting.of(session, what)) {
      Supplier<Environment> wrapped = config.environmentConfig().wrap(environments);
      for (Finding finding : EnvironmentChecker.requireSound(wrapped, instances(config))) {
        if (finding.severity() == Severity.WARNING) {
          if (this == STRICT) {
            throw new InputException(finding.message() + " (%s strict)".formatted(NAME));
          }
          session.say("Warning: " + finding.message());
        }
      }
    }
  }

  /** How many are open at once in training: no more are in the look before. */
  private static int instances(RunConfig config) {
    Object count = config.settings().get("environments");
    return count instanceof Integer number ? Math.max(1, number) : 1;
  }
}

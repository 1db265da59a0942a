package jackdaw.environment.check;

import jackdaw.environment.Describe;
import jackdaw.environment.Environment;
import jackdaw.environment.EnvironmentException;
import jackdaw.environment.LegalActions;
import jackdaw.environment.Step;
import jackdaw.environment.check.Finding.Kind;
import jackdaw.environment.check.Finding.Severity;
import jackdaw.environment.check.ProbePlayer.Lending;
import jackdaw.space.Space;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds the usual mistakes in an environment by playing a few hundred random steps in several
 * instances of it, in well under a second for a fast environment; {@link Finding.Kind} lists them.
 *
 * <p>Most mistakes show as a difference between two plays of the same seeds and actions: once more
 * in a new instance, once more in the same one, with arrays that are overwritten after each call,
 * and with a second instance stepping in between.
 */
public final class EnvironmentChecker {
  /** Calls in a play; long enough that the rarer branches of a step are met, and several ends. */
  private static final int CALLS = 500;

  /** Calls in which different seeds have to make a difference. */
  private static final int SEED_CALLS = 100;

  private static final int OTHER_SEEDS = 3;
  private static final int MAX_EPISODE_STEPS = 10_000;

  /** By how much arrays are longer when it is asked whether they were too short. */
  private static final int EXTRA_LENGTH = 1024;

  /**
   * For how long a play goes on before a run is begun. There are about ten, and a slow simulator's
   * user wants to train.
   */
  private static final Duration PATIENCE = Duration.ofMillis(300);

  /** What is played in any case. */
  private static final int FEWEST_CALLS = 20;

  private static final long EPISODE_SEEDS = 1;
  private static final long ACTION_DRAWS = 2;

  private final Supplier<? extends Environment> environments;
  private final Duration patience;
  private final ProbeReport report = new ProbeReport();

  /** What the environment threw first, if it did. */
  private @Nullable Throwable thrown;

  private EnvironmentChecker(
      Supplier<? extends Environment> environments, Duration patience) {
    this.environments = environments;
    this.patience = patience;
  }

  /**
   * Looks for mistakes; of each kind the first is reported. After some errors the later probes
   * would only show their consequences and are left out, so check again after repairing.
   *
   * @param environments gives a new instance at every call; all are closed again
   * @return nothing if the environment is sound
   */
  public static List<Finding> check(Supplier<? extends Environment> environments) {
    EnvironmentChecker checker =
        new EnvironmentChecker(environments, ChronoUnit.FOREVER.getDuration());
    checker.look();
    return checker.report.findings();
  }

  private void look() {
    try {
      run();
    } catch (Exception | AssertionError | LinkageError | StackOverflowError e) {
      thrown = e;
      report.error(
          Kind.THROWS,
          "threw %s, outside of reset and step"
              .formatted(Describe.thrown(e)));
    }
  }

  /**
   * Looks for mistakes and refuses to go on if there is an error; warnings are passed over. An
   * environment that needs milliseconds for a step is played for fewer of them, so that this takes
   * seconds at most; {@link #check} takes its time.
   *
   * @throws EnvironmentException with the first error, in one line, and what the environment threw,
   *     if that is it; one that cannot be made at all says so itself
   */
  public static void requireSound(Supplier<? extends Environment> environments) {
    EnvironmentChecker checker = new EnvironmentChecker(environments, PATIENCE);
    checker.look();
    if (checker.thrown instanceof EnvironmentException known && !checker.report.isNamed()) {
      throw known;
    }
    for (Finding finding : checker.report.findings()) {
      if (finding.severity() == Severity.ERROR) {
        throw checker.thrown != null && finding.kind() == Kind.THROWS
            ? new EnvironmentException(finding.message(), checker.thrown)
            : new EnvironmentException(finding.message());
      }
    }
  }

  private void run() {
    try (Environment first = make();
        Environment second = make()) {
      if (isSame(first, second)) {
        report.error(
            Kind.SHARED_STATE,
            "is given by its supplier twice as the same instance: make a new one each time");
        return;
      }
      compareSpaces("observation", first.observationSpace(), second.observationSpace());
      compareSpaces("action", first.actionSpace(), second.actionSpace());
      checkMask(first, second);
      if (report.findings().isEmpty()) {
        play(first, second);
      }
    }
    if (!report.has(Kind.THROWS)
        && !report.has(Kind.SPACE_CHANGES)
        && !report.has(Kind.WRONG_MASK)) {
      try (Environment environment = make()) {
        checkRefused(environment, "before the first reset");
      }
    }
  }

  private void checkMask(Environment first, Environment second) {
    if (first.masksActions() != second.masksActions()) {
      report.error(
          Kind.WRONG_MASK,
          "masks actions in one instance and not in another: let masksActions be the same");
    } else if (first.masksActions() && first.actionSpace().maskSize() == 0) {
      report.error(
          Kind.WRONG_MASK, LegalActions.nothingToMask(first.actionSpace()));
    }
  }

  @SuppressWarnings("ReferenceEquality") // the instance is what matters
  private static boolean isSame(Environment first, Environment second) {
    return first == second;
  }

  private Environment make() {
    Environment environment = environments.get();
    if (environment == null) {
      throw new IllegalArgumentException("the supplier gave null");
    }
    report.name(environment.name());
    return environment;
  }

  private void play(Environment first, Environment second) {
    List<ProbeMoment> reference = reference(first);
    if (report.has(Kind.THROWS)
        || report.has(Kind.BEYOND_SPACE)
        || report.has(Kind.SPACE_CHANGES)
        || report.has(Kind.WRONG_MASK)
        || report.has(Kind.NOT_WRITTEN)) {
      return;
    }
    checkRepeatable(reference, first, second);
    if (!report.has(Kind.NOT_REPEATABLE)) {
      checkSeparate(reference, first, second);
      checkSeeds(first, Math.min(SEED_CALLS, reference.size()));
      checkEnd(reference, first);
      // Last, because an environment that keeps arrays is not itself again.
      checkArrays(reference, first, second);
    }
  }

  private void compareSpaces(String which, @Nullable Space first, @Nullable Space then) {
    if (first == null || !first.equals(then)) {
      report.error(
          Kind.SPACE_CHANGES,
          "gives %s as its %s space, and then %s: give the same space at every call"
              .formatted(String.valueOf(first), which, String.valueOf(then)));
    }
  }

  /** Plays for the first time and looks at all that the environment gives. */
  private List<ProbeMoment> reference(Environment environment) {
    Space observationSpace = environment.observationSpace();
    Space actionSpace = environment.actionSpace();
    ProbePlayer player = player(environment, Lending.FRESH);
    List<ProbeMoment> moments = new ArrayList<>();
    boolean ended = false;
    // An episode that has not ended by then is played on, to see whether it ever does.
    boolean limited = Describe.isLimited(environment);
    long start = System.nanoTime();
    boolean slow = false;
    while (!slow
        && (moments.size() < CALLS
            || (!ended && !limited && moments.size() <= MAX_EPISODE_STEPS))) {
      slow =
          moments.size() >= FEWEST_CALLS
              && Duration.ofNanos(System.nanoTime() - start).compareTo(patience) > 0;
      ProbeMoment moment = player.next();
      if (moment.thrown() != null) {
        reportThrown(moment, moments.size());
        return moments;
      }
      moments.add(moment);
      report.examine(moment, observationSpace);
      if (moment.wrongMask() != null) {
        return moments;
      }
      compareSpaces("observation", observationSpace, environment.observationSpace());
      compareSpaces("action", actionSpace, environment.actionSpace());
      ended |= moment.ended();
    }
    if (!ended && !limited && !slow) {
      report.warning(
          Kind.NEVER_ENDS,
          "does not end an episode within %d random steps: wrap it in a TimeLimit"
              .formatted(MAX_EPISODE_STEPS));
    }
    return moments;
  }

  /** Tells an array that was too short for the environment's indexes from any other exception. */
  private void reportThrown(ProbeMoment moment, int calls) {
    Throwable thrown = moment.thrown();
    if (thrown instanceof IndexOutOfBoundsException) {
      ProbeMoment longObservation = replay(calls, EXTRA_LENGTH, 0);
      if (longObservation.thrown() == null) {
        int size = longObservation.observation().length - EXTRA_LENGTH;
        int last = longObservation.observation().length - 1;
        while (last >= size && longObservation.observation()[last] == ProbePlayer.UNWRITTEN) {
          last--;
        }
        report.error(
            Kind.BEYOND_SPACE,
            "%s in %s: the observation space has %s"
                .formatted(
                    last >= size ? "writes observation[" + last + "]"
                        : "reads beyond the observation",
                    moment.place(), values(size)));
        return;
      }
      if (replay(calls, 0, EXTRA_LENGTH).thrown() == null) {
        report.error(
            Kind.BEYOND_SPACE,
            "reads beyond the action in %s (%s): the action space has %s"
                .formatted(
                    moment.place(), Describe.thrown(thrown), values(moment.action().length)));
        return;
      }
    }
    reportThrows(moment);
  }

  /** The call after {@code calls} others, with arrays longer than they should be. */
  private ProbeMoment replay(int calls, int extraObservation, int extraAction) {
    try (Environment environment = make()) {
      ProbePlayer player =
          new ProbePlayer(
              environment,
              Lending.FRESH,
              EPISODE_SEEDS,
              ACTION_DRAWS,
              extraObservation,
              extraAction);
      ProbeMoment moment = player.next();
      for (int i = 0; i < calls && moment.thrown() == null; i++) {
        moment = player.next();
      }
      return moment;
    }
  }

  private void checkRepeatable(
      List<ProbeMoment> reference, Environment played, Environment fresh) {
    reportDifference(
        reference,
        player(fresh, Lending.FRESH),
        null,
        Kind.NOT_REPEATABLE,
        "is not repeatable: the same seed and actions gave %s in %s: "
            + "draw everything random from the seed of reset");
    reportDifference(
        reference,
        player(played, Lending.FRESH),
        null,
        Kind.NOT_REPEATABLE,
        "keeps something of earlier episodes: the same seed and actions gave %s in %s: "
            + "set everything anew in reset");
  }

  private void checkSeparate(
      List<ProbeMoment> reference, Environment first, Environment second) {
    ProbePlayer player = player(first, Lending.FRESH);
    ProbePlayer meanwhile =
        new ProbePlayer(second, Lending.FRESH, EPISODE_SEEDS + 1, ACTION_DRAWS + 1);
    reportDifference(
        reference,
        player,
        meanwhile,
        Kind.SHARED_STATE,
        "shares state between instances: stepping another one changed %s in %s: "
            + "keep nothing that changes in static fields");
  }

  private void checkSeeds(Environment environment, int calls) {
    List<ProbeMoment> first = play(environment, EPISODE_SEEDS, calls);
    boolean same = true;
    for (int i = 1; i <= OTHER_SEEDS; i++) {
      List<ProbeMoment> other = play(environment, EPISODE_SEEDS + i, calls);
      for (int j = 0; j < Math.min(first.size(), other.size()); j++) {
        same &= first.get(j).sameAs(other.get(j));
      }
    }
    if (same) {
      report.warning(
          Kind.SEED_WITHOUT_EFFECT,
          "gives the same episodes with different seeds: right only if nothing in it is random");
    }
  }

  private List<ProbeMoment> play(Environment environment, long episodeSeeds, int calls) {
    ProbePlayer player = new ProbePlayer(environment, Lending.FRESH, episodeSeeds, ACTION_DRAWS);
    List<ProbeMoment> moments = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      ProbeMoment moment = player.next();
      moments.add(moment);
      if (moment.thrown() != null) {
        reportThrows(moment);
        break;
      }
    }
    return moments;
  }

  private void checkEnd(List<ProbeMoment> reference, Environment environment) {
    for (int i = 0; i < reference.size(); i++) {
      if (reference.get(i).ended()) {
        ProbePlayer player = player(environment, Lending.FRESH);
        for (int j = 0; j <= i; j++) {
          player.next();
        }
        checkRefused(environment, "after the end of an episode");
        return;
      }
    }
  }

  private void checkRefused(Environment environment, String when) {
    String what = "accepts it";
    try {
      environment.step(
          new float[environment.actionSpace().size()],
          new Step(environment.observationSpace().size()));
    } catch (IllegalStateException e) {
      return;
    } catch (Exception | AssertionError | LinkageError | StackOverflowError e) {
      what = "throws " + Describe.thrown(e);
    }
    report.warning(
        Kind.STEP_NOT_REFUSED,
        "%s where a step comes %s: throw an IllegalStateException"
            .formatted(what, when));
  }

  private void checkArrays(List<ProbeMoment> reference, Environment first, Environment second) {
    reportDifference(
        reference,
        player(first, Lending.OBSERVATION_REUSED),
        null,
        Kind.SHARED_ARRAY,
        "keeps or reads the observation array that it was given: overwriting it changed %s in %s: "
            + "copy values into arrays of its own");
    reportDifference(
        reference,
        player(second, Lending.ACTION_REUSED),
        null,
        Kind.SHARED_ARRAY,
        "keeps the action array that it was given: overwriting it changed %s in %s: "
            + "copy values into arrays of its own");
  }

  /** Reports where a play first differs from the reference; another player moves in between. */
  private void reportDifference(
      List<ProbeMoment> reference,
      ProbePlayer player,
      @Nullable ProbePlayer meanwhile,
      Kind kind,
      String message) {
    for (int i = 0; i < Math.min(CALLS, reference.size()); i++) {
      ProbeMoment moment = player.next();
      if (!reference.get(i).sameAs(moment)) {
        report.error(
            kind, message.formatted(reference.get(i).difference(moment), moment.place()));
        return;
      }
      if (meanwhile != null) {
        meanwhile.next();
      }
    }
  }

  private void reportThrows(ProbeMoment moment) {
    if (thrown == null) {
      thrown = moment.thrown();
    }
    report.error(
        Kind.THROWS,
        "threw in %s: %s"
            .formatted(moment.place(), Describe.thrown(Objects.requireNonNull(moment.thrown()))));
  }

  private static ProbePlayer player(Environment environment, Lending lending) {
    return new ProbePlayer(environment, lending, EPISODE_SEEDS, ACTION_DRAWS);
  }

  private static String values(int count) {
    return count == 1 ? "1 value" : count + " values";
  }
}

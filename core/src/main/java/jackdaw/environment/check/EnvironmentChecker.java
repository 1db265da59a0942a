package jackdaw.environment.check;

import jackdaw.environment.Describe;
import jackdaw.environment.Environment;
import jackdaw.environment.EnvironmentBatch;
import jackdaw.environment.EnvironmentException;
import jackdaw.environment.Step;
import jackdaw.environment.check.Finding.Kind;
import jackdaw.environment.check.Finding.Severity;
import jackdaw.environment.check.ProbePlayer.Lending;
import jackdaw.space.Space;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
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

  /** Values of observations that a play may keep, 128 MiB: the fewer calls, the larger they are. */
  private static final int MOST_VALUES = 1 << 25;

  /** Calls in which different seeds have to make a difference. */
  private static final int SEED_CALLS = 100;

  private static final int OTHER_SEEDS = 3;
  private static final int MAX_EPISODE_STEPS = 10_000;

  /** By how much arrays are longer when it is asked whether they were too short. */
  private static final int EXTRA_LENGTH = 1024;

  /**
   * For how long one play, and all plays together, go on before a run begins: the user of a slow
   * simulator wants to train.
   */
  private static final long PLAY_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

  private static final long TOTAL_NANOS = TimeUnit.SECONDS.toNanos(3);

  /** Calls in a first play that takes longer than that, if there is time for them in all. */
  private static final int FEW_CALLS = 20;

  /** Calls that are made in any case: a reset and a step. */
  private static final int FEWEST_CALLS = 2;

  private static final String CANNOT_BE_RESUMED =
      ", or a run that is stopped cannot go on where it was";

  private static final long EPISODE_SEEDS = 1;
  private static final long ACTION_DRAWS = 2;

  private final Supplier<? extends Environment> environments;
  private final int instances;
  private final boolean takesItsTime;
  private final long startNanos = System.nanoTime();
  private final ProbeReport report = new ProbeReport();

  /** What the environment threw first, if it did. */
  private @Nullable Throwable thrown;

  private EnvironmentChecker(
      Supplier<? extends Environment> environments, int instances, boolean takesItsTime) {
    this.environments = environments;
    this.instances = instances;
    this.takesItsTime = takesItsTime;
  }

  /**
   * Looks for mistakes; of each kind the first is reported. After some errors the later probes
   * would only show their consequences and are left out, so check again after repairing.
   *
   * @param environments gives a new instance at every call; all are closed again
   * @return nothing if the environment is sound
   */
  public static List<Finding> check(Supplier<? extends Environment> environments) {
    EnvironmentChecker checker = new EnvironmentChecker(environments, 2, true);
    checker.look();
    return checker.report.findings();
  }

  /**
   * Looks for mistakes before a run and refuses to go on if there is an error. This takes at most
   * three seconds, and the call in which they end: a slow environment is played for fewer steps.
   * {@link #check} takes its time.
   *
   * @param environments gives a new instance at every call; all are closed again
   * @return the warnings and notes
   * @throws EnvironmentException with the first error, in one line, and what the environment threw,
   *     if that is it; one that cannot be made at all says so itself
   */
  public static List<Finding> requireSound(Supplier<? extends Environment> environments) {
    return requireSound(environments, 2);
  }

  /**
   * Does as {@link #requireSound(Supplier)} where only some instances may be open at once, since a
   * simulator has one licence, say.
   *
   * @param instances how many may be open at once, at least 1; no more than two are needed
   */
  public static List<Finding> requireSound(
      Supplier<? extends Environment> environments, int instances) {
    EnvironmentChecker checker = new EnvironmentChecker(environments, instances, false);
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

  private void run() {
    List<ProbeMoment> reference = instances > 1 ? playTwo() : playOne();
    if (isLate()
        || report.has(Kind.THROWS)
        || report.has(Kind.SPACE_CHANGES)
        || report.has(Kind.WRONG_MASK)) {
      return;
    }
    try (Environment fresh = make()) {
      checkRefused(fresh, "before the first reset");
      if (instances == 1 && !isHalted()) {
        checkRepeatable(reference, fresh);
      }
    }
  }

  /** Whether the user has waited long enough. */
  private boolean isLate() {
    return !takesItsTime && System.nanoTime() - startNanos > TOTAL_NANOS;
  }

  /** Whether a mistake was found after which other probes would only show its consequences. */
  private boolean isHalted() {
    return report.has(Kind.THROWS)
        || report.has(Kind.BEYOND_SPACE)
        || report.has(Kind.SPACE_CHANGES)
        || report.has(Kind.WRONG_MASK)
        || report.has(Kind.NOT_WRITTEN);
  }

  private List<ProbeMoment> playTwo() {
    try (Environment first = make();
        Environment second = make()) {
      if (isSame(first, second)) {
        report.error(
            Kind.SHARED_STATE,
            "is given by its supplier twice as the same instance: make a new one each time");
        return List.of();
      }
      checkSpaces(first, second);
      List<ProbeMoment> reference =
          report.findings().isEmpty() ? reference(first) : List.of();
      if (!isHalted()) {
        checkRepeatable(reference, second);
        checkForgotten(reference, first);
        if (!report.has(Kind.NOT_REPEATABLE)) {
          checkSeparate(reference, first, second);
        }
        checkAlone(reference, first, second);
      }
      return reference;
    }
  }

  /** Plays in one instance, with which {@link #run} then compares another one. */
  private List<ProbeMoment> playOne() {
    try (Environment only = make()) {
      checkSpaces(only, only);
      List<ProbeMoment> reference = report.findings().isEmpty() ? reference(only) : List.of();
      if (!isHalted()) {
        checkRepeatable(reference, only);
        checkAlone(reference, only, only);
      }
      return reference;
    }
  }

  /** What each instance shows by itself, if it repeats what it did. */
  private void checkAlone(
      List<ProbeMoment> reference, Environment first, Environment second) {
    if (report.has(Kind.NOT_REPEATABLE) || isHalted()) {
      return;
    }
    checkSeeds(first, Math.min(SEED_CALLS, reference.size()));
    checkEnd(reference, first);
    // Last, because an environment that keeps arrays is not itself again. No array reaches another
    // process.
    if (!(environments instanceof EnvironmentBatch.Source)) {
      checkArray(
          reference,
          first,
          Lending.OBSERVATION_REUSED,
          "keeps or reads the observation array that it was given: overwriting it changed %s in %s: "
              + "copy values into arrays of its own");
      checkArray(
          reference,
          second,
          Lending.ACTION_REUSED,
          "keeps the action array that it was given: overwriting it changed %s in %s: "
              + "copy values into arrays of its own");
    }
  }

  private void checkSpaces(Environment first, Environment second) {
    report.compareSpaces("observation", first.observationSpace(), second.observationSpace());
    report.compareSpaces("action", first.actionSpace(), second.actionSpace());
    report.checkMask(first, second);
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

  private static int mostCalls(Space observationSpace) {
    return Math.max(FEWEST_CALLS, MOST_VALUES / observationSpace.size());
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
    int most = mostCalls(observationSpace);
    while (!slow
        && moments.size() < most
        && (moments.size() < CALLS
            || (!ended && !limited && moments.size() <= MAX_EPISODE_STEPS))) {
      slow =
          (moments.size() >= FEWEST_CALLS - 1 && isLate())
              || (moments.size() >= FEW_CALLS
                  && !takesItsTime
                  && System.nanoTime() - start > PLAY_NANOS);
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
      report.compareSpaces("observation", observationSpace, environment.observationSpace());
      report.compareSpaces("action", actionSpace, environment.actionSpace());
      ended |= moment.ended();
    }
    if (!ended && !limited && !slow && moments.size() < most) {
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

  private void checkRepeatable(List<ProbeMoment> reference, Environment environment) {
    warn(
        Kind.NOT_REPEATABLE,
        "is not repeatable: the same seed and actions gave %s in %s: draw everything random from the "
            + "seed of reset",
        difference(reference, player(environment, Lending.FRESH), null));
  }

  private void checkForgotten(List<ProbeMoment> reference, Environment played) {
    warn(
        Kind.NOT_REPEATABLE,
        "keeps something of earlier episodes: the same seed and actions gave %s in %s: set everything "
            + "again in reset",
        difference(reference, player(played, Lending.FRESH), null));
  }

  private void checkSeparate(
      List<ProbeMoment> reference, Environment first, Environment second) {
    ProbePlayer meanwhile =
        new ProbePlayer(second, Lending.FRESH, EPISODE_SEEDS + 1, ACTION_DRAWS + 1);
    ProbeDifference found = difference(reference, player(first, Lending.FRESH), meanwhile);
    if (found != null && isRepeated(reference, first)) {
      warn(
          Kind.SHARED_STATE,
          "shares state between instances: stepping another one changed %s in %s: keep nothing that "
              + "changes in static fields",
          found);
    }
  }

  private void warn(Kind kind, String message, @Nullable ProbeDifference found) {
    if (found != null) {
      report.warning(kind, message.formatted(found.text(), found.place()) + CANNOT_BE_RESUMED);
    }
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
    if (same && !isLate()) {
      report.note(
          Kind.SEED_WITHOUT_EFFECT,
          "gives the same episodes with different seeds: right only if nothing in it is random");
    }
  }

  private List<ProbeMoment> play(Environment environment, long episodeSeeds, int calls) {
    ProbePlayer player = new ProbePlayer(environment, Lending.FRESH, episodeSeeds, ACTION_DRAWS);
    List<ProbeMoment> moments = new ArrayList<>();
    int most = Math.min(calls, mostCalls(environment.observationSpace()));
    for (int i = 0; i < most && !isLate(); i++) {
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
        for (int j = 0; j <= i && !isLate(); j++) {
          player.next();
        }
        if (!isLate()) {
          checkRefused(environment, "after the end of an episode");
        }
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
    report.note(
        Kind.STEP_NOT_REFUSED,
        "%s where a step comes %s: throw an IllegalStateException"
            .formatted(what, when));
  }

  private void checkArray(
      List<ProbeMoment> reference, Environment environment, Lending lending, String message) {
    ProbeDifference found = anyDifference(reference, player(environment, lending), null);
    if (found != null && isRepeated(reference, environment)) {
      report.error(Kind.SHARED_ARRAY, message.formatted(found.text(), found.place()));
    }
  }

  /**
   * Whether the environment still repeats itself where nothing else is done with it. If it does
   * not, this is reported, as the reason why another play differed.
   */
  private boolean isRepeated(List<ProbeMoment> reference, Environment environment) {
    checkRepeatable(reference, environment);
    return !report.has(Kind.NOT_REPEATABLE) && !report.has(Kind.THROWS);
  }

  /**
   * Where a play first differs from the reference; null if it does not, or throws, which is
   * reported.
   */
  private @Nullable ProbeDifference difference(
      List<ProbeMoment> reference, ProbePlayer player, @Nullable ProbePlayer meanwhile) {
    ProbeDifference found = anyDifference(reference, player, meanwhile);
    if (found != null && found.then().thrown() != null) {
      reportThrows(found.then());
      return null;
    }
    return found;
  }

  private @Nullable ProbeDifference anyDifference(
      List<ProbeMoment> reference, ProbePlayer player, @Nullable ProbePlayer meanwhile) {
    List<ProbeMoment> compared = reference.subList(0, Math.min(CALLS, reference.size()));
    return ProbeDifference.find(compared, player, meanwhile, this::isLate);
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

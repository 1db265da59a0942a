package jackdaw.environment.check;

import jackdaw.environment.Describe;
import jackdaw.environment.Environment;
import jackdaw.environment.LegalActions;
import jackdaw.environment.Step;
import jackdaw.random.RandomStream;
import jackdaw.space.Space;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Plays random episodes of legal actions one call at a time, for {@link EnvironmentChecker}. Two
 * players with the same seeds make the same calls, and differ only in how they treat the arrays
 * that they lend.
 */
final class ProbePlayer {
  /** What fresh arrays hold: a finite value, so that adding to it is told from not writing it. */
  static final float UNWRITTEN = 0x1.52e1p-97f;

  /** How the arrays that an environment is given are treated. */
  enum Lending {
    /** New ones at every call, never touched afterwards: references to them do no harm. */
    FRESH,
    /** The observation array is the same at every call and is full of NaN before and after it. */
    OBSERVATION_REUSED,
    /** The action array is the same at every call and is full of NaN after it. */
    ACTION_REUSED
  }

  private final Environment environment;
  private final Lending lending;
  private final Space actionSpace;
  private final LegalActions legal;
  private final int observationLength;
  private final int actionLength;
  private final RandomStream episodeSeeds;
  private final RandomStream actionDraws;
  private final Step reusedStep;
  private final float[] reusedAction;
  private @Nullable ProbeMoment last;

  ProbePlayer(Environment environment, Lending lending, long episodeSeeds, long actionDraws) {
    this(environment, lending, episodeSeeds, actionDraws, 0, 0);
  }

  /** Lends arrays that are longer than the spaces by the given numbers of values. */
  ProbePlayer(
      Environment environment,
      Lending lending,
      long episodeSeeds,
      long actionDraws,
      int extraObservation,
      int extraAction) {
    this.environment = environment;
    this.lending = lending;
    this.episodeSeeds = new RandomStream(episodeSeeds).split("episodes");
    this.actionDraws = new RandomStream(actionDraws).split("actions");
    actionSpace = environment.actionSpace();
    legal = LegalActions.of(environment);
    observationLength = environment.observationSpace().size() + extraObservation;
    actionLength = actionSpace.size() + extraAction;
    reusedStep = new Step(observationLength);
    reusedAction = new float[actionLength];
  }

  /** Makes the next call: a reset at the start and after each end, else a step. */
  ProbeMoment next() {
    ProbeMoment before = last;
    ProbeMoment now =
        before == null || before.ended()
            ? reset(episodeSeeds.nextLong())
            : step(before.seed(), before.step() + 1);
    last = now;
    return now;
  }

  private ProbeMoment reset(long seed) {
    Step step = lendStep();
    Throwable thrown = null;
    try {
      environment.reset(seed, step.observation);
    } catch (Exception | AssertionError | LinkageError | StackOverflowError e) {
      thrown = e;
    }
    return takeBack(seed, 0, new float[0], step, thrown);
  }

  private ProbeMoment step(long seed, int number) {
    float[] action = new float[actionLength];
    actionSpace.sample(actionDraws, action, 0);
    legal.sample(actionDraws, action);
    float[] lent = lending == Lending.ACTION_REUSED ? reusedAction : new float[actionLength];
    System.arraycopy(action, 0, lent, 0, actionLength);
    Step step = lendStep();
    Throwable thrown = null;
    try {
      environment.step(lent, step);
    } catch (Exception | AssertionError | LinkageError | StackOverflowError e) {
      thrown = e;
    }
    if (lending == Lending.ACTION_REUSED) {
      Arrays.fill(lent, Float.NaN);
    }
    return takeBack(seed, number, action, step, thrown);
  }

  private Step lendStep() {
    boolean reused = lending == Lending.OBSERVATION_REUSED;
    Step step = reused ? reusedStep : new Step(observationLength);
    step.clear();
    Arrays.fill(step.observation, reused ? Float.NaN : UNWRITTEN);
    return step;
  }

  private ProbeMoment takeBack(
      long seed, int number, float[] action, Step step, @Nullable Throwable thrown) {
    boolean goesOn = thrown == null && !step.ended();
    String wrongMask = goesOn ? wrongMask() : null;
    ProbeMoment moment =
        new ProbeMoment(
            seed,
            number,
            action,
            step.observation.clone(),
            step.reward,
            step.terminated,
            step.truncated,
            goesOn ? legal.toArray() : new boolean[0],
            wrongMask,
            thrown);
    if (lending == Lending.OBSERVATION_REUSED) {
      Arrays.fill(step.observation, Float.NaN);
    }
    return moment;
  }

  /** Asks for the legal actions. */
  private @Nullable String wrongMask() {
    try {
      legal.ask(environment);
    } catch (IndexOutOfBoundsException e) {
      return "goes beyond the %d flags of the mask of actions (%s)"
          .formatted(legal.size(), Describe.thrown(e));
    } catch (Exception | AssertionError | LinkageError | StackOverflowError e) {
      return "threw in legalActions (%s)".formatted(Describe.thrown(e));
    }
    int part = legal.partWithoutValue();
    return part < 0 ? null : "has " + legal.problem(part);
  }
}

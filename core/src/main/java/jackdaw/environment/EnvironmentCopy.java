package jackdaw.environment;

import jackdaw.random.RandomStream;
import jackdaw.space.Space;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One copy of an environment in a vector, with its current episode: the seed, the return so far,
 * and a log of the actions. The episode can be replayed from the seed and the log.
 *
 * <p>Every method on the path of a step has at most 80 bytes of bytecode, the size up to which the
 * launcher lets Java inline it.
 */
final class EnvironmentCopy {
  private static final int FIRST_LOG_STEPS = 512;
  private static final int MAX_SINGLE_COPIES = 16;
  private static final int MAX_LOG_LENGTH = 1 << 30;

  private final Environment environment;
  private final int index;
  private final Space actionSpace;
  private final int observationSize;
  private final int actionSize;

  private final LegalActions legal;
  private final @Nullable ObservedChoices choices;

  /** Its observation is always the current one: a reset writes into it, too. */
  private final Step step;

  /** A copy of the action, so that the environment never sees the caller's array. */
  private final float[] action;

  private RandomStream seeds = new RandomStream(0);
  private long episodeSeed;
  private double episodeReturn;
  private int episodeLength;
  private float[] log;

  EnvironmentCopy(Environment environment, int index) {
    this.environment = environment;
    this.index = index;
    actionSpace = environment.actionSpace();
    observationSize = environment.observationSpace().size();
    actionSize = actionSpace.size();
    step = new Step(observationSize);
    legal = LegalActions.of(environment);
    choices = ObservedChoices.of(environment.observationSpace());
    action = new float[actionSize];
    log = new float[FIRST_LOG_STEPS * actionSize];
  }

  Environment environment() {
    return environment;
  }

  RandomStream seeds() {
    return seeds;
  }

  long episodeSeed() {
    return episodeSeed;
  }

  double episodeReturn() {
    return episodeReturn;
  }

  int episodeLength() {
    return episodeLength;
  }

  int maskSize() {
    return legal.size();
  }

  /** Sets the run's seed, which determines every episode from the next one on. */
  void seed(long seed) {
    seeds = new RandomStream(seed).split("environment", index);
  }

  /** Starts the next episode. */
  void start() {
    startEpisode(seeds.nextLong());
  }

  /** Writes the current observation into this copy's row of [N, observation size]. */
  void writeObservation(float[] observations) {
    copy(step.observation, 0, observations, index * observationSize, observationSize);
  }

  /** Writes the current mask of legal actions into this copy's row of [N, mask size]. */
  void writeMask(float[] masks, int offset) {
    legal.write(masks, offset + index * legal.size());
  }

  /**
   * Writes the actions of the current episode, [length, action size], and returns the end offset.
   */
  int writeLog(float[] actions, int offset) {
    System.arraycopy(log, 0, actions, offset, episodeLength * actionSize);
    return offset + episodeLength * actionSize;
  }

  /**
   * Takes the action in row {@code index}, and starts the next episode if this one ends. Only the
   * last observation of an episode is checked for finite values here: the caller checks all others
   * at once.
   */
  void step(float[] actions, Transitions transitions) {
    act(actions, index * actionSize);
    transitions.take(index, step);
    if (step.ended()) {
      endEpisode(transitions);
    } else {
      requirePossibleChoices();
      askLegalActions();
    }
    writeObservation(transitions.observations);
  }

  private void endEpisode(Transitions transitions) {
    requireFiniteObservation();
    requirePossibleChoices();
    writeObservation(transitions.finalObservations);
    writeFinalMask(transitions);
    transitions.episodeReturns[index] = episodeReturn;
    transitions.episodeLengths[index] = episodeLength;
    start();
  }

  /** Writes which actions would be legal next, if the episode was only cut off. */
  private void writeFinalMask(Transitions transitions) {
    if (transitions.finalMasks.length > 0 && step.truncated && !step.terminated) {
      askLegalActions();
      writeMask(transitions.finalMasks, 0);
    }
  }

  /** Throws if the observation after an action has a value that is not finite. */
  void requireFiniteObservation() {
    int wrong = Describe.firstNotFinite(step.observation);
    if (wrong >= 0) {
      throw notFinite("observation[" + wrong + "]", step.observation[wrong]);
    }
  }

  private void requirePossibleChoices() {
    if (choices != null) {
      requirePossible(choices);
    }
  }

  private void requirePossible(ObservedChoices possible) {
    int wrong = possible.firstWrong(step.observation);
    if (wrong >= 0) {
      throw impossible(possible.count(wrong), wrong, moment());
    }
  }

  private EnvironmentException impossible(int count, int index, String place) {
    return new EnvironmentException(
        "%s gave observation[%d] = %s in %s: the observation space allows the whole numbers 0 to %d"
            .formatted(this, index, step.observation[index], place, count - 1));
  }

  /**
   * Replays an episode up to where it was saved.
   *
   * @param actions holds {@code length} actions at {@code offset}
   * @param observations holds the saved observation in row {@code index}
   * @throws EnvironmentException if the replay leads to another observation or return
   */
  void replay(
      long seed, int length, double savedReturn, float[] actions, int offset,
      float[] observations) {
    startEpisode(seed);
    for (int i = 0; i < length; i++) {
      act(actions, offset + i * actionSize);
      requireFiniteObservation();
      if (step.ended()) {
        throw notRepeatable(length, "the episode ended in step " + episodeLength);
      }
      askLegalActions();
    }
    for (int i = 0; i < observationSize; i++) {
      float saved = observations[index * observationSize + i];
      if (Float.compare(step.observation[i], saved) != 0) {
        throw notRepeatable(
            length,
            "observation[%d] is %s where it was %s".formatted(i, step.observation[i], saved));
      }
    }
    if (Double.compare(episodeReturn, savedReturn) != 0) {
      throw notRepeatable(
          length, "the return so far is %s where it was %s".formatted(episodeReturn, savedReturn));
    }
  }

  private void startEpisode(long seed) {
    episodeSeed = seed;
    episodeReturn = 0;
    episodeLength = 0;
    try {
      environment.reset(seed, step.observation);
    } catch (Exception | AssertionError | LinkageError | StackOverflowError e) {
      throw new EnvironmentException(
          "%s threw in reset with seed %d: %s".formatted(this, seed, Describe.thrown(e)), e);
    }
    int wrong = Describe.firstNotFinite(step.observation);
    if (wrong >= 0) {
      throw new EnvironmentException(
          "%s gave observation[%d] = %s in reset with seed %d: every value must be finite"
              .formatted(this, wrong, step.observation[wrong], seed));
    }
    requirePossibleChoices();
    askLegalActions();
  }

  private void askLegalActions() {
    if (legal.size() > 0) {
      askWhichAreLegal();
    }
  }

  private void askWhichAreLegal() {
    try {
      legal.ask(environment);
    } catch (Exception | AssertionError | LinkageError | StackOverflowError e) {
      throw new EnvironmentException(
          "%s threw in legalActions after %s: %s".formatted(this, moment(), Describe.thrown(e)),
          e);
    }
    int part = legal.partWithoutValue();
    if (part >= 0) {
      throw new EnvironmentException(
          "%s has %s after %s: end the episode there, or let one be legal"
              .formatted(this, legal.problem(part), moment()));
    }
  }

  private String moment() {
    return episodeLength == 0 ? "reset with seed " + episodeSeed : place();
  }

  private void act(float[] actions, int offset) {
    record(actions, offset);
    step.clear();
    try {
      environment.step(action, step);
    } catch (Exception | AssertionError | LinkageError | StackOverflowError e) {
      throw thrownInStep(e);
    }
    requireFiniteReward();
    episodeReturn += step.taskReward();
  }

  private void requireFiniteReward() {
    // A rollout stores rewards as float.
    if (!Float.isFinite((float) step.reward)) {
      throw notFinite("reward", step.reward);
    }
  }

  private EnvironmentException thrownInStep(Throwable e) {
    return new EnvironmentException(
        "%s threw in %s: %s".formatted(this, place(), Describe.thrown(e)), e);
  }

  /** Copies an action for the environment, and into the log. */
  private void record(float[] actions, int offset) {
    int start = episodeLength * actionSize;
    if (start + actionSize > log.length) {
      growLog();
    }
    if (actionSize == 1) {
      action[0] = actions[offset];
      log[start] = actions[offset];
    } else {
      recordSeveral(actions, offset, start);
    }
    episodeLength++;
  }

  private void recordSeveral(float[] actions, int offset, int start) {
    copy(actions, offset, action, 0, actionSize);
    copy(actions, offset, log, start, actionSize);
  }

  private void growLog() {
    if (log.length > MAX_LOG_LENGTH / 2) {
      throw new EnvironmentException(
          "%s has not ended its episode in %d steps: wrap it in a TimeLimit"
              .formatted(this, episodeLength));
    }
    log = Arrays.copyOf(log, 2 * log.length);
  }

  /**
   * Copies few values one by one. The JDK's copy loads them as one vector, and that load has to
   * wait for the single values that the environment has just stored. The first four values are
   * copied outside the loop: entering the loop takes longer than copying them.
   */
  private static void copy(float[] from, int fromStart, float[] to, int toStart, int count) {
    if (count > MAX_SINGLE_COPIES) {
      System.arraycopy(from, fromStart, to, toStart, count);
      return;
    }
    int i = 0;
    if (count >= 4) {
      copyFour(from, fromStart, to, toStart);
      i = 4;
    }
    for (; i < count; i++) {
      to[toStart + i] = from[fromStart + i];
    }
  }

  private static void copyFour(float[] from, int fromStart, float[] to, int toStart) {
    to[toStart] = from[fromStart];
    to[toStart + 1] = from[fromStart + 1];
    to[toStart + 2] = from[fromStart + 2];
    to[toStart + 3] = from[fromStart + 3];
  }

  private EnvironmentException notFinite(String what, double value) {
    return new EnvironmentException(
        "%s gave %s = %s in %s: every value must be finite".formatted(this, what, value, place()));
  }

  private EnvironmentException notRepeatable(int length, String difference) {
    return new EnvironmentException(
        "%s is not determined by its seed and actions: playing the %d steps of its saved episode "
            .formatted(this, length)
            + "again, "
            + difference
            + ", so that it cannot go on where it was");
  }

  /**
   * Describes the last step. The action comes from the log, since the environment may have changed
   * its array.
   */
  private String place() {
    int end = episodeLength * actionSize;
    float[] taken = Arrays.copyOfRange(log, end - actionSize, end);
    return "step %d of its episode on %s"
        .formatted(episodeLength, Describe.action(actionSpace, taken));
  }

  @Override
  public String toString() {
    return environment.name() + " (copy " + index + ")";
  }
}

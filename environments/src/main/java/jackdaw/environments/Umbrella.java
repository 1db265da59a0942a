package jackdaw.environments;

import jackdaw.environment.Environment;
import jackdaw.environment.Picture;
import jackdaw.environment.Step;
import jackdaw.random.RandomStream;
import jackdaw.space.Box;
import jackdaw.space.Discrete;
import jackdaw.space.Space;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The choice to take an umbrella, judged much later: bsuite's umbrella chain (Osband et al. 2020),
 * a task of credit assignment. The first observation says whether it will rain. The first action
 * takes the umbrella (1) or leaves it (0); later actions have no effect. The last step has reward 1
 * if that was right and −1 if not; every step before it has −1 or 1 by a coin toss. So the best
 * expected return is 1 and that of random actions 0, both with a standard deviation of √(length −
 * 1).
 *
 * <p>An observation has 3 + {@code distractors} values: whether it will rain, whether the umbrella
 * was taken, the fraction of time left, and the coins. An episode takes {@code length} steps and
 * terminates.
 */
public final class Umbrella implements Environment {
  private static final int FIXED_VALUES = 3;
  private static final int MAX_NUMBER = 1_000_000;

  private static final Discrete ACTION_SPACE = new Discrete(2);

  private final int length;
  private final int distractors;
  private final Space observationSpace;
  private final RandomStream random = new RandomStream(0);
  private int rain;
  private int umbrella;
  private int time;
  private boolean running;

  /**
   * Creates a task of a given length.
   *
   * @param length steps of an episode; 1 to a million
   * @param distractors number of coins in an observation; 0 to a million
   * @throws IllegalArgumentException if a number is out of its range
   */
  public Umbrella(int length, int distractors) {
    if (length < 1 || length > MAX_NUMBER || distractors < 0 || distractors > MAX_NUMBER) {
      throw new IllegalArgumentException(
          "%d steps with %d distractors are not possible: use 1 to %d and 0 to %d"
              .formatted(length, distractors, MAX_NUMBER, MAX_NUMBER));
    }
    this.length = length;
    this.distractors = distractors;
    observationSpace = Box.of(0, 1, FIXED_VALUES + distractors);
  }

  @Override
  public Space observationSpace() {
    return observationSpace;
  }

  @Override
  public Space actionSpace() {
    return ACTION_SPACE;
  }

  /**
   * Returns nothing: the coins make the mean of 100 episodes differ too much from the expected
   * return.
   */
  @Override
  public OptionalDouble solvedReturn() {
    return OptionalDouble.empty();
  }

  @Override
  public void reset(long seed, float[] observation) {
    random.reseed(seed);
    rain = random.nextInt(2);
    umbrella = 0;
    time = 0;
    running = true;
    observe(observation);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if no episode is running: before the first reset or after an end
   * @throws IllegalArgumentException if the action is neither 0 nor 1
   */
  @Override
  public void step(float[] action, Step step) {
    if (!running) {
      throw new IllegalStateException("no episode is running: call reset before step");
    }
    if (!ACTION_SPACE.contains(action, 0)) {
      throw new IllegalArgumentException(
          "action " + action[0] + " is not possible: use 0 (leave) or 1 (take)");
    }
    if (time == 0) {
      umbrella = (int) action[0];
    }
    time++;
    step.terminated = time == length;
    running = !step.terminated;
    if (step.terminated) {
      step.reward = umbrella == rain ? 1 : -1;
    } else {
      step.reward = 2 * random.nextInt(2) - 1;
    }
    observe(step.observation);
  }

  private void observe(float[] observation) {
    observation[0] = rain;
    observation[1] = umbrella;
    observation[2] = (float) (length - time) / length;
    for (int i = 0; i < distractors; i++) {
      observation[FIXED_VALUES + i] = random.nextInt(2);
    }
  }

  /** Shows whether it will rain, whether the umbrella was taken, and the time. */
  @Override
  public Optional<String> render() {
    return Optional.of(
        "%s, %s, step %d of %d".formatted(weather(), luggage(), time, length));
  }

  private String weather() {
    return rain == 1 ? "rain" : "sun";
  }

  private String luggage() {
    return umbrella == 1 ? "umbrella" : "no umbrella";
  }

  @Override
  public Optional<Picture> picture() {
    return Optional.of(new ChainPicture(this::paint));
  }

  private void paint(ChainPicture.Canvas canvas) {
    canvas.progress(time, length);
    canvas.sign(weather(), time == 0);
    canvas.sign(luggage(), time == length);
  }
}

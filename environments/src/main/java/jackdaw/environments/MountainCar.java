package jackdaw.environments;

import jackdaw.environment.Environment;
import jackdaw.environment.Picture;
import jackdaw.environment.Step;
import jackdaw.random.RandomStream;
import jackdaw.space.Box;
import jackdaw.space.Discrete;
import jackdaw.space.Space;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A car in a valley whose engine is too weak for the slope, so that it has to swing up (Moore
 * 1990): Gymnasium's MountainCar-v0 without its limit of 200 steps, which {@link Environments}
 * adds.
 *
 * <pre>v ← v + 0.001 (a − 1) − 0.0025 cos 3x,   x ← x + v</pre>
 *
 * <p>An observation is the position x in [−1.2, 0.6] and the velocity v in [−0.07, 0.07]. Action 0
 * drives left, 1 not at all, 2 right. Each step has reward −1. An episode starts at rest with x
 * uniform in [−0.6, −0.4) and terminates at x ≥ 0.5.
 */
public final class MountainCar implements Environment {
  /** Maximum length of an episode of MountainCar-v0, in steps. */
  static final int MAX_STEPS = 200;

  private static final double MIN_POSITION = -1.2;
  private static final double MAX_POSITION = 0.6;
  private static final double MAX_SPEED = 0.07;
  private static final double GOAL = 0.5;
  private static final double FORCE = 0.001;
  private static final double GRAVITY = 0.0025;

  static final Box OBSERVATION_SPACE =
      Box.of(
          new float[] {(float) MIN_POSITION, (float) -MAX_SPEED},
          new float[] {(float) MAX_POSITION, (float) MAX_SPEED});
  private static final Discrete ACTION_SPACE = new Discrete(3);

  private final RandomStream random = new RandomStream(0);
  private boolean running;
  private double position;
  private double velocity;

  @Override
  public Space observationSpace() {
    return OBSERVATION_SPACE;
  }

  @Override
  public Space actionSpace() {
    return ACTION_SPACE;
  }

  /** Returns −110, the threshold that Gymnasium registers. */
  @Override
  public OptionalDouble solvedReturn() {
    return OptionalDouble.of(-110);
  }

  @Override
  public void reset(long seed, float[] observation) {
    random.reseed(seed);
    start(startPosition(random), 0);
    observe(observation);
  }

  static double startPosition(RandomStream random) {
    return -0.6 + 0.2 * random.nextDouble();
  }

  /** Sets the state. */
  void start(double newPosition, double newVelocity) {
    position = newPosition;
    velocity = newVelocity;
    running = true;
  }

  /** Returns position and velocity in double precision. */
  double[] state() {
    return new double[] {position, velocity};
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if no episode is running: before the first reset or after an end
   * @throws IllegalArgumentException if the action is not 0, 1 or 2
   */
  @Override
  public void step(float[] action, Step step) {
    if (!running) {
      throw new IllegalStateException("no episode is running: call reset before step");
    }
    if (!ACTION_SPACE.contains(action, 0)) {
      throw new IllegalArgumentException(
          "action " + action[0] + " is not possible: use 0 (left), 1 (none) or 2 (right)");
    }
    velocity += (action[0] - 1) * FORCE + Trigonometry.cos(3 * position) * -GRAVITY;
    velocity = Math.clamp(velocity, -MAX_SPEED, MAX_SPEED);
    position = Math.clamp(position + velocity, MIN_POSITION, MAX_POSITION);
    if (position == MIN_POSITION && velocity < 0) {
      velocity = 0;
    }
    observe(step.observation);
    step.reward = -1;
    step.terminated = position >= GOAL && velocity >= 0;
    running = !step.terminated;
  }

  private void observe(float[] observation) {
    observation[0] = (float) position;
    observation[1] = (float) velocity;
  }

  @Override
  public Optional<String> render() {
    return Optional.of(
        String.format(Locale.ROOT, "car at %+.3f, velocity %+.4f", position, velocity));
  }

  @Override
  public Optional<Picture> picture() {
    return Optional.of(new MountainCarPicture(GOAL, () -> position));
  }
}

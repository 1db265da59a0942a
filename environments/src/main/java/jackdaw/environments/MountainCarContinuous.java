package jackdaw.environments;

import jackdaw.environment.Environment;
import jackdaw.environment.Picture;
import jackdaw.environment.Step;
import jackdaw.random.RandomStream;
import jackdaw.space.Box;
import jackdaw.space.Space;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * {@link MountainCar} with an engine of any force: Gymnasium's MountainCarContinuous-v0 without its
 * limit of 999 steps, which {@link Environments} adds.
 *
 * <pre>v ← v + 0.0015 a − 0.0025 cos 3x,   x ← x + v</pre>
 *
 * <p>An observation is x in [−1.2, 0.6] and v in [−0.07, 0.07]; an action is the force a, clipped
 * to [−1, 1]. A step costs 0.1 a², and the one that reaches x = 0.45 has reward 100 and terminates.
 * A policy that never finds the goal does best to stand still, with a return of 0. The start is
 * MountainCar's.
 *
 * <p>Gymnasium stores this state in single precision from the first step on, and so does this
 * class.
 */
public final class MountainCarContinuous implements Environment {
  /** Maximum length of an episode of MountainCarContinuous-v0, in steps. */
  static final int MAX_STEPS = 999;

  private static final float MIN_POSITION = -1.2f;
  private static final float MAX_POSITION = 0.6f;
  private static final float MAX_SPEED = 0.07f;
  private static final float GOAL = 0.45f;
  private static final float POWER = 0.0015f;
  private static final double GRAVITY = 0.0025;

  private static final Box ACTION_SPACE = Box.of(-1, 1, 1);

  private final RandomStream random = new RandomStream(0);
  private boolean running;
  private double startPosition;
  private boolean atStart;
  private float position;
  private float velocity;

  @Override
  public Space observationSpace() {
    return MountainCar.OBSERVATION_SPACE;
  }

  @Override
  public Space actionSpace() {
    return ACTION_SPACE;
  }

  /** Returns 90, the threshold that Gymnasium registers. */
  @Override
  public OptionalDouble solvedReturn() {
    return OptionalDouble.of(90);
  }

  @Override
  public void reset(long seed, float[] observation) {
    random.reseed(seed);
    start(MountainCar.startPosition(random));
    observe(observation);
  }

  /** Starts an episode at rest. */
  void start(double newPosition) {
    startPosition = newPosition;
    atStart = true;
    position = (float) newPosition;
    velocity = 0;
    running = true;
  }

  /** Returns position and velocity as stored. */
  double[] state() {
    return new double[] {position, velocity};
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if no episode is running: before the first reset or after an end
   */
  @Override
  public void step(float[] action, Step step) {
    if (!running) {
      throw new IllegalStateException("no episode is running: call reset before step");
    }
    move(Math.clamp(action[0], -1f, 1f));
    observe(step.observation);
    step.terminated = position >= GOAL && velocity >= 0;
    step.reward = (step.terminated ? 100 : 0) - (double) action[0] * action[0] * 0.1;
    running = !step.terminated;
  }

  private void move(float force) {
    // The start position is in double precision until the first step.
    double tripled = atStart ? 3 * startPosition : 3 * position;
    velocity += force * POWER - (float) (GRAVITY * Trigonometry.cos(tripled));
    velocity = Math.clamp(velocity, -MAX_SPEED, MAX_SPEED);
    position = (float) ((atStart ? startPosition : position) + velocity);
    position = Math.clamp(position, MIN_POSITION, MAX_POSITION);
    if (position == MIN_POSITION && velocity < 0) {
      velocity = 0;
    }
    atStart = false;
  }

  private void observe(float[] observation) {
    observation[0] = position;
    observation[1] = velocity;
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

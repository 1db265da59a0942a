package jackdaw.environments;

import jackdaw.environment.Environment;
import jackdaw.environment.Picture;
import jackdaw.environment.Step;
import jackdaw.random.RandomStream;
import jackdaw.space.Box;
import jackdaw.space.Space;
import java.util.Locale;
import java.util.Optional;

/**
 * {@link CartPole} with the pole hanging down, to be swung up and held there by a force of any
 * size. No steady push solves the task, because the cart has to work the pole up within its track.
 * The equations of motion are those of CartPole (Florian 2007, eq. 23 and 24, without friction),
 * with θ = 0 upright. They are integrated in steps of 0.02 s: velocities first, then positions with
 * the new velocities, which keeps a free pole's energy from growing.
 *
 * <p>An observation is the position of the cart in m (±2.4), its velocity in m/s, cos θ, sin θ and
 * θ̇ in rad/s. An action, clipped to [−1, 1], is the force in units of 10 N. A step rewards (1 +
 * cos θ) / 2 of the state that it leads to, from 0 hanging to 1 upright. So the return is at most
 * 500 within the limit of 500 steps that {@link Environments} adds. Leaving the track terminates
 * the episode and ends the rewards. An episode starts with the pole hanging, with an offset of up
 * to 0.05 in every value.
 */
public final class CartPoleSwingUp implements Environment {
  /** Maximum length of an episode of CartPoleSwingUp-v1, in steps. */
  static final int MAX_STEPS = 500;

  private static final double GRAVITY = 9.8; // m/s²
  private static final double POLE_MASS = 0.1; // kg
  private static final double TOTAL_MASS = 1.1; // kg
  private static final double HALF_LENGTH = 0.5; // m
  private static final double FORCE = 10; // N
  private static final double TIME_STEP_SECONDS = 0.02;
  private static final double MAX_POSITION = 2.4; // m
  private static final double START_RANGE = 0.05;

  private static final float NONE = Float.POSITIVE_INFINITY;
  private static final float[] HIGH = {2 * (float) MAX_POSITION, NONE, 1, 1, NONE};
  private static final Box OBSERVATION_SPACE =
      Box.of(new float[] {-HIGH[0], -NONE, -1, -1, -NONE}, HIGH);
  private static final Box ACTION_SPACE = Box.of(-1, 1, 1);

  private final RandomStream random = new RandomStream(0);
  private boolean running;
  private double x;
  private double xVelocity;
  private double angle;
  private double angularVelocity;

  @Override
  public Space observationSpace() {
    return OBSERVATION_SPACE;
  }

  @Override
  public Space actionSpace() {
    return ACTION_SPACE;
  }

  @Override
  public void reset(long seed, float[] observation) {
    random.reseed(seed);
    start(startValue(), startValue(), Math.PI + startValue(), startValue());
    observe(observation);
  }

  private double startValue() {
    return -START_RANGE + 2 * START_RANGE * random.nextDouble();
  }

  /** Sets the state: m, m/s, rad, rad/s. */
  void start(double newX, double newXVelocity, double newAngle, double newAngularVelocity) {
    x = newX;
    xVelocity = newXVelocity;
    angle = newAngle;
    angularVelocity = newAngularVelocity;
    running = true;
  }

  /** Returns the four values in double precision. */
  double[] state() {
    return new double[] {x, xVelocity, angle, angularVelocity};
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
    move(FORCE * Math.clamp(action[0], -1f, 1f));
    observe(step.observation);
    step.reward = (1 + Trigonometry.cos(angle)) / 2;
    step.terminated = Math.abs(x) > MAX_POSITION;
    running = !step.terminated;
  }

  private void move(double force) {
    double cos = Trigonometry.cos(angle);
    double sin = Trigonometry.sin(angle);
    double poleMassLength = POLE_MASS * HALF_LENGTH;
    double push =
        (force + poleMassLength * angularVelocity * angularVelocity * sin) / TOTAL_MASS;
    double angularAcceleration =
        (GRAVITY * sin - cos * push)
            / (HALF_LENGTH * (4.0 / 3 - POLE_MASS * cos * cos / TOTAL_MASS));
    double acceleration = push - poleMassLength * angularAcceleration * cos / TOTAL_MASS;
    xVelocity += TIME_STEP_SECONDS * acceleration;
    x += TIME_STEP_SECONDS * xVelocity;
    angularVelocity += TIME_STEP_SECONDS * angularAcceleration;
    angle += TIME_STEP_SECONDS * angularVelocity;
  }

  private void observe(float[] observation) {
    observation[0] = (float) x;
    observation[1] = (float) xVelocity;
    observation[2] = (float) Trigonometry.cos(angle);
    observation[3] = (float) Trigonometry.sin(angle);
    observation[4] = (float) angularVelocity;
  }

  @Override
  public Optional<String> render() {
    double degrees = Math.toDegrees(Math.IEEEremainder(angle, 2 * Math.PI));
    return Optional.of(
        String.format(Locale.ROOT, "cart %+.2f m, pole %+.1f° from upright", x, degrees));
  }

  @Override
  public Optional<Picture> picture() {
    return Optional.of(new CartPolePicture(180, () -> x, () -> angle));
  }
}

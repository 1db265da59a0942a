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
 * A cart on a track, pushed left or right so that the pole on it stays up: Gymnasium's CartPole-v1
 * without its limit of 500 steps, which {@link Environments} adds. The equations of motion are
 * those of Barto, Sutton and Anderson 1983 without friction, as corrected in Florian 2007, eq. 23
 * and 24, integrated by Euler's method with a time step of 0.02 s.
 *
 * <table>
 *   <caption>Observation</caption>
 *   <tr><th>index</th><th>value</th><th>bounds</th></tr>
 *   <tr><td>0</td><td>position of the cart, m</td><td>±4.8</td></tr>
 *   <tr><td>1</td><td>its velocity, m/s</td><td>none</td></tr>
 *   <tr><td>2</td><td>angle of the pole from upright to the right, rad</td>
 *     <td>±0.419 (24°)</td></tr>
 *   <tr><td>3</td><td>its angular velocity, rad/s</td><td>none</td></tr>
 * </table>
 *
 * <p>Action 0 pushes left with 10 N, action 1 right. Each step has reward 1, including the one in
 * which the pole falls. An episode starts with all four values uniform in [−0.05, 0.05) and
 * terminates beyond 2.4 m or 12°.
 */
public final class CartPole implements Environment {
  /** Maximum length of an episode of CartPole-v1, in steps. */
  static final int MAX_STEPS = 500;

  private static final double GRAVITY = 9.8; // m/s²
  private static final double POLE_MASS = 0.1; // kg
  private static final double TOTAL_MASS = 1.0 + POLE_MASS; // kg, with the cart
  private static final double HALF_LENGTH = 0.5; // m, of the pole
  private static final double POLE_MASS_LENGTH = POLE_MASS * HALF_LENGTH; // kg m
  private static final double FORCE = 10.0; // N
  private static final double TIME_STEP_SECONDS = 0.02;
  private static final double MAX_ANGLE = 12 * 2 * Math.PI / 360; // rad
  private static final double MAX_POSITION = 2.4; // m
  private static final double START_RANGE = 0.05;

  private static final int TRACK_COLUMNS = 49; // of text

  private static final float[] HIGH = {
    (float) (MAX_POSITION * 2),
    Float.POSITIVE_INFINITY,
    (float) (MAX_ANGLE * 2),
    Float.POSITIVE_INFINITY
  };
  private static final Box OBSERVATION_SPACE =
      Box.of(new float[] {-HIGH[0], -HIGH[1], -HIGH[2], -HIGH[3]}, HIGH);
  private static final Discrete ACTION_SPACE = new Discrete(2);

  private final RandomStream random = new RandomStream(0);
  private boolean running;
  private double x;
  private double xVelocity;
  private double angle;
  private double angularVelocity;

  // Quantities that depend on the angle alone.
  private double sin;
  private double cos;
  private double inertia; // of the pole against an angular acceleration, over mass and length

  @Override
  public Space observationSpace() {
    return OBSERVATION_SPACE;
  }

  @Override
  public Space actionSpace() {
    return ACTION_SPACE;
  }

  /** Returns 475, the threshold that Gymnasium registers. */
  @Override
  public OptionalDouble solvedReturn() {
    return OptionalDouble.of(475);
  }

  @Override
  public void reset(long seed, float[] observation) {
    random.reseed(seed);
    start(startValue(), startValue(), startValue(), startValue());
    observe(observation);
  }

  private double startValue() {
    return -START_RANGE + 2 * START_RANGE * random.nextDouble();
  }

  /** Sets the state: m, m/s, rad, rad/s. */
  void start(double newX, double newXVelocity, double newAngle, double newAngularVelocity) {
    x = newX;
    xVelocity = newXVelocity;
    lean(newAngle);
    angularVelocity = newAngularVelocity;
    running = true;
  }

  /** Returns the four values in double precision, which an observation rounds. */
  double[] state() {
    return new double[] {x, xVelocity, angle, angularVelocity};
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
    move(force(action[0]));
    observe(step.observation);
    step.reward = 1;
    step.terminated = isLost();
    running = !step.terminated;
  }

  private boolean isLost() {
    return Math.abs(x) > MAX_POSITION || Math.abs(angle) > MAX_ANGLE;
  }

  private static double force(float action) {
    // Only 0 and 1 make this 0. A branch on the action would cost time, because actions are hard to
    // predict.
    if (action * (action - 1) != 0) {
      throw new IllegalArgumentException(
          "action " + action + " is not possible: use 0 (left) or 1 (right)");
    }
    return action * (2 * FORCE) - FORCE;
  }

  /**
   * Computes in the order of Gymnasium's operations, so that each rounds as it does there. The next
   * angle is known before the accelerations are. So the quantities that depend on that angle alone
   * are computed in parallel and kept for the next step; otherwise each operation would wait for
   * the one before.
   */
  private void move(double force) {
    double sin = this.sin;
    double cos = this.cos;
    double inertia = this.inertia;
    lean(angle + TIME_STEP_SECONDS * angularVelocity);
    double push = (force + centrifugalForce(sin)) / TOTAL_MASS;
    double angularAcceleration = (GRAVITY * sin - cos * push) / inertia;
    accelerate(push - reaction(angularAcceleration, cos), angularAcceleration);
  }

  /** The part of the cart's acceleration that the pole's rotation takes away, m/s². */
  private static double reaction(double angularAcceleration, double cos) {
    return POLE_MASS_LENGTH * angularAcceleration * cos / TOTAL_MASS;
  }

  /** The pole's force along the track, N. */
  private double centrifugalForce(double sin) {
    return POLE_MASS_LENGTH * (angularVelocity * angularVelocity) * sin;
  }

  private void accelerate(double acceleration, double angularAcceleration) {
    x += TIME_STEP_SECONDS * xVelocity;
    xVelocity += TIME_STEP_SECONDS * acceleration;
    angularVelocity += TIME_STEP_SECONDS * angularAcceleration;
  }

  private void lean(double newAngle) {
    angle = newAngle;
    sin = SmallAngle.sin(newAngle);
    cos = SmallAngle.cos(newAngle);
    inertia = HALF_LENGTH * (4.0 / 3.0 - POLE_MASS * (cos * cos) / TOTAL_MASS);
  }

  private void observe(float[] observation) {
    observation[0] = (float) x;
    observation[1] = (float) xVelocity;
    observation[2] = (float) angle;
    observation[3] = (float) angularVelocity;
  }

  /** Shows the cart on its track of ±2.4 m, and the side that its pole leans to, from 1° on. */
  @Override
  public Optional<String> render() {
    int cart = (int) Math.round((x / MAX_POSITION + 1) / 2 * (TRACK_COLUMNS - 1));
    cart = Math.clamp(cart, 1, TRACK_COLUMNS - 2);
    double degrees = Math.toDegrees(angle);
    char pole = degrees > 1 ? '/' : degrees < -1 ? '\\' : '|';
    int top = cart + (int) Math.signum((double) Math.round(degrees / 2));
    String picture =
        " ".repeat(top)
            + pole
            + "\n"
            + " ".repeat(cart)
            + pole
            + "\n"
            + "-".repeat(cart - 1)
            + "[_]"
            + "-".repeat(TRACK_COLUMNS - cart - 2);
    return Optional.of(
        picture + String.format(Locale.ROOT, "\ncart %+.2f m, pole %+.1f°", x, degrees));
  }

  @Override
  public Optional<Picture> picture() {
    return Optional.of(new CartPolePicture(100, () -> x, () -> angle));
  }
}

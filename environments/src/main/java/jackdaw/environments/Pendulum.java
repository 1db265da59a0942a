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
 * A pendulum to swing up and hold upright with a torque too weak to lift it at once: Gymnasium's
 * Pendulum-v1 without its limit of 200 steps, which {@link Environments} adds. With the angle θ
 * from upright, in steps of 0.05 s:
 *
 * <pre>θ̈ = 3 g / (2 l) sin θ + 3 / (m l²) u,   g = 10 m/s², m = 1 kg, l = 1 m</pre>
 *
 * <p>An observation is cos θ, sin θ (each in [−1, 1]) and θ̇ in rad/s, clipped to ±8. An action is
 * the torque u in N m, clipped to ±2. A step rewards −(θ² + 0.1 θ̇² + 0.001 u²) of the state before
 * it, θ in [−π, π). An episode starts with θ uniform in [−π, π) and θ̇ in [−1, 1), and never
 * terminates.
 */
public final class Pendulum implements Environment {
  /** Maximum length of an episode of Pendulum-v1, in steps. */
  static final int MAX_STEPS = 200;

  private static final double GRAVITY = 10; // m/s²
  private static final double TIME_STEP_SECONDS = 0.05;
  private static final double MAX_SPEED = 8; // rad/s
  private static final float MAX_TORQUE = 2; // N m

  private static final Box OBSERVATION_SPACE =
      Box.of(
          new float[] {-1, -1, (float) -MAX_SPEED}, new float[] {1, 1, (float) MAX_SPEED});
  private static final Box ACTION_SPACE = Box.of(-MAX_TORQUE, MAX_TORQUE, 1);

  private final RandomStream random = new RandomStream(0);
  private boolean running;
  private double angle;
  private double speed;
  private float torque;

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
    double startAngle = Math.PI * (2 * random.nextDouble() - 1);
    start(startAngle, 2 * random.nextDouble() - 1);
    observe(observation);
  }

  /** Sets the state: rad, rad/s. */
  void start(double newAngle, double newSpeed) {
    angle = newAngle;
    speed = newSpeed;
    torque = 0;
    running = true;
  }

  /** Returns angle and speed in double precision. */
  double[] state() {
    return new double[] {angle, speed};
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if no episode is running: before the first reset
   */
  @Override
  public void step(float[] action, Step step) {
    if (!running) {
      throw new IllegalStateException("no episode is running: call reset before step");
    }
    torque = Math.clamp(action[0], -MAX_TORQUE, MAX_TORQUE);
    double deviation = normalized(angle);
    // Gymnasium's torque is in single precision, and so are the products with it.
    step.reward =
        -(deviation * deviation + 0.1 * (speed * speed) + 0.001f * (torque * torque));
    double acceleration = 3 * GRAVITY / 2 * Trigonometry.sin(angle) + 3 * torque;
    speed = Math.clamp(speed + acceleration * TIME_STEP_SECONDS, -MAX_SPEED, MAX_SPEED);
    angle += speed * TIME_STEP_SECONDS;
    observe(step.observation);
  }

  /** Returns the same angle in [−π, π). */
  private static double normalized(double angle) {
    double turned = (angle + Math.PI) % (2 * Math.PI);
    return (turned < 0 ? turned + 2 * Math.PI : turned) - Math.PI;
  }

  private void observe(float[] observation) {
    observation[0] = (float) Trigonometry.cos(angle);
    observation[1] = (float) Trigonometry.sin(angle);
    observation[2] = (float) speed;
  }

  @Override
  public Optional<String> render() {
    return Optional.of(
        String.format(
            Locale.ROOT,
            "pendulum %+.1f° from upright, %+.2f rad/s",
            Math.toDegrees(normalized(angle)),
            speed));
  }

  @Override
  public Optional<Picture> picture() {
    return Optional.of(new PendulumPicture(() -> angle, () -> torque));
  }
}

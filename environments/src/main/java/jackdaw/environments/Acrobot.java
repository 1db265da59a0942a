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
 * Two hanging links with a motor in the joint between them; the goal is to swing the tip above the
 * bar. This is Gymnasium's Acrobot-v1 without its limit of 500 steps, which {@link Environments}
 * adds. The equations of motion are those of Sutton and Barto's book (2nd edition, section 11.3, as
 * in its code), integrated over 0.2 s by one step of the classical Runge-Kutta method. Each link is
 * 1 m long, has a mass of 1 kg with its centre halfway, and a moment of inertia of 1 kg m².
 *
 * <p>An observation is cos θ₁, sin θ₁, cos θ₂, sin θ₂, θ̇₁ (clipped to ±4π rad/s), θ̇₂ (±9π). θ₁ =
 * 0 hangs down; θ₂ is relative to the first link. Actions 0, 1, 2 are torques of −1, 0, 1 N m. A
 * step has reward −1, and 0 if it brings the tip 1 m above the bar, −cos θ₁ − cos(θ₁ + θ₂) &gt; 1,
 * which terminates. An episode starts with all four values uniform in [−0.1, 0.1).
 */
public final class Acrobot implements Environment {
  /** Maximum length of an episode of Acrobot-v1, in steps. */
  static final int MAX_STEPS = 500;

  private static final double TIME_STEP_SECONDS = 0.2;
  private static final double CENTRE = 0.5; // m, from a link's joint to its centre of mass
  private static final double INERTIA = 1; // kg m²
  private static final double GRAVITY = 9.8; // m/s²
  private static final double MAX_SPEED_1 = 4 * Math.PI;
  private static final double MAX_SPEED_2 = 9 * Math.PI;
  private static final double START_RANGE = 0.1;

  private static final float[] HIGH = {1, 1, 1, 1, (float) MAX_SPEED_1, (float) MAX_SPEED_2};
  private static final Box OBSERVATION_SPACE =
      Box.of(new float[] {-1, -1, -1, -1, -HIGH[4], -HIGH[5]}, HIGH);
  private static final Discrete ACTION_SPACE = new Discrete(3);

  private final RandomStream random = new RandomStream(0);
  private boolean running;

  /** θ₁, θ₂, θ̇₁, θ̇₂. */
  private final double[] state = new double[4];

  private final double[] moved = new double[4];
  private final double[][] slopes = new double[4][4];

  @Override
  public Space observationSpace() {
    return OBSERVATION_SPACE;
  }

  @Override
  public Space actionSpace() {
    return ACTION_SPACE;
  }

  /** Returns −100, the threshold that Gymnasium registers. */
  @Override
  public OptionalDouble solvedReturn() {
    return OptionalDouble.of(-100);
  }

  @Override
  public void reset(long seed, float[] observation) {
    random.reseed(seed);
    for (int i = 0; i < state.length; i++) {
      // Gymnasium starts in single precision.
      state[i] = (float) (-START_RANGE + 2 * START_RANGE * random.nextDouble());
    }
    running = true;
    observe(observation);
  }

  /** Sets the state: rad, rad, rad/s, rad/s. */
  void start(double angle1, double angle2, double speed1, double speed2) {
    state[0] = angle1;
    state[1] = angle2;
    state[2] = speed1;
    state[3] = speed2;
    running = true;
  }

  /** Returns the four values in double precision. */
  double[] state() {
    return state.clone();
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
          "action " + action[0] + " is not possible: use 0, 1 or 2 for a torque of -1, 0 or 1");
    }
    integrate(action[0] - 1);
    state[0] = wrapped(state[0]);
    state[1] = wrapped(state[1]);
    state[2] = Math.clamp(state[2], -MAX_SPEED_1, MAX_SPEED_1);
    state[3] = Math.clamp(state[3], -MAX_SPEED_2, MAX_SPEED_2);
    observe(step.observation);
    step.terminated =
        -Trigonometry.cos(state[0]) - Trigonometry.cos(state[1] + state[0]) > 1;
    step.reward = step.terminated ? 0 : -1;
    running = !step.terminated;
  }

  private void integrate(double torque) {
    slope(state, torque, slopes[0]);
    move(TIME_STEP_SECONDS / 2, slopes[0]);
    slope(moved, torque, slopes[1]);
    move(TIME_STEP_SECONDS / 2, slopes[1]);
    slope(moved, torque, slopes[2]);
    move(TIME_STEP_SECONDS, slopes[2]);
    slope(moved, torque, slopes[3]);
    for (int i = 0; i < state.length; i++) {
      state[i] +=
          TIME_STEP_SECONDS / 6
              * (slopes[0][i] + 2 * slopes[1][i] + 2 * slopes[2][i] + slopes[3][i]);
    }
  }

  private void move(double time, double[] slope) {
    for (int i = 0; i < state.length; i++) {
      moved[i] = state[i] + time * slope[i];
    }
  }

  /** Computes the time derivative of a state; factors of 1 kg and 1 m are left out. */
  private static void slope(double[] s, double torque, double[] slope) {
    double sin2 = Trigonometry.sin(s[1]);
    double cos2 = Trigonometry.cos(s[1]);
    double d1 = CENTRE * CENTRE + (1 + CENTRE * CENTRE + 2 * CENTRE * cos2) + 2 * INERTIA;
    double d2 = CENTRE * CENTRE + CENTRE * cos2 + INERTIA;
    double phi2 = CENTRE * GRAVITY * Trigonometry.cos(s[0] + s[1] - Math.PI / 2);
    double phi1 =
        -CENTRE * (s[3] * s[3]) * sin2
            - 2 * CENTRE * s[3] * s[2] * sin2
            + (CENTRE + 1) * GRAVITY * Trigonometry.cos(s[0] - Math.PI / 2)
            + phi2;
    double acceleration2 =
        (torque + d2 / d1 * phi1 - CENTRE * (s[2] * s[2]) * sin2 - phi2)
            / (CENTRE * CENTRE + INERTIA - d2 * d2 / d1);
    slope[0] = s[2];
    slope[1] = s[3];
    slope[2] = -(d2 * acceleration2 + phi1) / d1;
    slope[3] = acceleration2;
  }

  /** Returns the same angle in [−π, π]. */
  private static double wrapped(double angle) {
    double turned = angle;
    while (turned > Math.PI) {
      turned -= 2 * Math.PI;
    }
    while (turned < -Math.PI) {
      turned += 2 * Math.PI;
    }
    return turned;
  }

  private void observe(float[] observation) {
    observation[0] = (float) Trigonometry.cos(state[0]);
    observation[1] = (float) Trigonometry.sin(state[0]);
    observation[2] = (float) Trigonometry.cos(state[1]);
    observation[3] = (float) Trigonometry.sin(state[1]);
    observation[4] = (float) state[2];
    observation[5] = (float) state[3];
  }

  @Override
  public Optional<String> render() {
    return Optional.of(
        String.format(
            Locale.ROOT,
            "links at %+.1f° and %+.1f°",
            Math.toDegrees(state[0]),
            Math.toDegrees(state[1])));
  }

  @Override
  public Optional<Picture> picture() {
    return Optional.of(new AcrobotPicture(() -> state[0], () -> state[1]));
  }
}

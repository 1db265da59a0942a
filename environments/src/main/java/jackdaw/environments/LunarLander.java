package jackdaw.environments;

import static jackdaw.environments.LanderWorld.HEIGHT;
import static jackdaw.environments.LanderWorld.WIDTH;
import static jackdaw.environments.RigidBodies.SCALE;
import static jackdaw.environments.RigidBodies.STEPS_PER_SECOND;

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
import java.util.random.RandomGenerator;
import org.jbox2d.common.Vec2;
import org.jspecify.annotations.Nullable;

/**
 * A landing between two flags on the moon: Gymnasium's LunarLander-v3 without its limit of 1000
 * steps, which {@link Environments} adds. The physics engine, and how close it comes to
 * Gymnasium's, is documented in {@code docs/physics.md}.
 *
 * <p>An observation is the lander's position (x and y from the pad, in half widths and half heights
 * of the picture: 10 and 6.67 m), its velocity (in 5 and 7.5 m/s), its angle in rad, its angular
 * velocity in 2.5 rad/s, and for each leg whether it touches the ground.
 *
 * <p>Actions are 0 nothing, 1 left engine, 2 main engine, 3 right engine. In the continuous variant
 * an action is the throttle of the main engine (off up to 0, then from 50 to 100 %) and of the side
 * engines (left below −0.5, right above 0.5), both clipped to [−1, 1].
 *
 * <p>A step rewards the rise of a potential, which counts nearness, slowness, uprightness (100
 * each) and legs on the ground (10 each), less 0.3 for the main engine and 0.03 for a side engine.
 * The episode terminates with −100 if the lander itself touches the ground or leaves sideways, and
 * with 100 if it comes to rest.
 */
public final class LunarLander implements Environment {
  /** Maximum length of an episode of LunarLander-v3, in steps. */
  static final int MAX_STEPS = 1000;

  private static final double MAIN_POWER = 13;
  private static final double SIDE_POWER = 0.6;
  private static final double MAIN_Y = 4 / SCALE;
  private static final double SIDE_AWAY = 12 / SCALE;
  private static final double SIDE_HEIGHT = 14 / SCALE;

  /** Gymnasium uses 17 here, although its own SIDE_ENGINE_HEIGHT of 14 may have been meant. */
  private static final double SIDE_SKEW = 17 / SCALE;

  private static final double PUSH = 1000;

  private static final float TWO_PI = (float) (2 * Math.PI);
  private static final Box OBSERVATION_SPACE =
      Box.of(
          new float[] {-2.5f, -2.5f, -10, -10, -TWO_PI, -10, 0, 0},
          new float[] {2.5f, 2.5f, 10, 10, TWO_PI, 10, 1, 1});

  private static final Discrete ENGINES = new Discrete(4);
  private static final Box THROTTLES = Box.of(-1, 1, 2);

  /**
   * A variant of LunarLander.
   *
   * @param continuous whether an action is two throttles
   * @param gravity in m/s², above −12 and below 0
   * @param wind whether there is wind while no leg touches the ground
   * @param windPower maximum force of the wind, in N; at least 0, usually up to 20
   * @param turbulencePower maximum torque of the wind, in N m; at least 0, usually up to 2
   */
  public record Options(
      boolean continuous, double gravity, boolean wind, double windPower, double turbulencePower) {
    /** Gymnasium's default variant. */
    public static final Options DEFAULTS = new Options(false, -10, false, 15, 1.5);

    /** Checks the ranges. */
    public Options {
      require(gravity > -12 && gravity < 0, "gravity", gravity, "above -12 and below 0");
      require(windPower >= 0, "wind-power", windPower, "at least 0, usually up to 20");
      require(
          turbulencePower >= 0, "turbulence-power", turbulencePower, "at least 0, usually up to 2");
    }

    private static void require(boolean fine, String name, double value, String allowed) {
      if (!fine) {
        throw new IllegalArgumentException(
            "LunarLander's %s is %s: set it %s".formatted(name, value, allowed));
      }
    }
  }

  private final Options options;
  private final RigidBodies bodies;
  private final RandomStream random = new RandomStream(0);
  private RandomGenerator draws = random;
  private @Nullable LanderWorld world;
  private boolean running;
  private final double[] state = new double[8];
  private double potential;
  private double mainPower;
  private double sidePower;
  private int sideDirection;
  private int windTime;
  private int turbulenceTime;
  private final Vec2 vector = new Vec2();
  private final Vec2 point = new Vec2();

  /** Creates the discrete variant without wind. */
  public LunarLander() {
    this(Options.DEFAULTS);
  }

  /** Creates a given variant. */
  public LunarLander(Options options) {
    this.options = options;
    bodies = new RigidBodies(options.gravity);
  }

  @Override
  public Space observationSpace() {
    return OBSERVATION_SPACE;
  }

  @Override
  public Space actionSpace() {
    return options.continuous ? THROTTLES : ENGINES;
  }

  /** Returns 200, the threshold that Gymnasium registers. */
  @Override
  public OptionalDouble solvedReturn() {
    return OptionalDouble.of(200);
  }

  @Override
  public void reset(long seed, float[] observation) {
    random.reseed(seed);
    start(random, observation);
  }

  /**
   * Starts an episode with the given source of random numbers, so that a test can replay recorded
   * ones.
   */
  void start(RandomGenerator newDraws, float[] observation) {
    draws = newDraws;
    LanderWorld fresh = new LanderWorld(bodies, PUSH, draws);
    world = fresh;
    if (options.wind) {
      windTime = draws.nextInt(-9999, 9999);
      turbulenceTime = draws.nextInt(-9999, 9999);
    }
    running = true;
    mainPower = 0;
    sidePower = 0;
    advance(fresh);
    observe(fresh, observation);
    potential = potential();
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if no episode is running: before the first reset or after an end
   * @throws IllegalArgumentException if the action is not one of 0 to 3, or a throttle is NaN
   */
  @Override
  public void step(float[] action, Step step) {
    LanderWorld present = world;
    if (!running || present == null) {
      throw new IllegalStateException("no episode is running: call reset before step");
    }
    if (options.continuous) {
      throttle(action[0], action[1]);
    } else {
      choose(action);
    }
    advance(present);
    observe(present, step.observation);
    double before = potential;
    potential = potential();
    step.reward = potential - before - 0.3 * mainPower - 0.03 * sidePower;
    if (present.crashed() || Math.abs(state[0]) >= 1) {
      step.terminated = true;
      step.reward = -100;
    }
    if (!present.lander.isAwake()) {
      step.terminated = true;
      step.reward = 100;
    }
    running = !step.terminated;
  }

  private void choose(float[] action) {
    if (!ENGINES.contains(action, 0)) {
      throw new IllegalArgumentException(
          "action %s is not possible: use 0 (nothing), 1 (left), 2 (main) or 3 (right engine)"
              .formatted(action[0]));
    }
    mainPower = action[0] == 2 ? 1 : 0;
    sidePower = action[0] == 1 || action[0] == 3 ? 1 : 0;
    sideDirection = (int) action[0] - 2;
  }

  private void throttle(float main, float side) {
    if (Float.isNaN(main) || Float.isNaN(side)) {
      throw new IllegalArgumentException(
          "action [%s, %s] is not possible: use two throttles from -1 to 1".formatted(main, side));
    }
    mainPower = main > 0 ? (Math.min(main, 1) + 1.0) * 0.5 : 0;
    double strength = Math.min(Math.abs(side), 1);
    sidePower = strength > 0.5 ? strength : 0;
    sideDirection = side < 0 ? -1 : 1;
  }

  /** Applies wind and engines, and simulates 1/50 s. */
  private void advance(LanderWorld present) {
    if (options.wind && !present.down(0) && !present.down(1)) {
      float wind = (float) (gust(windTime++) * options.windPower);
      present.lander.applyForceToCenter(vector.set(wind, 0));
      present.lander.applyTorque((float) (gust(turbulenceTime++) * options.turbulencePower));
    }
    double sin = Trigonometry.sin(present.lander.getAngle());
    double cos = Trigonometry.cos(present.lander.getAngle());
    double noiseY = draws.nextDouble(-1, 1) / SCALE;
    double noiseX = draws.nextDouble(-1, 1) / SCALE;
    if (mainPower > 0) {
      double along = MAIN_Y + 2 * noiseY;
      double x = sin * along - cos * noiseX;
      double y = -cos * along - sin * noiseX;
      push(present, x, y, x, y, MAIN_POWER * mainPower);
    }
    if (sidePower > 0) {
      double across = 3 * noiseX + sideDirection * SIDE_AWAY;
      double x = sin * noiseY - cos * across;
      double y = -cos * noiseY - sin * across;
      push(present, x, y, x - sin * SIDE_SKEW, y + cos * SIDE_HEIGHT, SIDE_POWER * sidePower);
    }
    bodies.step();
  }

  /** Returns the strength of a wind that never repeats, between −1 and 1. */
  private static double gust(int time) {
    return StrictMath.tanh(
        Trigonometry.sin(0.02 * time) + Trigonometry.sin(Math.PI * 0.01 * time));
  }

  /**
   * Pushes the lander in the opposite direction of an engine's exhaust, (x, y) from its middle.
   */
  private void push(
      LanderWorld present, double x, double y, double pointX, double pointY, double power) {
    Vec2 middle = present.lander.getPosition();
    vector.set((float) (-x * power), (float) (-y * power));
    point.set((float) (middle.x + pointX), (float) (middle.y + pointY));
    present.lander.applyLinearImpulse(vector, point);
  }

  private void observe(LanderWorld present, float[] observation) {
    Vec2 place = present.lander.getPosition();
    Vec2 velocity = present.lander.getLinearVelocity();
    state[0] = (place.x - WIDTH / 2) / (WIDTH / 2);
    state[1] = (place.y - (LanderWorld.PAD + LanderWorld.LEG_DOWN)) / (HEIGHT / 2);
    state[2] = velocity.x * (WIDTH / 2) / STEPS_PER_SECOND;
    state[3] = velocity.y * (HEIGHT / 2) / STEPS_PER_SECOND;
    state[4] = present.lander.getAngle();
    state[5] = 20.0 * present.lander.getAngularVelocity() / STEPS_PER_SECOND;
    state[6] = present.down(0) ? 1 : 0;
    state[7] = present.down(1) ? 1 : 0;
    for (int i = 0; i < state.length; i++) {
      observation[i] = (float) state[i];
    }
  }

  private double potential() {
    return -100 * Math.sqrt(state[0] * state[0] + state[1] * state[1])
        - 100 * Math.sqrt(state[2] * state[2] + state[3] * state[3])
        - 100 * Math.abs(state[4])
        + 10 * state[6]
        + 10 * state[7];
  }

  /** Returns the bodies of the running episode. */
  @Nullable
  LanderWorld world() {
    return world;
  }

  /** Returns the main engine's power in the last step, from 0 to 1. */
  double mainPower() {
    return mainPower;
  }

  /**
   * Returns the side engines' power in the last step: below 0 the left one's, above 0 the right
   * one's.
   */
  double sidePower() {
    return sidePower * sideDirection;
  }

  @Override
  public Optional<String> render() {
    LanderWorld present = world;
    if (present == null) {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "%s%nx %+.2f y %+.2f  velocity %+.2f %+.2f  angle %+.2f  legs %s%s  engines %s%s%s",
            TextScene.of(present),
            state[0],
            state[1],
            state[2],
            state[3],
            state[4],
            present.down(1) ? "L" : "-",
            present.down(0) ? "R" : "-",
            sidePower() < 0 ? "<" : "-",
            mainPower > 0 ? "^" : "-",
            sidePower() > 0 ? ">" : "-"));
  }

  @Override
  public Optional<Picture> picture() {
    return Optional.of(new LunarLanderPicture(this));
  }
}

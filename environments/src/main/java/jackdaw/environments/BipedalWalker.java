package jackdaw.environments;

import static jackdaw.environments.RigidBodies.SCALE;
import static jackdaw.environments.RigidBodies.STEPS_PER_SECOND;

import jackdaw.environment.Environment;
import jackdaw.environment.Picture;
import jackdaw.environment.Step;
import jackdaw.random.RandomStream;
import jackdaw.space.Box;
import jackdaw.space.Space;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;
import org.jbox2d.common.Vec2;
import org.jbox2d.dynamics.joints.RevoluteJoint;
import org.jspecify.annotations.Nullable;

/**
 * A walk to the right on two legs: Gymnasium's BipedalWalker-v3, or its hardcore variant with
 * stumps, stairs and pits. Their limits of 1600 and 2000 steps are added by {@link Environments}.
 * The physics engine, and how close it comes to Gymnasium's, is documented in {@code
 * docs/physics.md}.
 *
 * <p>An observation starts with the hull's angle in rad, its angular velocity in 25 rad/s, and its
 * velocity in 8.33 and 12.5 m/s. For each leg follow the hip's angle in rad and speed in 4 rad/s,
 * the knee's angle plus 1 rad and speed in 6 rad/s, and whether the foot touches the ground. Last
 * come the lengths of ten rays from the hull, from straight down to nearly ahead, as a fraction of
 * 5.33 m. The position is not observed.
 *
 * <p>An action has four values in [−1, 1] for hip and knee of both legs: the direction that each
 * motor turns in, and the fraction of 80 N m.
 *
 * <p>A step rewards progress (about 300 for the whole way), less 5 for each rad by which the hull's
 * tilt grows, less 0.028 for each full torque. The episode terminates with −100 if the hull touches
 * the ground or moves back past the start, and without that at the end of the ground.
 */
public final class BipedalWalker implements Environment {
  /** Maximum length of an episode of BipedalWalker-v3, in steps. */
  static final int MAX_STEPS = 1600;

  /** Maximum length of an episode of BipedalWalkerHardcore-v3, in steps. */
  static final int MAX_HARDCORE_STEPS = 2000;

  static final int RAYS = 10;
  static final double RANGE = 160 / SCALE;

  private static final double HIP_SPEED = 4;
  private static final double KNEE_SPEED = 6;
  private static final double WIDTH = 600 / SCALE;
  private static final double HEIGHT = 400 / SCALE;
  private static final double END =
      (WalkerTerrain.POINTS - WalkerTerrain.GRASS) * WalkerTerrain.SEGMENT;

  private static final Box OBSERVATION_SPACE = observations();
  private static final Box ACTION_SPACE = Box.of(-1, 1, 4);

  private final boolean hardcore;
  private final RigidBodies bodies = new RigidBodies(-10);
  private final RandomStream random = new RandomStream(0);
  private final Lidar lidar = new Lidar(bodies.world());
  private @Nullable WalkerWorld world;
  private boolean running;
  private double potential;

  /** Creates a walker on gentle ground. */
  public BipedalWalker() {
    this(false);
  }

  /** Creates a walker, with obstacles if {@code hardcore}. */
  public BipedalWalker(boolean hardcore) {
    this.hardcore = hardcore;
  }

  private static Box observations() {
    float pi = (float) Math.PI;
    float[] high = new float[14 + RAYS];
    float[] low = new float[14 + RAYS];
    Arrays.fill(high, 1);
    Arrays.fill(low, -1);
    float[] body = {pi, 5, 5, 5, pi, 5, pi, 5, 5, pi, 5, pi, 5, 5};
    for (int i = 0; i < body.length; i++) {
      high[i] = body[i];
      low[i] = i == 8 || i == 13 ? 0 : -body[i];
    }
    return Box.of(low, high);
  }

  @Override
  public Space observationSpace() {
    return OBSERVATION_SPACE;
  }

  @Override
  public Space actionSpace() {
    return ACTION_SPACE;
  }

  /** Returns 300, the threshold that Gymnasium registers. */
  @Override
  public OptionalDouble solvedReturn() {
    return OptionalDouble.of(300);
  }

  @Override
  public void reset(long seed, float[] observation) {
    random.reseed(seed);
    start(random, 0, observation);
  }

  /**
   * Starts an episode with the given source of random numbers, above the ground, so that a test can
   * replay recorded numbers.
   */
  void start(RandomGenerator draws, double lift, float[] observation) {
    WalkerWorld fresh = new WalkerWorld(bodies, hardcore, lift, draws);
    world = fresh;
    for (int i = 0; i < 4; i++) {
      drive(fresh.joints[i], i, 0);
    }
    bodies.step();
    observe(fresh, observation);
    potential = potential(fresh);
    running = true;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if no episode is running: before the first reset or after an end
   * @throws IllegalArgumentException if a part of the action is NaN
   */
  @Override
  public void step(float[] action, Step step) {
    WalkerWorld present = world;
    if (!running || present == null) {
      throw new IllegalStateException("no episode is running: call reset before step");
    }
    double effort = 0;
    for (int i = 0; i < 4; i++) {
      if (Float.isNaN(action[i])) {
        throw new IllegalArgumentException(
            "action %d is NaN: use a number from -1 to 1".formatted(i));
      }
      drive(present.joints[i], i, action[i]);
      effort += Math.min(Math.abs(action[i]), 1);
    }
    bodies.step();
    observe(present, step.observation);
    double before = potential;
    potential = potential(present);
    step.reward = potential - before - 0.00035 * WalkerWorld.TORQUE * effort;
    float x = present.hull.getPosition().x;
    if (present.fallen() || x < 0) {
      step.reward = -100;
      step.terminated = true;
    }
    step.terminated |= x > END;
    running = !step.terminated;
  }

  private static void drive(RevoluteJoint joint, int index, float action) {
    double speed = index % 2 == 0 ? HIP_SPEED : KNEE_SPEED;
    joint.setMotorSpeed((float) (speed * Math.signum(action)));
    joint.setMaxMotorTorque((float) (WalkerWorld.TORQUE * Math.min(Math.abs(action), 1)));
  }

  private void observe(WalkerWorld present, float[] observation) {
    Vec2 velocity = present.hull.getLinearVelocity();
    observation[0] = present.hull.getAngle();
    observation[1] = (float) (2.0 * present.hull.getAngularVelocity() / STEPS_PER_SECOND);
    observation[2] = (float) (0.3 * velocity.x * WIDTH / STEPS_PER_SECOND);
    observation[3] = (float) (0.3 * velocity.y * HEIGHT / STEPS_PER_SECOND);
    for (int leg = 0; leg < 2; leg++) {
      RevoluteJoint hip = present.joints[2 * leg];
      RevoluteJoint knee = present.joints[2 * leg + 1];
      int at = 4 + 5 * leg;
      observation[at] = hip.getJointAngle();
      observation[at + 1] = (float) (hip.getJointSpeed() / HIP_SPEED);
      observation[at + 2] = (float) (knee.getJointAngle() + 1.0);
      observation[at + 3] = (float) (knee.getJointSpeed() / KNEE_SPEED);
      observation[at + 4] = present.down(leg) ? 1 : 0;
    }
    for (int i = 0; i < RAYS; i++) {
      observation[14 + i] = lidar.share(present.hull.getPosition(), i);
    }
  }

  private static double potential(WalkerWorld present) {
    return 130 * present.hull.getPosition().x / SCALE - 5.0 * Math.abs(present.hull.getAngle());
  }

  /** Returns the bodies of the running episode. */
  @Nullable
  WalkerWorld world() {
    return world;
  }

  Lidar lidar() {
    return lidar;
  }

  @Override
  public Optional<String> render() {
    WalkerWorld present = world;
    if (present == null) {
      return Optional.empty();
    }
    Vec2 place = present.hull.getPosition();
    Vec2 velocity = present.hull.getLinearVelocity();
    return Optional.of(
        String.format(
            Locale.ROOT,
            "%s%n%.1f m of %.1f  velocity %+.2f %+.2f m/s  angle %+.2f  feet %s%s",
            TextScene.of(present),
            place.x,
            END,
            velocity.x,
            velocity.y,
            present.hull.getAngle(),
            present.down(0) ? "1" : "-",
            present.down(1) ? "2" : "-"));
  }

  @Override
  public Optional<Picture> picture() {
    return Optional.of(new BipedalWalkerPicture(this));
  }
}

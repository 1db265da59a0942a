package jackdaw.environments;

import static jackdaw.environments.RigidBodies.SCALE;

import java.util.random.RandomGenerator;
import org.jbox2d.callbacks.ContactImpulse;
import org.jbox2d.callbacks.ContactListener;
import org.jbox2d.collision.Manifold;
import org.jbox2d.collision.shapes.PolygonShape;
import org.jbox2d.common.Vec2;
import org.jbox2d.dynamics.Body;
import org.jbox2d.dynamics.contacts.Contact;
import org.jbox2d.dynamics.joints.RevoluteJoint;

/**
 * The bodies of one episode of {@link BipedalWalker}: the ground, the hull and two legs with knees.
 */
final class WalkerWorld implements ContactListener {
  /** The maximum torque of a motor, in N m. */
  static final double TORQUE = 80;

  static final double LEG_LENGTH = 34 / SCALE;
  static final double LEG_WIDTH = 8 / SCALE;

  private static final double LEG_DOWN = -8 / SCALE;
  private static final double START_X = WalkerTerrain.SEGMENT * WalkerTerrain.START / 2;
  private static final double PUSH = 5;
  private static final int WALKER = 0x0020;

  private final RigidBodies bodies;
  final WalkerTerrain terrain;
  final Body hull;

  /** Upper and lower part of the first leg, then of the second. */
  final Body[] legs = new Body[4];

  /** Hip and knee of the first leg, then of the second. */
  final RevoluteJoint[] joints = new RevoluteJoint[4];

  private final boolean[] down = new boolean[2];
  private boolean fallen;

  /**
   * Builds the ground and the walker, and pushes the walker.
   *
   * @param bodies the world to build in, which is emptied first
   * @param lift height of the walker above its usual start, in metres
   */
  WalkerWorld(RigidBodies bodies, boolean hardcore, double lift, RandomGenerator draws) {
    this.bodies = bodies;
    bodies.clear(this);
    terrain = new WalkerTerrain(bodies, hardcore, draws);
    PolygonShape shape =
        RigidBodies.polygon(
            -30 / SCALE, 9 / SCALE, 6 / SCALE, 9 / SCALE, 34 / SCALE, 1 / SCALE, 34 / SCALE,
            -8 / SCALE, -30 / SCALE, -8 / SCALE);
    double y = WalkerTerrain.HEIGHT + lift + 2 * LEG_LENGTH;
    hull = bodies.moving(START_X, y, 0, shape, 5, 0.1f, WALKER);
    hull.applyForceToCenter(new Vec2((float) draws.nextDouble(-PUSH, PUSH), 0));
    leg(0, -1, y);
    leg(1, 1, y);
  }

  private void leg(int index, int side, double hullY) {
    double y = hullY - LEG_LENGTH / 2 - LEG_DOWN;
    PolygonShape upper = RigidBodies.box(LEG_WIDTH / 2, LEG_LENGTH / 2);
    legs[2 * index] = bodies.moving(START_X, y, side * 0.05, upper, 1, 0.2f, WALKER);
    double[] hip = {0, LEG_DOWN, 0, LEG_LENGTH / 2};
    joints[2 * index] = bodies.hinge(hull, legs[2 * index], hip, side, TORQUE, -0.8, 1.1);

    y = hullY - LEG_LENGTH * 3 / 2 - LEG_DOWN;
    PolygonShape lower = RigidBodies.box(0.8 * LEG_WIDTH / 2, LEG_LENGTH / 2);
    legs[2 * index + 1] = bodies.moving(START_X, y, side * 0.05, lower, 1, 0.2f, WALKER);
    double[] knee = {0, -LEG_LENGTH / 2, 0, LEG_LENGTH / 2};
    joints[2 * index + 1] =
        bodies.hinge(legs[2 * index], legs[2 * index + 1], knee, 1, TORQUE, -1.6, -0.1);
  }

  /** Returns whether a leg's lower part touches the ground. */
  boolean down(int leg) {
    return down[leg];
  }

  /** Returns whether the hull has touched the ground. */
  boolean fallen() {
    return fallen;
  }

  @Override
  public void beginContact(Contact contact) {
    fallen |= RigidBodies.concerns(contact, hull);
    for (int i = 0; i < 2; i++) {
      down[i] |= RigidBodies.concerns(contact, legs[2 * i + 1]);
    }
  }

  /**
   * Counts a leg on two segments of the ground as up once it leaves one of them, as in Gymnasium.
   */
  @Override
  public void endContact(Contact contact) {
    for (int i = 0; i < 2; i++) {
      down[i] &= !RigidBodies.concerns(contact, legs[2 * i + 1]);
    }
  }

  @Override
  public void preSolve(Contact contact, Manifold oldManifold) {}

  @Override
  public void postSolve(Contact contact, ContactImpulse impulse) {}
}

package jackdaw.environments;

import static jackdaw.environments.RigidBodies.SCALE;

import java.util.random.RandomGenerator;
import org.jbox2d.callbacks.ContactImpulse;
import org.jbox2d.callbacks.ContactListener;
import org.jbox2d.collision.Manifold;
import org.jbox2d.common.Vec2;
import org.jbox2d.dynamics.Body;
import org.jbox2d.dynamics.contacts.Contact;

/** The bodies of one episode of {@link LunarLander}: the moon, the lander and its two legs. */
final class LanderWorld implements ContactListener {
  /** The visible width, in metres. */
  static final double WIDTH = 600 / SCALE;

  /** The visible height, in metres; the lander starts at the top. */
  static final double HEIGHT = 400 / SCALE;

  /** The distance from the lander's middle down to the ends of its legs, in metres. */
  static final double LEG_DOWN = 18 / SCALE;

  /**
   * The number of points of the terrain. They bound its ten segments; the pad is the middle two.
   */
  static final int POINTS = 11;

  /** The height of the pad, in metres. */
  static final double PAD = HEIGHT / 4;

  private static final double LEG_AWAY = 20 / SCALE;
  private static final double LEG_TORQUE = 40;
  private static final int LANDER = 0x0010;
  private static final int LEG = 0x0020;

  private final RigidBodies bodies;
  final Body lander;
  final Body[] legs = new Body[2];
  final double[] terrain;
  private final boolean[] down = new boolean[2];
  private boolean crashed;

  /**
   * Builds the terrain, pushes the lander and attaches its legs.
   *
   * @param bodies the world to build in, which is emptied first
   * @param push maximum of each component of the push, in N during one step
   * @param draws source of the terrain's heights, then of the push
   */
  LanderWorld(RigidBodies bodies, double push, RandomGenerator draws) {
    this.bodies = bodies;
    bodies.clear(this);
    terrain = terrain(draws);
    Body moon = bodies.fixed();
    RigidBodies.addGround(moon, RigidBodies.edge(0, 0, WIDTH, 0), 0.2f);
    for (int i = 0; i + 1 < POINTS; i++) {
      RigidBodies.addGround(
          moon, RigidBodies.edge(x(i), terrain[i], x(i + 1), terrain[i + 1]), 0.1f);
    }
    lander =
        bodies.moving(
            WIDTH / 2,
            HEIGHT,
            0,
            RigidBodies.polygon(
                -14 / SCALE, 17 / SCALE, -17 / SCALE, 0, -17 / SCALE, -10 / SCALE, 17 / SCALE,
                -10 / SCALE, 17 / SCALE, 0, 14 / SCALE, 17 / SCALE),
            5,
            0.1f,
            LANDER);
    double pushX = draws.nextDouble(-push, push);
    double pushY = draws.nextDouble(-push, push);
    lander.applyForceToCenter(new Vec2((float) pushX, (float) pushY));
    legs[0] = leg(-1);
    legs[1] = leg(1);
  }

  /** Draws random heights with the pad in the middle, then averages each with its neighbours. */
  private static double[] terrain(RandomGenerator draws) {
    double[] heights = new double[POINTS + 1];
    for (int i = 0; i < heights.length; i++) {
      heights[i] = draws.nextDouble(0, HEIGHT / 2);
    }
    for (int i = POINTS / 2 - 2; i <= POINTS / 2 + 2; i++) {
      heights[i] = PAD;
    }
    double[] smooth = new double[POINTS];
    for (int i = 0; i < POINTS; i++) {
      // The first point's left neighbour is the last point, as in Gymnasium.
      double left = heights[i == 0 ? POINTS : i - 1];
      smooth[i] = 0.33 * (left + heights[i] + heights[i + 1]);
    }
    return smooth;
  }

  /** Returns the x of a point of the terrain, in metres. */
  static double x(int point) {
    return WIDTH / (POINTS - 1) * point;
  }

  private Body leg(int side) {
    Body leg =
        bodies.moving(
            WIDTH / 2 - side * LEG_AWAY,
            HEIGHT,
            side * 0.05,
            RigidBodies.box(2 / SCALE, 8 / SCALE),
            1,
            0.2f,
            LEG);
    double[] anchors = {0, 0, side * LEG_AWAY, LEG_DOWN};
    double lower = side < 0 ? 0.9 - 0.5 : -0.9;
    double upper = side < 0 ? 0.9 : -0.9 + 0.5;
    bodies.hinge(lander, leg, anchors, 0.3 * side, LEG_TORQUE, lower, upper);
    return leg;
  }

  /** Returns whether a leg touches the ground: 0 is the right one. */
  boolean down(int leg) {
    return down[leg];
  }

  /** Returns whether the lander itself has touched the ground. */
  boolean crashed() {
    return crashed;
  }

  @Override
  public void beginContact(Contact contact) {
    crashed |= RigidBodies.concerns(contact, lander);
    for (int i = 0; i < 2; i++) {
      down[i] |= RigidBodies.concerns(contact, legs[i]);
    }
  }

  /**
   * Counts a leg on two segments of the terrain as up once it leaves one of them, as in Gymnasium.
   */
  @Override
  public void endContact(Contact contact) {
    for (int i = 0; i < 2; i++) {
      down[i] &= !RigidBodies.concerns(contact, legs[i]);
    }
  }

  @Override
  public void preSolve(Contact contact, Manifold oldManifold) {}

  @Override
  public void postSolve(Contact contact, ContactImpulse impulse) {}
}

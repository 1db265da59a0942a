package jackdaw.environments;

import org.jbox2d.callbacks.ContactListener;
import org.jbox2d.collision.broadphase.BroadPhaseStrategy;
import org.jbox2d.collision.shapes.EdgeShape;
import org.jbox2d.collision.shapes.MassData;
import org.jbox2d.collision.shapes.PolygonShape;
import org.jbox2d.collision.shapes.Shape;
import org.jbox2d.common.Vec2;
import org.jbox2d.dynamics.Body;
import org.jbox2d.dynamics.BodyDef;
import org.jbox2d.dynamics.BodyType;
import org.jbox2d.dynamics.Fixture;
import org.jbox2d.dynamics.FixtureDef;
import org.jbox2d.dynamics.World;
import org.jbox2d.dynamics.contacts.Contact;
import org.jbox2d.dynamics.joints.RevoluteJoint;
import org.jbox2d.dynamics.joints.RevoluteJointDef;
import org.jbox2d.pooling.IWorldPool;
import org.jbox2d.pooling.normal.DefaultWorldPool;

/**
 * A world of rigid bodies in a plane, simulated by JBox2D, for LunarLander and BipedalWalker.
 * Lengths are in metres, masses in kg, angles in rad. A step takes 1/50 s, with as many solver
 * iterations as Gymnasium's tasks request from Box2D.
 */
final class RigidBodies {
  /** Steps per second of simulated time. */
  static final int STEPS_PER_SECOND = 50;

  /** Pixels per metre in the pictures of Gymnasium's tasks. */
  static final double SCALE = 30;

  /** Collision category of the ground, which all other bodies collide with. */
  static final int GROUND = 0x0001;

  private static final int VELOCITY_ITERATIONS = 180;
  private static final int POSITION_ITERATIONS = 60;

  private final ResettableTree tree = new ResettableTree();
  private final World world;

  /** Creates an empty world with its gravity in m/s², negative for downwards. */
  RigidBodies(double gravity) {
    world = new EnablingWorld(new Vec2(0, (float) gravity), pool(), tree);
  }

  private static IWorldPool pool() {
    return new DefaultWorldPool(World.WORLD_POOL_SIZE, World.WORLD_POOL_CONTAINER_SIZE);
  }

  /**
   * Removes all bodies. The bodies that are built next are simulated as in a new world, bit for
   * bit, but in the memory of the old one.
   */
  void clear(ContactListener listener) {
    world.setContactListener(null);
    for (Body body = world.getBodyList(); body != null;) {
      Body next = body.getNext();
      world.destroyBody(body);
      body = next;
    }
    tree.reset();
    world.setContactListener(listener);
  }

  World world() {
    return world;
  }

  /** Simulates 1/50 s. */
  void step() {
    world.step(1f / STEPS_PER_SECOND, VELOCITY_ITERATIONS, POSITION_ITERATIONS);
  }

  /** Creates a body that never moves. */
  Body fixed() {
    return world.createBody(new BodyDef());
  }

  /** Creates a moving body of one shape, which collides with the ground only. */
  Body moving(
      double x, double y, double angle, PolygonShape shape, float density, float friction,
      int category) {
    BodyDef definition = new BodyDef();
    definition.type = BodyType.DYNAMIC;
    definition.position.set((float) x, (float) y);
    definition.angle = (float) angle;
    Body body = world.createBody(definition);
    FixtureDef fixture = new FixtureDef();
    fixture.shape = shape;
    fixture.density = density;
    fixture.friction = friction;
    fixture.filter.categoryBits = category;
    fixture.filter.maskBits = GROUND;
    body.createFixture(fixture);
    correctInertia(body, shape, density);
    return body;
  }

  /**
   * Corrects a moment of inertia that JBox2D computes too large. JBox2D adds up a polygon's moment
   * of inertia about the mean of its corners. If that is not the centre of mass, it forgets to
   * subtract the squared distance between the two, as the parallel axis theorem demands.
   * LunarLander would rotate 0.3 % too slowly.
   */
  private static void correctInertia(Body body, PolygonShape shape, float density) {
    MassData data = new MassData();
    shape.computeMass(data, density);
    Vec2 mean = new Vec2();
    for (int i = 0; i < shape.m_count; i++) {
      mean.addLocal(shape.m_vertices[i]);
    }
    Vec2 distance = data.center.sub(mean.mulLocal(1f / shape.m_count));
    data.I -= data.mass * distance.lengthSquared();
    body.setMassData(data);
  }

  /** Adds a shape to a body that never moves. */
  static void addGround(Body body, Shape shape, float friction) {
    FixtureDef fixture = new FixtureDef();
    fixture.shape = shape;
    fixture.friction = friction;
    fixture.filter.categoryBits = GROUND;
    body.createFixture(fixture);
  }

  /** Creates a ground segment from one point to another. */
  static EdgeShape edge(double x1, double y1, double x2, double y2) {
    EdgeShape edge = new EdgeShape();
    edge.set(new Vec2((float) x1, (float) y1), new Vec2((float) x2, (float) y2));
    return edge;
  }

  /** Creates a convex polygon from x and y of each corner in turn. */
  static PolygonShape polygon(double... corners) {
    Vec2[] vertices = new Vec2[corners.length / 2];
    for (int i = 0; i < vertices.length; i++) {
      vertices[i] = new Vec2((float) corners[2 * i], (float) corners[2 * i + 1]);
    }
    PolygonShape polygon = new PolygonShape();
    polygon.set(vertices, vertices.length);
    return polygon;
  }

  /** Creates a rectangle around the origin from half its width and height. */
  static PolygonShape box(double halfWidth, double halfHeight) {
    PolygonShape box = new PolygonShape();
    box.setAsBox((float) halfWidth, (float) halfHeight);
    return box;
  }

  /**
   * Creates a hinge with a motor and limits.
   *
   * @param anchors x and y of the hinge in the coordinates of the first body, then of the second
   * @param speed target speed of the motor: the second body's rotation, in rad/s
   * @param torque maximum torque of the motor, in N m
   * @param lower minimum angle of the second body relative to the first
   * @param upper maximum angle
   */
  RevoluteJoint hinge(
      Body first, Body second, double[] anchors, double speed, double torque, double lower,
      double upper) {
    RevoluteJointDef definition = new RevoluteJointDef();
    definition.bodyA = first;
    definition.bodyB = second;
    definition.localAnchorA.set((float) anchors[0], (float) anchors[1]);
    definition.localAnchorB.set((float) anchors[2], (float) anchors[3]);
    definition.enableMotor = true;
    definition.enableLimit = true;
    definition.motorSpeed = (float) speed;
    definition.maxMotorTorque = (float) torque;
    definition.lowerAngle = (float) lower;
    definition.upperAngle = (float) upper;
    return (RevoluteJoint) world.createJoint(definition);
  }

  /** Returns whether a body is one of the two that touch. */
  @SuppressWarnings("ReferenceEquality") // JBox2D's bodies define no equality.
  static boolean concerns(Contact contact, Body body) {
    return contact.getFixtureA().getBody() == body || contact.getFixtureB().getBody() == body;
  }

  /**
   * Enables contacts as soon as they are found, as in Box2D. JBox2D enables them only in the next
   * step, when a fast body may have sunk into the ground.
   */
  private static final class EnablingWorld extends World {
    EnablingWorld(Vec2 gravity, IWorldPool pool, BroadPhaseStrategy tree) {
      super(gravity, pool, tree);
    }

    @Override
    public Contact popContact(Fixture first, int firstIndex, Fixture second, int secondIndex) {
      Contact contact = super.popContact(first, firstIndex, second, secondIndex);
      if (contact != null) {
        contact.setEnabled(true);
      }
      return contact;
    }
  }
}

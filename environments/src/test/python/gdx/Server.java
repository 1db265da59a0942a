import com.badlogic.gdx.math.Vector2;
import com.badlogic.gdx.physics.box2d.Body;
import com.badlogic.gdx.physics.box2d.BodyDef;
import com.badlogic.gdx.physics.box2d.Box2D;
import com.badlogic.gdx.physics.box2d.CircleShape;
import com.badlogic.gdx.physics.box2d.Contact;
import com.badlogic.gdx.physics.box2d.ContactImpulse;
import com.badlogic.gdx.physics.box2d.ContactListener;
import com.badlogic.gdx.physics.box2d.EdgeShape;
import com.badlogic.gdx.physics.box2d.FixtureDef;
import com.badlogic.gdx.physics.box2d.Manifold;
import com.badlogic.gdx.physics.box2d.PolygonShape;
import com.badlogic.gdx.physics.box2d.Shape;
import com.badlogic.gdx.physics.box2d.World;
import com.badlogic.gdx.physics.box2d.joints.RevoluteJoint;
import com.badlogic.gdx.physics.box2d.joints.RevoluteJointDef;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Serves the C++ Box2D 2.3.1 of libGDX over standard input and output, for the module Box2D in this
 * folder. Each line is one command; numbers are exchanged as hexadecimal doubles, which are exact.
 */
final class Server implements ContactListener {
  private static World world;
  private static final List<Body> BODIES = new ArrayList<>();
  private static final List<RevoluteJoint> JOINTS = new ArrayList<>();
  private static final StringBuilder EVENTS = new StringBuilder();

  public static void main(String[] args) throws Exception {
    Box2D.init();
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
    PrintStream out = System.out;
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String answer = answer(line.split(" "));
      if (answer != null) {
        out.println(answer);
        out.flush();
      }
    }
  }

  private static float number(String text) {
    return (float) Double.parseDouble(text);
  }

  private static Vector2 vector(String[] w, int at) {
    return new Vector2(number(w[at]), number(w[at + 1]));
  }

  private static Body body(String word) {
    return BODIES.get(Integer.parseInt(word));
  }

  private static String hex(double... values) {
    StringBuilder text = new StringBuilder();
    for (double value : values) {
      text.append(Double.toHexString(value)).append(' ');
    }
    return text.toString().trim();
  }

  private static String answer(String[] w) {
    switch (w[0]) {
      case "world":
        world = new World(vector(w, 1), true);
        world.setContactListener(new Server());
        BODIES.clear();
        JOINTS.clear();
        return null;
      case "body":
        BodyDef definition = new BodyDef();
        definition.type = w[1].equals("dynamic") ? BodyDef.BodyType.DynamicBody : BodyDef.BodyType.StaticBody;
        definition.position.set(vector(w, 2));
        definition.angle = number(w[4]);
        Body made = world.createBody(definition);
        made.setUserData(BODIES.size());
        BODIES.add(made);
        return null;
      case "fixture":
        fixture(w);
        return null;
      case "joint":
        JOINTS.add((RevoluteJoint) world.createJoint(joint(w)));
        return null;
      case "destroy":
        world.destroyBody(body(w[1]));
        return null;
      case "force":
        body(w[1]).applyForceToCenter(vector(w, 2), true);
        return null;
      case "torque":
        body(w[1]).applyTorque(number(w[2]), true);
        return null;
      case "impulse":
        body(w[1]).applyLinearImpulse(vector(w, 2), vector(w, 4), true);
        return null;
      case "motor":
        RevoluteJoint motor = JOINTS.get(Integer.parseInt(w[1]));
        motor.setMotorSpeed(number(w[2]));
        motor.setMaxMotorTorque(number(w[3]));
        return null;
      case "step":
        EVENTS.setLength(0);
        world.step(number(w[1]), Integer.parseInt(w[2]), Integer.parseInt(w[3]));
        return EVENTS.toString().trim();
      case "state":
        Body b = body(w[1]);
        Vector2 v = b.getLinearVelocity();
        return hex(b.getPosition().x, b.getPosition().y, b.getAngle(), v.x, v.y, b.getAngularVelocity(), b.isAwake() ? 1 : 0);
      case "hinge":
        RevoluteJoint hinge = JOINTS.get(Integer.parseInt(w[1]));
        return hex(hinge.getJointAngle(), hinge.getJointSpeed());
      case "ray":
        float[] nearest = {-1, 0, 0};
        world.rayCast(
            (hit, point, normal, fraction) -> {
              if ((hit.getFilterData().categoryBits & 1) == 0) {
                return -1;
              }
              nearest[0] = fraction;
              nearest[1] = point.x;
              nearest[2] = point.y;
              return fraction;
            },
            vector(w, 1), vector(w, 3));
        return hex(nearest[0], nearest[1], nearest[2]);
      default:
        throw new IllegalArgumentException(String.join(" ", w));
    }
  }

  /** fixture BODY polygon|box|edge|circle DENSITY FRICTION RESTITUTION CATEGORY MASK NUMBERS… */
  private static void fixture(String[] w) {
    FixtureDef definition = new FixtureDef();
    definition.density = number(w[3]);
    definition.friction = number(w[4]);
    definition.restitution = number(w[5]);
    definition.filter.categoryBits = (short) Integer.parseInt(w[6]);
    definition.filter.maskBits = (short) Integer.parseInt(w[7]);
    float[] n = new float[w.length - 8];
    for (int i = 0; i < n.length; i++) {
      n[i] = number(w[8 + i]);
    }
    Shape shape;
    switch (w[2]) {
      case "polygon":
        PolygonShape polygon = new PolygonShape();
        polygon.set(n);
        shape = polygon;
        break;
      case "box":
        PolygonShape box = new PolygonShape();
        box.setAsBox(n[0], n[1]);
        shape = box;
        break;
      case "edge":
        EdgeShape edge = new EdgeShape();
        edge.set(n[0], n[1], n[2], n[3]);
        shape = edge;
        break;
      default:
        CircleShape circle = new CircleShape();
        circle.setRadius(n[0]);
        shape = circle;
    }
    definition.shape = shape;
    body(w[1]).createFixture(definition);
    shape.dispose();
  }

  private static RevoluteJointDef joint(String[] w) {
    RevoluteJointDef definition = new RevoluteJointDef();
    definition.bodyA = body(w[1]);
    definition.bodyB = body(w[2]);
    definition.localAnchorA.set(vector(w, 3));
    definition.localAnchorB.set(vector(w, 5));
    definition.enableMotor = true;
    definition.enableLimit = true;
    definition.maxMotorTorque = number(w[7]);
    definition.motorSpeed = number(w[8]);
    definition.lowerAngle = number(w[9]);
    definition.upperAngle = number(w[10]);
    return definition;
  }

  private static void event(String kind, Contact contact) {
    EVENTS.append(kind).append(' ').append(contact.getFixtureA().getBody().getUserData()).append(' ')
        .append(contact.getFixtureB().getBody().getUserData()).append(' ');
  }

  @Override
  public void beginContact(Contact contact) {
    event("begin", contact);
  }

  @Override
  public void endContact(Contact contact) {
    event("end", contact);
  }

  @Override
  public void preSolve(Contact contact, Manifold oldManifold) {}

  @Override
  public void postSolve(Contact contact, ContactImpulse impulse) {}
}

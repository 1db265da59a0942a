package jackdaw.environments;

import org.jbox2d.callbacks.RayCastCallback;
import org.jbox2d.common.Vec2;
import org.jbox2d.dynamics.Fixture;
import org.jbox2d.dynamics.World;

/** Rays that find the ground below and ahead of {@link BipedalWalker}'s hull. */
final class Lidar implements RayCastCallback {
  private static final double[] X = new double[BipedalWalker.RAYS];
  private static final double[] Y = new double[BipedalWalker.RAYS];

  static {
    for (int i = 0; i < X.length; i++) {
      X[i] = Trigonometry.sin(1.5 * i / 10) * BipedalWalker.RANGE;
      Y[i] = -Trigonometry.cos(1.5 * i / 10) * BipedalWalker.RANGE;
    }
  }

  private final World world;
  private final Vec2 end = new Vec2();
  private float share;

  Lidar(World world) {
    this.world = world;
  }

  /** Returns the free fraction of a ray from a point; 1 if it meets nothing. */
  float share(Vec2 start, int ray) {
    share = 1;
    world.raycast(this, start, end(start, ray));
    return share;
  }

  /** Returns the end of an unobstructed ray from a point; valid until the next call. */
  Vec2 end(Vec2 start, int ray) {
    return end.set((float) (start.x + X[ray]), (float) (start.y + Y[ray]));
  }

  /** Passes through the walker itself, and ends the ray at the ground. */
  @Override
  public float reportFixture(Fixture fixture, Vec2 point, Vec2 normal, float fraction) {
    if ((fixture.getFilterData().categoryBits & RigidBodies.GROUND) == 0) {
      return -1;
    }
    share = fraction;
    return fraction;
  }
}

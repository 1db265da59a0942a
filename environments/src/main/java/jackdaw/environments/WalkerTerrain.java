package jackdaw.environments;

import static jackdaw.environments.RigidBodies.SCALE;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jbox2d.dynamics.Body;

/**
 * The ground of {@link BipedalWalker}: gently random grass, and in the hardcore variant stumps,
 * stairs and pits between stretches of grass. Lengths are in metres.
 */
final class WalkerTerrain {
  /** The number of points, one more than that of segments. */
  static final int POINTS = 200;

  /** The width of a segment. */
  static final double SEGMENT = 14 / SCALE;

  /** The height that the grass keeps returning to. */
  static final double HEIGHT = 400 / SCALE / 4;

  /** The number of flat segments at the start. */
  static final int START = 20;

  /** The longest stretch of grass between obstacles, in segments. */
  static final int GRASS = 10;

  private static final float FRICTION = 2.5f;
  private static final int CLOUDS = POINTS / 20;

  /** The kinds of ground. */
  private enum Kind {
    GRASS, STUMP, STAIRS, PIT
  }

  private static final Kind[] KINDS = Kind.values();

  final double[] heights = new double[POINTS];

  /** Boxes on the ground, x and y of four corners each. */
  final List<double[]> boxes = new ArrayList<>();

  private final RigidBodies bodies;
  private final RandomGenerator draws;
  private Kind kind = Kind.GRASS;
  private double y = HEIGHT;
  private double slope;

  /** Points until the kind changes. */
  private int left = START;

  private double firstY;
  private int stairs;
  private int stairWidth;
  private int stairDirection;

  /** Builds the whole terrain. */
  WalkerTerrain(RigidBodies bodies, boolean hardcore, RandomGenerator draws) {
    this.bodies = bodies;
    this.draws = draws;
    boolean starts = false;
    for (int i = 0; i < POINTS; i++) {
      if (starts) {
        begin(i * SEGMENT);
      } else {
        proceed(i);
      }
      starts = false;
      heights[i] = y;
      left--;
      if (left == 0) {
        left = draws.nextInt(GRASS / 2, GRASS);
        boolean obstacle = kind == Kind.GRASS && hardcore;
        kind = obstacle ? KINDS[draws.nextInt(1, KINDS.length)] : Kind.GRASS;
        starts = true;
      }
    }
    for (int i = 0; i + 1 < POINTS; i++) {
      Body piece = bodies.fixed();
      RigidBodies.addGround(
          piece,
          RigidBodies.edge(i * SEGMENT, heights[i], (i + 1) * SEGMENT, heights[i + 1]),
          FRICTION);
    }
    skipClouds();
  }

  /** Starts a new kind at a point; a point of grass keeps the height of the last one. */
  private void begin(double x) {
    switch (kind) {
      case GRASS -> {}
      case STUMP -> {
        left = draws.nextInt(1, 3);
        box(x, y, x + left * SEGMENT, y + left * SEGMENT);
      }
      case STAIRS -> beginStairs(x);
      case PIT -> {
        left = draws.nextInt(3, 5);
        box(x, y - 4 * SEGMENT, x + SEGMENT, y);
        box(x + left * SEGMENT, y - 4 * SEGMENT, x + SEGMENT + left * SEGMENT, y);
        left += 2;
        firstY = y;
      }
    }
  }

  private void beginStairs(double x) {
    stairDirection = draws.nextDouble() > 0.5 ? 1 : -1;
    stairWidth = draws.nextInt(4, 5);
    stairs = draws.nextInt(3, 5);
    firstY = y;
    for (int i = 0; i < stairs; i++) {
      double top = y + i * stairDirection * SEGMENT;
      double start = x + i * stairWidth * SEGMENT;
      box(start, top - SEGMENT, x + (1 + i) * stairWidth * SEGMENT, top);
    }
    left = stairs * stairWidth;
  }

  /** Continues the kind at a further point. */
  private void proceed(int i) {
    switch (kind) {
      case GRASS -> {
        slope = 0.8 * slope + 0.01 * Math.signum(HEIGHT - y);
        if (i > START) {
          slope += draws.nextDouble(-1, 1) / SCALE;
        }
        y += slope;
      }
      case STUMP -> {}
      case STAIRS -> {
        double climbed = stairs * stairWidth - left - stairDirection;
        y = firstY + climbed / stairWidth * stairDirection * SEGMENT;
      }
      case PIT -> y = left > 1 ? firstY - 4 * SEGMENT : firstY;
    }
  }

  private void box(double left, double bottom, double right, double top) {
    double[] corners = {left, top, right, top, right, bottom, left, bottom};
    RigidBodies.addGround(bodies.fixed(), RigidBodies.polygon(corners), FRICTION);
    boxes.add(corners);
  }

  /**
   * Draws the numbers of Gymnasium's clouds, five points each, which come before the walker's push.
   */
  private void skipClouds() {
    for (int i = 0; i < CLOUDS; i++) {
      draws.nextDouble(0, POINTS);
      for (int corner = 0; corner < 10; corner++) {
        draws.nextDouble(0, 5 * SEGMENT);
      }
    }
  }
}

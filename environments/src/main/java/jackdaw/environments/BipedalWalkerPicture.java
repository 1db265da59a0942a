package jackdaw.environments;

import jackdaw.environment.Picture;
import java.awt.Color;
import java.awt.Graphics2D;
import org.jbox2d.common.Vec2;

/**
 * Paints {@link BipedalWalker} from the side: the ground, the obstacles, the rays and the walker.
 */
final class BipedalWalkerPicture implements Picture {
  private static final Color SKY = new Color(215, 225, 255);
  private static final Color GRASS = new Color(102, 153, 76);
  private static final Color TURF = new Color(76, 204, 76);
  private static final Color BOX = new Color(190, 190, 190);
  private static final Color EDGE = new Color(120, 120, 120);
  private static final Color RAY = new Color(230, 60, 60, 150);
  private static final Color HULL = new Color(127, 51, 229);
  private static final Color DARK = new Color(60, 40, 90);
  private static final Color[] LEGS = {new Color(178, 101, 152), new Color(128, 51, 102)};

  /** Visible distance to the left of the walker, in metres. */
  private static final double BEHIND = 4;

  private final BipedalWalker environment;

  BipedalWalkerPicture(BipedalWalker environment) {
    this.environment = environment;
  }

  @Override
  public int width() {
    return Painter.WIDTH;
  }

  @Override
  public int height() {
    return Painter.HEIGHT;
  }

  @Override
  public void paint(Graphics2D graphics) {
    WalkerWorld world = environment.world();
    if (world == null) {
      new Painter(graphics, SKY, 0);
      return;
    }
    Vec2 hull = world.hull.getPosition();
    Painter painter = new Painter(graphics, SKY, hull.x - BEHIND);
    paintGround(painter, world.terrain);
    painter.flag(3 * WalkerTerrain.SEGMENT, WalkerTerrain.HEIGHT, Color.BLACK, RAY);
    for (int i = 0; i < BipedalWalker.RAYS; i++) {
      float share = environment.lidar().share(hull, i);
      Vec2 end = environment.lidar().end(hull, i);
      painter.line(
          RAY, 1, hull.x, hull.y, hull.x + share * (end.x - hull.x),
          hull.y + share * (end.y - hull.y));
    }
    for (int leg = 1; leg >= 0; leg--) {
      painter.body(world.legs[2 * leg], LEGS[leg], DARK);
      painter.body(world.legs[2 * leg + 1], LEGS[leg], world.down(leg) ? Color.RED : DARK);
    }
    painter.body(world.hull, HULL, DARK);
  }

  private static void paintGround(Painter painter, WalkerTerrain terrain) {
    for (int i = 0; i + 1 < WalkerTerrain.POINTS; i++) {
      double x = i * WalkerTerrain.SEGMENT;
      double next = x + WalkerTerrain.SEGMENT;
      double y = terrain.heights[i];
      double nextY = terrain.heights[i + 1];
      painter.fill(GRASS, x, 0, x, y, next, nextY, next, 0);
      painter.line(GRASS, 1, next, 0, next, nextY);
      painter.line(TURF, 3, x, y, next, nextY);
    }
    for (double[] box : terrain.boxes) {
      painter.fill(BOX, box);
      for (int i = 0; i < 8; i += 2) {
        painter.line(EDGE, 1, box[i], box[i + 1], box[(i + 2) % 8], box[(i + 3) % 8]);
      }
    }
  }
}

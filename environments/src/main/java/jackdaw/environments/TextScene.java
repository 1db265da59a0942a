package jackdaw.environments;

import java.util.Arrays;
import org.jbox2d.collision.shapes.PolygonShape;
import org.jbox2d.common.Transform;
import org.jbox2d.common.Vec2;
import org.jbox2d.dynamics.Body;

/**
 * Draws bodies and ground with characters, for terminals. A character is twice as high as it is
 * wide.
 */
final class TextScene {
  private static final int COLUMNS = 60;
  private static final int ROWS = 20;

  private final char[][] rows = new char[ROWS][COLUMNS];
  private final double left;
  private final double bottom;
  private final double width;
  private final double height;

  private TextScene(double left, double bottom, double width, double height) {
    this.left = left;
    this.bottom = bottom;
    this.width = width;
    this.height = height;
    for (char[] row : rows) {
      Arrays.fill(row, ' ');
    }
  }

  /** Draws the lander over the moon, with the pad between two flags. */
  static String of(LanderWorld world) {
    TextScene scene = new TextScene(0, 0, LanderWorld.WIDTH, LanderWorld.HEIGHT);
    for (int i = 0; i + 1 < LanderWorld.POINTS; i++) {
      scene.line(
          LanderWorld.x(i), world.terrain[i], LanderWorld.x(i + 1), world.terrain[i + 1], '.');
    }
    for (int flag = -1; flag <= 1; flag += 2) {
      double x = LanderWorld.x(LanderWorld.POINTS / 2 + flag);
      scene.line(x, LanderWorld.PAD, x, LanderWorld.PAD + 1, '!');
    }
    scene.body(world.legs[0], '/');
    scene.body(world.legs[1], '\\');
    scene.body(world.lander, '#');
    return scene.toString();
  }

  /** Draws the walker in the middle of its surroundings. */
  static String of(WalkerWorld world) {
    double width = 12;
    double start = world.hull.getPosition().x - width / 3;
    double height = width * 2 * ROWS / COLUMNS;
    TextScene scene = new TextScene(start, WalkerTerrain.HEIGHT - height / 3, width, height);
    for (int i = 0; i + 1 < WalkerTerrain.POINTS; i++) {
      double x = i * WalkerTerrain.SEGMENT;
      double[] heights = world.terrain.heights;
      scene.line(x, heights[i], x + WalkerTerrain.SEGMENT, heights[i + 1], '.');
    }
    for (double[] box : world.terrain.boxes) {
      for (int i = 0; i < 8; i += 2) {
        scene.line(box[i], box[i + 1], box[(i + 2) % 8], box[(i + 3) % 8], '=');
      }
    }
    for (int i = 0; i < 4; i++) {
      scene.body(world.legs[i], i < 2 ? '1' : '2');
    }
    scene.body(world.hull, '#');
    return scene.toString();
  }

  private void body(Body body, char letter) {
    PolygonShape shape = (PolygonShape) body.getFixtureList().getShape();
    Vec2 from = Transform.mul(body.getTransform(), shape.m_vertices[shape.m_count - 1]);
    for (int i = 0; i < shape.m_count; i++) {
      Vec2 to = Transform.mul(body.getTransform(), shape.m_vertices[i]);
      line(from.x, from.y, to.x, to.y, letter);
      from = to;
    }
  }

  private void line(double x1, double y1, double x2, double y2, char letter) {
    double columns = (x2 - x1) / width * COLUMNS;
    double lines = (y2 - y1) / height * ROWS;
    int points = 1 + (int) Math.ceil(2 * Math.max(Math.abs(columns), Math.abs(lines)));
    for (int i = 0; i <= points; i++) {
      double share = (double) i / points;
      int column = (int) Math.floor((x1 + share * (x2 - x1) - left) / width * COLUMNS);
      int row = ROWS - 1 - (int) Math.floor((y1 + share * (y2 - y1) - bottom) / height * ROWS);
      if (column >= 0 && column < COLUMNS && row >= 0 && row < ROWS) {
        rows[row][column] = letter;
      }
    }
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (char[] row : rows) {
      text.append(new String(row).stripTrailing()).append('\n');
    }
    return text.substring(0, text.length() - 1);
  }
}

package jackdaw.environments;

import static jackdaw.environments.RigidBodies.SCALE;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import org.jbox2d.collision.shapes.PolygonShape;
import org.jbox2d.common.Transform;
import org.jbox2d.common.Vec2;
import org.jbox2d.dynamics.Body;

/** Paints the contents of {@link RigidBodies} in metres, with y upwards; 30 pixels are a metre. */
final class Painter {
  static final int WIDTH = 600;
  static final int HEIGHT = 400;

  private final Graphics2D graphics;

  /**
   * Starts a picture.
   *
   * @param left the x at its left edge, in metres
   */
  Painter(Graphics2D graphics, Color background, double left) {
    this.graphics = (Graphics2D) graphics.create();
    this.graphics.setRenderingHint(
        RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    this.graphics.setColor(background);
    this.graphics.fillRect(0, 0, WIDTH, HEIGHT);
    this.graphics.transform(new AffineTransform(SCALE, 0, 0, -SCALE, -left * SCALE, HEIGHT));
  }

  /** Fills a polygon, given by x and y of each corner in turn. */
  void fill(Color color, double... corners) {
    graphics.setColor(color);
    graphics.fill(polygon(corners));
  }

  void line(Color color, double pixels, double x1, double y1, double x2, double y2) {
    graphics.setColor(color);
    graphics.setStroke(new BasicStroke((float) (pixels / SCALE)));
    graphics.draw(new Line2D.Double(x1, y1, x2, y2));
  }

  /** Paints a body of one polygon, with its outline. */
  void body(Body body, Color inside, Color outline) {
    PolygonShape shape = (PolygonShape) body.getFixtureList().getShape();
    double[] corners = new double[2 * shape.m_count];
    for (int i = 0; i < shape.m_count; i++) {
      Vec2 corner = Transform.mul(body.getTransform(), shape.m_vertices[i]);
      corners[2 * i] = corner.x;
      corners[2 * i + 1] = corner.y;
    }
    fill(inside, corners);
    graphics.setColor(outline);
    graphics.setStroke(new BasicStroke((float) (1.5 / SCALE)));
    graphics.draw(polygon(corners));
  }

  /** Paints a flag on a pole, from its foot. */
  void flag(double x, double y, Color pole, Color cloth) {
    line(pole, 1.5, x, y, x, y + 50 / SCALE);
    double top = y + 50 / SCALE;
    fill(cloth, x, top, x, top - 10 / SCALE, x + 25 / SCALE, top - 5 / SCALE);
  }

  private static Path2D polygon(double... corners) {
    Path2D path = new Path2D.Double();
    path.moveTo(corners[0], corners[1]);
    for (int i = 2; i < corners.length; i += 2) {
      path.lineTo(corners[i], corners[i + 1]);
    }
    path.closePath();
    return path;
  }
}

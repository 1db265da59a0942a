package jackdaw.environments;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.font.FontRenderContext;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;

/** The colours and shapes that the environments' pictures are painted with. */
final class Canvas {
  static final Color PAPER = new Color(0xf7, 0xf8, 0xfa);
  static final Color INK = new Color(0x26, 0x2f, 0x3d);
  static final Color FAINT = new Color(0xb6, 0xbe, 0xc9);
  static final Color SHADE = new Color(0xe3, 0xe7, 0xec);
  static final Color BLUE = new Color(0x1f, 0x5f, 0xa8);
  static final Color ORANGE = new Color(0xd0, 0x6a, 0x1e);
  static final Color GREEN = new Color(0x2f, 0x8f, 0x5b);
  static final Color RED = new Color(0xc0, 0x39, 0x3f);

  private static final Font FONT = new Font(Font.SANS_SERIF, Font.BOLD, 100);

  private final Graphics2D graphics;

  /** Creates an empty image of a width and a height. */
  Canvas(Graphics2D graphics, double width, double height) {
    this.graphics = graphics;
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    rectangle(PAPER, 0, 0, width, height);
  }

  void fill(Color color, Shape shape) {
    graphics.setColor(color);
    graphics.fill(shape);
  }

  void rectangle(Color color, double x, double y, double width, double height) {
    fill(color, new Rectangle2D.Double(x, y, width, height));
  }

  void disc(Color color, double x, double y, double radius) {
    fill(color, new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius));
  }

  void outline(Color color, double thickness, Shape shape) {
    graphics.setColor(color);
    graphics.setStroke(
        new BasicStroke((float) thickness, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    graphics.draw(shape);
  }

  void line(Color color, double thickness, double x1, double y1, double x2, double y2) {
    outline(color, thickness, new Line2D.Double(x1, y1, x2, y2));
  }

  /** Draws a line with an arrowhead at its second end. */
  void arrow(Color color, double thickness, double x1, double y1, double x2, double y2) {
    double head = 3 * thickness;
    double length = Math.hypot(x2 - x1, y2 - y1);
    if (length < head) {
      return;
    }
    Path2D path = new Path2D.Double();
    path.moveTo(length, 0);
    path.lineTo(length - 2 * head, head);
    path.lineTo(length - 2 * head, -head);
    path.closePath();
    AffineTransform place = AffineTransform.getTranslateInstance(x1, y1);
    place.rotate(x2 - x1, y2 - y1);
    outline(
        color, thickness,
        place.createTransformedShape(new Line2D.Double(0, 0, length - 2 * head, 0)));
    fill(color, place.createTransformedShape(path));
  }

  /** Writes text centred at a point; {@code size} is the font's size. */
  void text(Color color, double size, double x, double y, String text) {
    graphics.setColor(color);
    // Painted as a shape, so that it is centred on its visible outline and scales with the picture.
    Shape shape =
        FONT.createGlyphVector(new FontRenderContext(null, true, true), text).getOutline();
    Rectangle2D bounds = shape.getBounds2D();
    AffineTransform place = AffineTransform.getTranslateInstance(x, y);
    place.scale(size / FONT.getSize(), size / FONT.getSize());
    place.translate(-bounds.getCenterX(), -bounds.getCenterY());
    graphics.fill(place.createTransformedShape(shape));
  }
}

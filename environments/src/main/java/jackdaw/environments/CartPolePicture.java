package jackdaw.environments;

import jackdaw.environment.Picture;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.RoundRectangle2D;
import java.util.function.DoubleSupplier;

/**
 * Paints a cart on its track with its pole, from the side. The track is drawn between its two ends.
 */
final class CartPolePicture implements Picture {
  private static final int WIDTH = 600;
  private static final int HEIGHT = 400;
  private static final double PIXELS = 110; // a metre
  private static final double MAX_POSITION = 2.4; // m
  private static final double POLE_LENGTH = 1; // m
  private static final double CART_WIDTH = 70;
  private static final double CART_HEIGHT = 36;
  private static final double WHEEL = 9;

  private final double track;
  private final DoubleSupplier position;
  private final DoubleSupplier angle;

  /**
   * Creates a picture that reads position and angle whenever it is painted.
   *
   * @param track height of the track above the picture's lower edge, in pixels
   * @param position position of the cart, m
   * @param angle angle of the pole from upright, rad, to the right
   */
  CartPolePicture(double track, DoubleSupplier position, DoubleSupplier angle) {
    this.track = HEIGHT - track;
    this.position = position;
    this.angle = angle;
  }

  @Override
  public int width() {
    return WIDTH;
  }

  @Override
  public int height() {
    return HEIGHT;
  }

  @Override
  public double framesPerSecond() {
    return 50;
  }

  @Override
  public void paint(Graphics2D graphics) {
    Canvas canvas = new Canvas(graphics, WIDTH, HEIGHT);
    double centre = WIDTH / 2.0;
    double end = MAX_POSITION * PIXELS;
    canvas.line(Canvas.FAINT, 3, centre - end, track, centre + end, track);
    for (int side = -1; side <= 1; side += 2) {
      canvas.line(
          Canvas.RED, 4, centre + side * end, track - 14, centre + side * end, track + 14);
    }
    double x = centre + position.getAsDouble() * PIXELS;
    double top = track - WHEEL - CART_HEIGHT;
    canvas.fill(
        Canvas.INK,
        new RoundRectangle2D.Double(x - CART_WIDTH / 2, top, CART_WIDTH, CART_HEIGHT, 12, 12));
    canvas.disc(Canvas.FAINT, x - CART_WIDTH / 4, track - WHEEL, WHEEL);
    canvas.disc(Canvas.FAINT, x + CART_WIDTH / 4, track - WHEEL, WHEEL);
    double joint = top + 8;
    double lean = angle.getAsDouble();
    double length = POLE_LENGTH * PIXELS;
    canvas.outline(
        Canvas.ORANGE,
        13,
        new Line2D.Double(
            x, joint, x + length * Math.sin(lean), joint - length * Math.cos(lean)));
    canvas.disc(Canvas.BLUE, x, joint, 6);
  }
}

package jackdaw.environments;

import jackdaw.environment.Picture;
import java.awt.Graphics2D;
import java.util.function.DoubleSupplier;

/** Paints two links below a bar, and the line that the tip has to reach. */
final class AcrobotPicture implements Picture {
  private static final int SIZE = 500;
  private static final double CENTRE = SIZE / 2.0;
  private static final double PIXELS = SIZE / 4.4; // a metre

  private final DoubleSupplier angle1;
  private final DoubleSupplier angle2;

  /**
   * Creates a picture that reads the angles whenever it is painted.
   *
   * @param angle1 angle of the first link from hanging, rad, counter-clockwise
   * @param angle2 angle of the second link from the first, rad, counter-clockwise
   */
  AcrobotPicture(DoubleSupplier angle1, DoubleSupplier angle2) {
    this.angle1 = angle1;
    this.angle2 = angle2;
  }

  @Override
  public int width() {
    return SIZE;
  }

  @Override
  public int height() {
    return SIZE;
  }

  /** Three times real time, which is more pleasant to watch: a step takes 0.2 s. */
  @Override
  public double framesPerSecond() {
    return 15;
  }

  @Override
  public void paint(Graphics2D graphics) {
    Canvas canvas = new Canvas(graphics, SIZE, SIZE);
    canvas.line(Canvas.GREEN, 3, 0, CENTRE - PIXELS, SIZE, CENTRE - PIXELS);
    double first = angle1.getAsDouble();
    double second = first + angle2.getAsDouble();
    double x1 = CENTRE + PIXELS * Math.sin(first);
    double y1 = CENTRE + PIXELS * Math.cos(first);
    double x2 = x1 + PIXELS * Math.sin(second);
    double y2 = y1 + PIXELS * Math.cos(second);
    canvas.line(Canvas.BLUE, 18, CENTRE, CENTRE, x1, y1);
    canvas.line(Canvas.ORANGE, 18, x1, y1, x2, y2);
    canvas.disc(Canvas.INK, CENTRE, CENTRE, 10);
    canvas.disc(Canvas.INK, x1, y1, 10);
    canvas.disc(Canvas.RED, x2, y2, 6);
  }
}

package jackdaw.environments;

import jackdaw.environment.Picture;
import java.awt.Graphics2D;
import java.awt.geom.Arc2D;
import java.util.function.DoubleSupplier;

/** Paints a pendulum on its hinge, with an arc around it that shows the torque. */
final class PendulumPicture implements Picture {
  private static final int SIZE = 500;
  private static final double CENTRE = SIZE / 2.0;
  private static final double LENGTH = 170;
  private static final double RADIUS = 62; // of the arc
  private static final double DEGREES = 75; // of the arc, for a torque of 1 N m

  private final DoubleSupplier angle;
  private final DoubleSupplier torque;

  /**
   * Creates a picture that reads angle and torque whenever it is painted.
   *
   * @param angle angle from upright, rad, counter-clockwise
   * @param torque torque of the last step, N m, counter-clockwise
   */
  PendulumPicture(DoubleSupplier angle, DoubleSupplier torque) {
    this.angle = angle;
    this.torque = torque;
  }

  @Override
  public int width() {
    return SIZE;
  }

  @Override
  public int height() {
    return SIZE;
  }

  @Override
  public void paint(Graphics2D graphics) {
    Canvas canvas = new Canvas(graphics, SIZE, SIZE);
    double lean = angle.getAsDouble();
    double x = CENTRE - LENGTH * Math.sin(lean);
    double y = CENTRE - LENGTH * Math.cos(lean);
    canvas.line(Canvas.ORANGE, 34, CENTRE, CENTRE, x, y);
    canvas.disc(Canvas.INK, CENTRE, CENTRE, 9);
    double turn = DEGREES * torque.getAsDouble();
    if (Math.abs(turn) < 2) {
      return;
    }
    canvas.outline(
        Canvas.BLUE,
        5,
        new Arc2D.Double(
            CENTRE - RADIUS, CENTRE - RADIUS, 2 * RADIUS, 2 * RADIUS, 90, turn, Arc2D.OPEN));
    double end = Math.toRadians(90 + turn);
    double endX = CENTRE + RADIUS * Math.cos(end);
    double endY = CENTRE - RADIUS * Math.sin(end);
    // The arrowhead points along the circle.
    double onX = -Math.sin(end) * Math.signum(turn);
    double onY = -Math.cos(end) * Math.signum(turn);
    canvas.arrow(
        Canvas.BLUE, 5, endX - 12 * onX, endY - 12 * onY, endX + 22 * onX, endY + 22 * onY);
  }
}

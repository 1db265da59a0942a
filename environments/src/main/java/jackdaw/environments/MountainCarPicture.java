package jackdaw.environments;

import jackdaw.environment.Picture;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.geom.RoundRectangle2D;
import java.util.function.DoubleSupplier;

/** Paints a car in its valley, with the height profile sin 3x, and a flag at the goal. */
final class MountainCarPicture implements Picture {
  private static final int WIDTH = 600;
  private static final int HEIGHT = 400;
  private static final double LEFT = -1.2;
  private static final double RIGHT = 0.6;
  private static final double PIXELS = WIDTH / (RIGHT - LEFT);
  private static final double CAR_WIDTH = 46;
  private static final double CAR_HEIGHT = 18;
  private static final double WHEEL = 8;
  private static final Color MEADOW = new Color(0xdf, 0xe6, 0xdc);

  private final double goal;
  private final DoubleSupplier position;

  /**
   * Creates a picture that reads the position whenever it is painted.
   *
   * @param goal position of the flag
   * @param position position of the car
   */
  MountainCarPicture(double goal, DoubleSupplier position) {
    this.goal = goal;
    this.position = position;
  }

  @Override
  public int width() {
    return WIDTH;
  }

  @Override
  public int height() {
    return HEIGHT;
  }

  private static double x(double place) {
    return (place - LEFT) * PIXELS;
  }

  private static double y(double place) {
    return HEIGHT - PIXELS * (0.45 * Math.sin(3 * place) + 0.55);
  }

  @Override
  public void paint(Graphics2D graphics) {
    Canvas canvas = new Canvas(graphics, WIDTH, HEIGHT);
    Path2D hills = new Path2D.Double();
    Path2D ground = new Path2D.Double();
    for (double pixel = 0; pixel <= WIDTH; pixel += 3) {
      double place = LEFT + pixel / PIXELS;
      if (pixel == 0) {
        hills.moveTo(pixel, y(place));
      } else {
        hills.lineTo(pixel, y(place));
      }
    }
    ground.append(hills, false);
    ground.lineTo(WIDTH, HEIGHT);
    ground.lineTo(0, HEIGHT);
    ground.closePath();
    canvas.fill(MEADOW, ground);
    canvas.outline(Canvas.INK, 3, hills);
    flag(canvas);
    car(canvas);
  }

  private void flag(Canvas canvas) {
    double foot = y(goal);
    canvas.line(Canvas.INK, 3, x(goal), foot, x(goal), foot - 50);
    Path2D cloth = new Path2D.Double();
    cloth.moveTo(x(goal), foot - 50);
    cloth.lineTo(x(goal) + 28, foot - 40);
    cloth.lineTo(x(goal), foot - 30);
    cloth.closePath();
    canvas.fill(Canvas.GREEN, cloth);
  }

  private void car(Canvas canvas) {
    double place = position.getAsDouble();
    // The slope of the painted hill, which the car is tilted by.
    AffineTransform stand = AffineTransform.getTranslateInstance(x(place), y(place));
    stand.rotate(-Math.atan(0.45 * 3 * Math.cos(3 * place)));
    canvas.fill(
        Canvas.ORANGE,
        stand.createTransformedShape(
            new RoundRectangle2D.Double(
                -CAR_WIDTH / 2, -CAR_HEIGHT - WHEEL, CAR_WIDTH, CAR_HEIGHT, 10, 10)));
    for (int side = -1; side <= 1; side += 2) {
      double[] hub = {side * CAR_WIDTH / 4, -WHEEL};
      stand.transform(hub, 0, hub, 0, 1);
      canvas.disc(Canvas.INK, hub[0], hub[1], WHEEL);
    }
  }
}

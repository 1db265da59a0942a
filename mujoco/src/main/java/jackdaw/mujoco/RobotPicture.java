package jackdaw.mujoco;

import jackdaw.environment.Picture;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Paints a robot: the outlines of its shapes in perspective, the farthest ones first, with their
 * shadows on a chequered floor. A separate class, so that training loads no graphics.
 */
final class RobotPicture implements Picture {
  private static final int WIDTH = 600;
  private static final int HEIGHT = 400;
  private static final double FOCUS = HEIGHT / 2.0 / Math.tan(Math.toRadians(22.5));

  /** Shapes nearer to the eye than this fraction of the distance are not painted. */
  private static final double NEAREST = 0.1;

  /** Number of floor tiles in each direction. */
  private static final int TILES = 14;

  /** Side of a floor tile, as a fraction of the distance. */
  private static final double TILE = 0.25;

  private static final Color SKY = new Color(0xf7, 0xf8, 0xfa);
  private static final Color LIGHT = new Color(0xe3, 0xe7, 0xec);
  private static final Color DARK = new Color(0xd3, 0xd9, 0xe0);
  private static final Color SHADOW = new Color(0x26, 0x2f, 0x3d, 0x40);

  private final Simulation simulation;
  private final View view;
  private final double framesPerSecond;
  private final List<Geom> geoms = new ArrayList<>();
  private final MemorySegment places;
  private final MemorySegment turns;
  private final MemorySegment bodies;
  private final double floor;

  /** The point that the eye looks at. */
  private final double[] middle = new double[3];

  /** The eye. */
  private final double[] eye = new double[3];
  private final double sine;
  private final double cosine;

  RobotPicture(Simulation simulation, View view, double timeStep) {
    this.simulation = simulation;
    this.view = view;
    framesPerSecond = 1 / timeStep;
    sine = Math.sin(Math.toRadians(-view.degrees()));
    cosine = Math.cos(Math.toRadians(-view.degrees()));
    int count = simulation.geoms();
    places = simulation.state("data.geom_xpos", 3 * count);
    turns = simulation.state("data.geom_xmat", 9 * count);
    bodies = simulation.state("data.xpos", 3 * simulation.bodies());
    MemorySegment sizes = simulation.constant("model.geom_size", 3 * count);
    // These two arrays have four bytes for each number, half of the size that the others have.
    MemorySegment kinds = simulation.constant("model.geom_type", (count + 1) / 2);
    MemorySegment colors = simulation.constant("model.geom_rgba", 2 * count);
    double ground = Double.NaN;
    for (int i = 0; i < count; i++) {
      int kind = kinds.getAtIndex(ValueLayout.JAVA_INT, i);
      double[] size =
          {Robot.at(sizes, 3 * i), Robot.at(sizes, 3 * i + 1), Robot.at(sizes, 3 * i + 2)};
      Color color = color(colors, i);
      if (Geom.isPlane(kind)) {
        ground = Robot.at(places, 3 * i + 2);
      } else if (color.getAlpha() > 0) {
        geoms.add(new Geom(i, color, Geom.points(kind, size)));
      }
    }
    floor = ground;
  }

  private static Color color(MemorySegment colors, int index) {
    float[] parts = new float[4];
    for (int i = 0; i < parts.length; i++) {
      parts[i] =
          Math.clamp(colors.getAtIndex(ValueLayout.JAVA_FLOAT, 4L * index + i), 0f, 1f);
    }
    return new Color(parts[0], parts[1], parts[2], parts[3]);
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
    return framesPerSecond;
  }

  @Override
  public void paint(Graphics2D graphics) {
    simulation.read(() -> paintState(graphics));
  }

  private void paintState(Graphics2D graphics) {
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    graphics.setColor(SKY);
    graphics.fill(new Rectangle2D.Double(0, 0, WIDTH, HEIGHT));
    middle[0] = Robot.at(bodies, 3 * view.body());
    middle[1] = Robot.at(bodies, 3 * view.body() + 1);
    middle[2] = view.height();
    eye[0] = middle[0];
    eye[1] = middle[1] - view.distance() * cosine;
    eye[2] = middle[2] - view.distance() * sine;
    List<double[][]> shapes = new ArrayList<>();
    List<Geom> order = new ArrayList<>(geoms);
    order.sort(Comparator.comparingDouble(geom -> -depth(place(geom.index()))));
    order.forEach(geom -> shapes.add(inWorld(geom)));
    if (!Double.isNaN(floor)) {
      paintFloor(graphics);
      graphics.setColor(SHADOW);
      shapes.forEach(points -> graphics.fill(outline(onFloor(points))));
    }
    for (int i = 0; i < order.size(); i++) {
      paint(graphics, order.get(i).color(), outline(shapes.get(i)));
    }
  }

  private static void paint(Graphics2D graphics, Color color, Path2D outline) {
    Rectangle2D bounds = outline.getBounds2D();
    graphics.setPaint(
        new GradientPaint(
            (float) bounds.getX(), (float) bounds.getY(), mixed(color, Color.WHITE, 0.25),
            (float) bounds.getX(), (float) bounds.getMaxY(), mixed(color, Color.BLACK, 0.25)));
    graphics.fill(outline);
    graphics.setColor(mixed(color, Color.BLACK, 0.5));
    graphics.setStroke(new BasicStroke(1.2f));
    graphics.draw(outline);
  }

  private static Color mixed(Color color, Color other, double share) {
    return new Color(
        (int) (color.getRed() + share * (other.getRed() - color.getRed())),
        (int) (color.getGreen() + share * (other.getGreen() - color.getGreen())),
        (int) (color.getBlue() + share * (other.getBlue() - color.getBlue())),
        color.getAlpha());
  }

  private double[] place(int geom) {
    return new double[] {
      Robot.at(places, 3 * geom), Robot.at(places, 3 * geom + 1), Robot.at(places, 3 * geom + 2)};
  }

  private double[][] inWorld(Geom geom) {
    double[] place = place(geom.index());
    double[][] all = new double[geom.points().length][3];
    for (int i = 0; i < all.length; i++) {
      double[] own = geom.points()[i];
      for (int row = 0; row < 3; row++) {
        int at = 9 * geom.index() + 3 * row;
        all[i][row] =
            place[row] + Robot.at(turns, at) * own[0] + Robot.at(turns, at + 1) * own[1]
                + Robot.at(turns, at + 2) * own[2];
      }
    }
    return all;
  }

  private double[][] onFloor(double[][] points) {
    return Arrays.stream(points).map(p -> new double[] {p[0], p[1], floor})
        .toArray(double[][]::new);
  }

  private void paintFloor(Graphics2D graphics) {
    double side = TILE * view.distance();
    long firstX = Math.round(middle[0] / side) - TILES;
    long firstY = Math.round(middle[1] / side) - TILES;
    for (long i = firstX; i < firstX + 2 * TILES; i++) {
      for (long j = firstY; j < firstY + 2 * TILES; j++) {
        double[][] corners = {
          {i * side, j * side, floor}, {(i + 1) * side, j * side, floor},
          {(i + 1) * side, (j + 1) * side, floor}, {i * side, (j + 1) * side, floor}};
        double away = Math.hypot((i + 0.5) * side - middle[0], (j + 0.5) * side - middle[1]);
        Color color = (i + j) % 2 == 0 ? LIGHT : DARK;
        graphics.setColor(mixed(color, SKY, Math.min(1, away / (side * (TILES - 1)))));
        graphics.fill(outline(corners));
      }
    }
  }

  /** Returns the distance of a point in front of the eye. */
  private double depth(double[] p) {
    return cosine * (p[1] - eye[1]) + sine * (p[2] - eye[2]);
  }

  /** Projects points and returns their convex hull; empty if one of them is behind the eye. */
  private Path2D outline(double[][] points) {
    Path2D path = new Path2D.Double();
    List<Point2D> seen = new ArrayList<>();
    for (double[] p : points) {
      double depth = depth(p);
      if (depth < NEAREST * view.distance()) {
        return path;
      }
      double up = cosine * (p[2] - eye[2]) - sine * (p[1] - eye[1]);
      seen.add(
          new Point2D.Double(
              WIDTH / 2.0 + FOCUS * (p[0] - eye[0]) / depth,
              HEIGHT / 2.0 - FOCUS * up / depth));
    }
    for (Point2D corner : hull(seen)) {
      if (path.getCurrentPoint() == null) {
        path.moveTo(corner.getX(), corner.getY());
      } else {
        path.lineTo(corner.getX(), corner.getY());
      }
    }
    if (path.getCurrentPoint() != null) {
      path.closePath();
    }
    return path;
  }

  /**
   * Returns the corners of the convex hull in order (Andrew 1979): its lower chain, then its upper
   * one.
   */
  private static List<Point2D> hull(List<Point2D> points) {
    points.sort(Comparator.comparingDouble(Point2D::getX).thenComparingDouble(Point2D::getY));
    List<Point2D> corners = new ArrayList<>(chain(points));
    corners.addAll(chain(points.reversed()));
    return corners;
  }

  private static List<Point2D> chain(List<Point2D> points) {
    List<Point2D> chain = new ArrayList<>();
    for (Point2D next : points) {
      while (chain.size() > 1 && turn(chain.get(chain.size() - 2), chain.getLast(), next) <= 0) {
        chain.removeLast();
      }
      chain.add(next);
    }
    if (!chain.isEmpty()) {
      chain.removeLast(); // The other chain begins with it.
    }
    return chain;
  }

  private static double turn(Point2D a, Point2D b, Point2D c) {
    return (b.getX() - a.getX()) * (c.getY() - a.getY())
        - (b.getY() - a.getY()) * (c.getX() - a.getX());
  }
}

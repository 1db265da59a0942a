package jackdaw.mujoco;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;

/**
 * A shape of a model, fixed to a body (mjtGeom), as the convex hull of points.
 *
 * @param index its index in the model
 * @param color the colour that it is painted with
 * @param points x, y and z of each point in the shape's own frame, m
 */
record Geom(int index, Color color, double[][] points) {
  private static final int PLANE = 0;
  private static final int SPHERE = 2;
  private static final int CAPSULE = 3;
  private static final int ELLIPSOID = 4;
  private static final int CYLINDER = 5;
  private static final int BOX = 6;

  private static final int AROUND = 24;
  private static final int LAYERS = 12;

  /** Returns whether a kind is a plane, which has no points. */
  static boolean isPlane(int kind) {
    return kind == PLANE;
  }

  /**
   * Returns the points of a kind of shape.
   *
   * @param size MuJoCo's three sizes of the shape: radii and half lengths
   * @return no points for unknown kinds
   */
  static double[][] points(int kind, double[] size) {
    double radius = size[0];
    return switch (kind) {
      case SPHERE -> ball(radius, radius, radius, 0);
      case ELLIPSOID -> ball(size[0], size[1], size[2], 0);
      case CAPSULE -> ball(radius, radius, radius, size[1]);
      case CYLINDER -> cylinder(radius, size[1]);
      case BOX -> box(size);
      default -> new double[0][];
    };
  }

  /** Returns a ball cut in halves, which are moved apart along z. */
  private static double[][] ball(double x, double y, double z, double half) {
    List<double[]> points = new ArrayList<>();
    for (int layer = 0; layer <= LAYERS; layer++) {
      double down = Math.PI * layer / LAYERS;
      for (int i = 0; i < AROUND; i++) {
        double turn = 2 * Math.PI * i / AROUND;
        double height = z * Math.cos(down);
        points.add(
            new double[] {
              x * Math.sin(down) * Math.cos(turn),
              y * Math.sin(down) * Math.sin(turn),
              height + (2 * layer <= LAYERS ? half : -half)});
      }
    }
    return points.toArray(double[][]::new);
  }

  private static double[][] cylinder(double radius, double half) {
    List<double[]> points = new ArrayList<>();
    for (int i = 0; i < AROUND; i++) {
      double turn = 2 * Math.PI * i / AROUND;
      for (double end : new double[] {-half, half}) {
        points.add(new double[] {radius * Math.cos(turn), radius * Math.sin(turn), end});
      }
    }
    return points.toArray(double[][]::new);
  }

  private static double[][] box(double[] size) {
    double[][] corners = new double[8][];
    for (int i = 0; i < 8; i++) {
      corners[i] =
          new double[] {
            (i & 1) == 0 ? -size[0] : size[0],
            (i & 2) == 0 ? -size[1] : size[1],
            (i & 4) == 0 ? -size[2] : size[2]};
    }
    return corners;
  }
}

package jackdaw.environments;

import jackdaw.environment.Picture;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;

/** Paints square cells in rows and columns, each on its own, with thin lines between them. */
abstract class GridPicture implements Picture {
  static final Color INK = new Color(0x25, 0x2b, 0x33);
  static final Color PAPER = new Color(0xf6, 0xf3, 0xec);
  static final Color RED = new Color(0xc8, 0x3e, 0x4d);
  static final Color GREEN = new Color(0x3f, 0x8f, 0x5f);
  static final Color BLUE = new Color(0x3a, 0x6e, 0xa5);
  static final Color YELLOW = new Color(0xe8, 0xb7, 0x3a);

  private static final Color LINES = new Color(0, 0, 0, 60);

  private final int rows;
  private final int columns;
  private final int cellSize;

  /**
   * Creates a grid.
   *
   * @param cellSize width and height of a cell, in pixels
   */
  GridPicture(int rows, int columns, int cellSize) {
    this.rows = rows;
    this.columns = columns;
    this.cellSize = cellSize;
  }

  @Override
  public final int width() {
    return columns * cellSize;
  }

  @Override
  public final int height() {
    return rows * cellSize;
  }

  /** Slow enough to follow moves from cell to cell. */
  @Override
  public double framesPerSecond() {
    return 4;
  }

  @Override
  public final void paint(Graphics2D graphics) {
    graphics.setRenderingHint(
        RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    AffineTransform before = graphics.getTransform();
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        graphics.setTransform(before);
        graphics.translate(column * cellSize, row * cellSize);
        graphics.scale(cellSize, cellSize);
        paintCell(graphics, row, column);
      }
    }
    graphics.setTransform(before);
    graphics.setColor(LINES);
    graphics.setStroke(new BasicStroke(2));
    for (int row = 1; row < rows; row++) {
      graphics.drawLine(0, row * cellSize, width(), row * cellSize);
    }
    for (int column = 1; column < columns; column++) {
      graphics.drawLine(column * cellSize, 0, column * cellSize, height());
    }
    graphics.scale(cellSize, cellSize);
    paintOver(graphics);
    graphics.setTransform(before);
  }

  /** Paints one cell, which extends from (0, 0) to (1, 1). */
  abstract void paintCell(Graphics2D graphics, int row, int column);

  /** Paints what lies across cells, each of which is 1 wide and high. */
  void paintOver(Graphics2D graphics) {}

  static void fill(Graphics2D graphics, Color color) {
    graphics.setColor(color);
    graphics.fill(new Rectangle2D.Double(0, 0, 1, 1));
  }

  static void disc(Graphics2D graphics, Color color, double x, double y, double radius) {
    graphics.setColor(color);
    graphics.fill(new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius));
  }

  /** Paints a flag on a pole. */
  static void flag(Graphics2D graphics) {
    graphics.setColor(INK);
    graphics.fill(new Rectangle2D.Double(0.3, 0.15, 0.06, 0.7));
    graphics.setColor(RED);
    graphics.fill(triangle(0.36, 0.15, 0.8, 0.32, 0.36, 0.5));
  }

  /**
   * Paints a walker.
   *
   * @param rows the last move's change of row, downwards
   * @param columns the last move's change of column, to the right; both are 0 without a move
   */
  static void walker(Graphics2D graphics, int rows, int columns) {
    disc(graphics, INK, 0.5, 0.5, 0.32);
    if (rows == 0 && columns == 0) {
      disc(graphics, PAPER, 0.5, 0.5, 0.1);
      return;
    }
    graphics.setColor(PAPER);
    graphics.fill(
        triangle(
            0.5 + 0.24 * columns,
            0.5 + 0.24 * rows,
            0.5 - 0.12 * columns + 0.18 * rows,
            0.5 - 0.12 * rows + 0.18 * columns,
            0.5 - 0.12 * columns - 0.18 * rows,
            0.5 - 0.12 * rows - 0.18 * columns));
  }

  static Path2D triangle(double x1, double y1, double x2, double y2, double x3, double y3) {
    Path2D path = new Path2D.Double();
    path.moveTo(x1, y1);
    path.lineTo(x2, y2);
    path.lineTo(x3, y3);
    path.closePath();
    return path;
  }
}

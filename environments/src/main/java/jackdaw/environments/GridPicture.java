package jackdaw.environments;

import jackdaw.environment.Picture;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;

/** A board of square cells. What stands in each is told by {@link Cells} when it is painted. */
final class GridPicture implements Picture {
  private static final int CELL = 100;
  private static final int MAX_SIZE = 800;
  private static final double MARGIN = 4;

  private final int rows;
  private final int columns;
  private final int cell;
  private final Cells cells;

  /** Paints what stands in a cell. */
  @FunctionalInterface
  interface Cells {
    /**
     * Paints one cell.
     *
     * @param x its middle, in pixels
     * @param y its middle, in pixels
     * @param size its width and height, in pixels
     */
    void paint(Canvas canvas, int row, int column, double x, double y, double size);
  }

  /** A board of so many rows and columns. */
  GridPicture(int rows, int columns, Cells cells) {
    this.rows = rows;
    this.columns = columns;
    this.cells = cells;
    cell = Math.clamp(MAX_SIZE / Math.max(rows, columns), 8, CELL);
  }

  @Override
  public int width() {
    return columns * cell + 2 * (int) MARGIN;
  }

  @Override
  public int height() {
    return rows * cell + 2 * (int) MARGIN;
  }

  /** As slow as one can follow. */
  @Override
  public double framesPerSecond() {
    return 4;
  }

  @Override
  public void paint(Graphics2D graphics) {
    Canvas canvas = new Canvas(graphics, width(), height());
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        double x = MARGIN + (column + 0.5) * cell;
        double y = MARGIN + (row + 0.5) * cell;
        cells.paint(canvas, row, column, x, y, cell);
        canvas.outline(
            Canvas.FAINT,
            2,
            new Rectangle2D.Double(x - cell / 2.0, y - cell / 2.0, cell, cell));
      }
    }
  }

  /** Fills a cell with a colour. */
  static void tint(Canvas canvas, Color color, double x, double y, double size) {
    canvas.rectangle(color, x - size / 2, y - size / 2, size, size);
  }
}

package jackdaw.cli;

import jackdaw.environment.CellGrid;
import jackdaw.environment.Picture;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;

/**
 * The picture of a grid world with what a table says of each cell over it: a tint and a number for
 * the
 * greatest value, and an arrow for each action that has it.
 *
 * @param actions how many there are
 */
record TablePicture(Picture below, CellGrid grid, int actions, CellValues values)
    implements
      Picture {
  private static final int SMALLEST_CELL = 72;
  private static final Color INK = new Color(0x1b, 0x26, 0x31);
  private static final int TINT_ALPHA = 120;

  /** Two values this near to each other, relative to the larger, are the same. */
  private static final double EQUAL = 1e-6;

  /** What is known of the cells; NaN for an action that is not legal. */
  @FunctionalInterface
  interface CellValues {
    double of(int cell, int action);
  }

  private double scale() {
    return Math.max(1, SMALLEST_CELL * grid.columns() / (double) below.width());
  }

  @Override
  public int width() {
    return (int) Math.round(below.width() * scale());
  }

  @Override
  public int height() {
    return (int) Math.round(below.height() * scale());
  }

  @Override
  public double framesPerSecond() {
    return below.framesPerSecond();
  }

  @Override
  public void paint(Graphics2D graphics) {
    Graphics2D world = (Graphics2D) graphics.create();
    world.scale(scale(), scale());
    below.paint(world);
    world.dispose();
    graphics.setRenderingHint(
        RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (int cell = 0; cell < grid.cells(); cell++) {
      if (isKnown(cell)) {
        least = Math.min(least, greatest(cell));
        most = Math.max(most, greatest(cell));
      }
    }
    double cellWidth = width() / (double) grid.columns();
    double cellHeight = height() / (double) grid.rows();
    for (int cell = 0; cell < grid.cells(); cell++) {
      if (isKnown(cell)) {
        double share = most > least ? (greatest(cell) - least) / (most - least) : 1;
        Graphics2D inCell = (Graphics2D) graphics.create();
        int row = cell / grid.columns();
        int column = cell % grid.columns();
        inCell.translate(column * cellWidth, row * cellHeight);
        inCell.scale(cellWidth, cellHeight);
        paintCell(inCell, cell, share);
        inCell.dispose();
      }
    }
  }

  private double greatest(int cell) {
    double greatest = Double.NEGATIVE_INFINITY;
    for (int action = 0; action < actions; action++) {
      double value = values.of(cell, action);
      greatest = value > greatest ? value : greatest;
    }
    return greatest;
  }

  /** Where all actions are worth the same, nothing was learnt: a hole, a wall, the goal. */
  private boolean isKnown(int cell) {
    double greatest = greatest(cell);
    for (int action = 0; action < actions; action++) {
      if (values.of(cell, action) < greatest - tolerance(greatest)) {
        return true;
      }
    }
    return false;
  }

  private static double tolerance(double value) {
    return EQUAL * Math.max(1, Math.abs(value));
  }

  private void paintCell(Graphics2D graphics, int cell, double share) {
    graphics.setColor(
        new Color((int) (230 * (1 - share)), (int) (90 + 100 * share), 60, TINT_ALPHA));
    graphics.fill(new Rectangle2D.Double(0, 0, 1, 1));
    graphics.setColor(INK);
    double greatest = greatest(cell);
    for (int action = 0; action < actions; action++) {
      if (values.of(cell, action) >= greatest - tolerance(greatest)) {
        arrow(
            graphics,
            grid.columnMove().applyAsInt(cell, action),
            grid.rowMove().applyAsInt(cell, action));
      }
    }
    String text = Numbers.fixed(greatest, 2);
    graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 1).deriveFont(0.17f));
    graphics.drawString(text, 0.06f, 0.94f);
  }

  /** From the middle towards a neighbour. */
  private static void arrow(Graphics2D graphics, int columns, int rows) {
    double middleX = 0.5;
    double middleY = 0.45;
    double x = middleX + 0.3 * columns;
    double y = middleY + 0.3 * rows;
    graphics.setStroke(new BasicStroke(0.05f));
    graphics.draw(new Line2D.Double(middleX, middleY, x - 0.05 * columns, y - 0.05 * rows));
    Path2D head = new Path2D.Double();
    head.moveTo(x, y);
    head.lineTo(x - 0.14 * columns - 0.09 * rows, y - 0.14 * rows - 0.09 * columns);
    head.lineTo(x - 0.14 * columns + 0.09 * rows, y - 0.14 * rows + 0.09 * columns);
    head.closePath();
    graphics.fill(head);
  }
}

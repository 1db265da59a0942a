package jackdaw.environments;

import java.awt.Graphics2D;
import java.awt.geom.RoundRectangle2D;

/** Paints {@link Catch}: the ball and the paddle. */
final class CatchPicture extends GridPicture {
  private static final int CELL_SIZE = 32;

  private final Catch environment;

  CatchPicture(Catch environment) {
    super(Catch.ROWS, Catch.COLUMNS, CELL_SIZE);
    this.environment = environment;
  }

  @Override
  void paintCell(Graphics2D graphics, int row, int column) {
    fill(graphics, PAPER);
    if (environment.hasPaddle(row, column)) {
      graphics.setColor(BLUE);
      graphics.fill(new RoundRectangle2D.Double(0.05, 0.7, 0.9, 0.25, 0.2, 0.2));
    }
    if (environment.hasBall(row, column)) {
      disc(graphics, RED, 0.5, 0.42, 0.28);
    }
  }
}

package jackdaw.environments;

import java.awt.Color;
import java.awt.Graphics2D;

/** Paints {@link CliffWalking}: grass, the cliff, a flag and the walker. */
final class CliffWalkingPicture extends GridPicture {
  private static final int CELL_SIZE = 48;
  private static final Color GRASS = new Color(0xcf, 0xe0, 0xb4);
  private static final Color ROCK = new Color(0x5b, 0x4a, 0x42);
  private static final Color EDGE = new Color(0x86, 0x70, 0x62);
  private static final Color SHORE = new Color(0xef, 0xe6, 0xcf);

  private final CliffWalking environment;

  CliffWalkingPicture(CliffWalking environment) {
    super(CliffWalking.ROWS, CliffWalking.COLUMNS, CELL_SIZE);
    this.environment = environment;
  }

  @Override
  void paintCell(Graphics2D graphics, int row, int column) {
    int cell = row * CliffWalking.COLUMNS + column;
    if (CliffWalking.isCliff(cell)) {
      fill(graphics, ROCK);
      graphics.setColor(EDGE);
      graphics.fill(triangle(0, 0, 1, 0, 0.5, 0.4));
    } else {
      fill(graphics, cell == CliffWalking.START || cell == CliffWalking.GOAL ? SHORE : GRASS);
    }
    if (cell == CliffWalking.GOAL) {
      flag(graphics);
    }
    if (cell == environment.state()) {
      int action = environment.lastAction();
      walker(graphics, CliffWalking.rowMove(action), CliffWalking.columnMove(action));
    }
  }
}

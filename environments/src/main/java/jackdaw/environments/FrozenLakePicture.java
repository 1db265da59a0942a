package jackdaw.environments;

import java.awt.Color;
import java.awt.Graphics2D;

/** Paints {@link FrozenLake}: ice, holes, a flag and the walker. */
final class FrozenLakePicture extends GridPicture {
  private static final int CELL_SIZE = 64;
  private static final int LARGE_CELL_SIZE = 48;
  private static final Color ICE = new Color(0xdc, 0xec, 0xf5);
  private static final Color SHORE = new Color(0xef, 0xe6, 0xcf);
  private static final Color WATER = new Color(0x2b, 0x4c, 0x6f);

  private final FrozenLake environment;

  FrozenLakePicture(FrozenLake environment) {
    super(
        environment.lake().size(),
        environment.lake().size(),
        environment.lake() == FrozenLake.Lake.SMALL ? CELL_SIZE : LARGE_CELL_SIZE);
    this.environment = environment;
  }

  @Override
  void paintCell(Graphics2D graphics, int row, int column) {
    char cell = environment.lake().cell(row, column);
    fill(graphics, cell == 'S' || cell == 'G' ? SHORE : ICE);
    if (cell == 'H') {
      disc(graphics, WATER, 0.5, 0.5, 0.42);
    } else if (cell == 'G') {
      flag(graphics);
    }
    if (row * environment.lake().size() + column == environment.state()) {
      int action = environment.lastAction();
      walker(graphics, FrozenLake.rowMove(action), FrozenLake.columnMove(action));
    }
  }
}

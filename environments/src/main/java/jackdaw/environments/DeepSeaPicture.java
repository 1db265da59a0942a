package jackdaw.environments;

import java.awt.Color;
import java.awt.Graphics2D;

/** Paints {@link DeepSea}: water that darkens with depth, the diver and the treasure. */
final class DeepSeaPicture extends GridPicture {
  private static final int LONGEST_SIDE = 400;
  private static final Color SURFACE = new Color(0xbf, 0xdf, 0xea);
  private static final Color GROUND = new Color(0x18, 0x3a, 0x5c);

  private final DeepSea environment;

  DeepSeaPicture(DeepSea environment) {
    super(
        environment.size(), environment.size(),
        Math.clamp(LONGEST_SIDE / environment.size(), 2, 40));
    this.environment = environment;
  }

  @Override
  void paintCell(Graphics2D graphics, int row, int column) {
    double depth = (double) row / (environment.size() - 1);
    fill(
        graphics,
        new Color(
            between(SURFACE.getRed(), GROUND.getRed(), depth),
            between(SURFACE.getGreen(), GROUND.getGreen(), depth),
            between(SURFACE.getBlue(), GROUND.getBlue(), depth)));
    if (row == environment.size() - 1 && column == row) {
      graphics.setColor(YELLOW);
      graphics.fill(triangle(0.1, 0.85, 0.9, 0.85, 0.5, 0.2));
    }
    if (environment.hasDiver(row, column)) {
      disc(graphics, PAPER, 0.5, 0.5, 0.34);
      disc(graphics, RED, 0.5, 0.5, 0.26);
    }
  }

  private static int between(int from, int to, double share) {
    return (int) Math.round(from + share * (to - from));
  }
}

package jackdaw.cli;

import jackdaw.environment.Picture;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;

/**
 * Pictures as coloured text: a character is two pixels, one above the other, drawn as the upper
 * half block in the colour of the upper one on the colour of the lower one.
 */
final class HalfBlocks {
  private static final String RESET = "\033[0m";
  private static final char UPPER_HALF = '▀';

  /** How often wider and higher a picture is painted than shown, so that thin lines stay. */
  private static final int FINER = 4;

  private HalfBlocks() {}

  /** Paints a picture at another size, in RGB. */
  static BufferedImage paint(Picture picture, double scale) {
    BufferedImage image =
        new BufferedImage(
            Math.max(1, (int) Math.round(picture.width() * scale)),
            Math.max(1, (int) Math.round(picture.height() * scale)),
            BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.scale(
        image.getWidth() / (double) picture.width(),
        image.getHeight() / (double) picture.height());
    picture.paint(graphics);
    graphics.dispose();
    return image;
  }

  /**
   * A picture in lines of text, as large as fits.
   *
   * @param columns of text that there are
   * @param rows of text that there are
   * @param manyColors whether the terminal shows 24-bit colours, or else the usual 256
   */
  static String of(Picture picture, int columns, int rows, boolean manyColors) {
    double scale =
        Math.min(
            1,
            Math.min(columns / (double) picture.width(), 2.0 * rows / picture.height()));
    BufferedImage fine = paint(picture, scale * FINER);
    int width = Math.max(1, fine.getWidth() / FINER);
    int height = Math.max(2, fine.getHeight() / FINER / 2 * 2);
    StringBuilder text = new StringBuilder();
    for (int y = 0; y < height; y += 2) {
      int above = -1;
      int below = -1;
      for (int x = 0; x < width; x++) {
        int upper = mean(fine, x, y);
        int lower = mean(fine, x, y + 1);
        if (upper != above) {
          color(text, "38", upper, manyColors);
        }
        if (lower != below) {
          color(text, "48", lower, manyColors);
        }
        above = upper;
        below = lower;
        text.append(UPPER_HALF);
      }
      text.append(RESET).append('\n');
    }
    return text.toString();
  }

  /** The mean colour of a square of the finer picture. */
  private static int mean(BufferedImage fine, int x, int y) {
    int red = 0;
    int green = 0;
    int blue = 0;
    int count = 0;
    for (int i = y * FINER; i < Math.min((y + 1) * FINER, fine.getHeight()); i++) {
      for (int j = x * FINER; j < Math.min((x + 1) * FINER, fine.getWidth()); j++) {
        int rgb = fine.getRGB(j, i);
        red += (rgb >> 16) & 0xff;
        green += (rgb >> 8) & 0xff;
        blue += rgb & 0xff;
        count++;
      }
    }
    return count == 0 ? 0 : ((red / count) << 16) | ((green / count) << 8) | (blue / count);
  }

  private static void color(StringBuilder text, String layer, int rgb, boolean manyColors) {
    int red = (rgb >> 16) & 0xff;
    int green = (rgb >> 8) & 0xff;
    int blue = rgb & 0xff;
    text.append("\033[").append(layer);
    if (manyColors) {
      text.append(";2;").append(red).append(';').append(green).append(';').append(blue);
    } else {
      text.append(";5;").append(16 + 36 * step(red) + 6 * step(green) + step(blue));
    }
    text.append('m');
  }

  /** Which of the six steps of the cube of 256 colours is nearest: 0, 95, 135, 175, 215, 255. */
  private static int step(int value) {
    return value < 48 ? 0 : value < 115 ? 1 : (value - 35) / 40;
  }
}

package jackdaw.gymnasium;

import jackdaw.environment.Picture;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Supplier;

/**
 * What Gymnasium draws of an environment; in a class of its own so that training loads no graphics.
 */
final class GymnasiumPicture implements Picture {
  private final Supplier<byte[]> source;
  private int width;
  private int height;

  /**
   * Draws nothing yet, since no picture may be asked for before the first reset.
   *
   * @param source gives width and height in 32 bits each, then red, green and blue of each pixel
   */
  GymnasiumPicture(Supplier<byte[]> source) {
    this.source = source;
  }

  private ByteBuffer draw() {
    return ByteBuffer.wrap(source.get()).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Finds the size out, which only a picture tells. */
  private void measure() {
    if (width == 0) {
      ByteBuffer drawn = draw();
      width = drawn.getInt();
      height = drawn.getInt();
    }
  }

  @Override
  public int width() {
    measure();
    return width;
  }

  @Override
  public int height() {
    measure();
    return height;
  }

  @Override
  public void paint(Graphics2D graphics) {
    ByteBuffer drawn = draw();
    int columns = drawn.getInt();
    int rows = drawn.getInt();
    BufferedImage image = new BufferedImage(columns, rows, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < columns; x++) {
        int red = drawn.get() & 0xff;
        int green = drawn.get() & 0xff;
        int blue = drawn.get() & 0xff;
        image.setRGB(x, y, (red << 16) | (green << 8) | blue);
      }
    }
    graphics.drawImage(image, 0, 0, width(), height(), null);
  }
}

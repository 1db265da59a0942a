package jackdaw.environments;

import jackdaw.environment.Picture;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.util.function.Consumer;

/**
 * Paints a memory task: the progress of the episode, with a sign at its start and one at its end.
 */
final class ChainPicture implements Picture {
  private static final int WIDTH = 480;
  private static final int HEIGHT = 160;

  private final Consumer<Canvas> content;

  /** Creates a picture of a scene, which is read at every painting. */
  ChainPicture(Consumer<Canvas> content) {
    this.content = content;
  }

  @Override
  public int width() {
    return WIDTH;
  }

  @Override
  public int height() {
    return HEIGHT;
  }

  @Override
  public void paint(Graphics2D graphics) {
    graphics.setRenderingHint(
        RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setColor(GridPicture.PAPER);
    graphics.fillRect(0, 0, WIDTH, HEIGHT);
    content.accept(new Canvas(graphics));
  }

  /** Paints the parts of the picture. */
  static final class Canvas {
    private static final int MARGIN = 24;
    private static final int BAR_TOP = 112;
    private static final int BAR_HEIGHT = 12;
    private static final int SIGN_WIDTH = 190;
    private static final int SIGN_TOP = 24;
    private static final int SIGN_HEIGHT = 60;

    private final Graphics2D graphics;
    private int signs;

    private Canvas(Graphics2D graphics) {
      this.graphics = graphics;
    }

    /** Paints the progress bar, which is full at the end. */
    void progress(int time, int length) {
      int whole = WIDTH - 2 * MARGIN;
      graphics.setColor(GridPicture.INK);
      graphics.drawRect(MARGIN, BAR_TOP, whole, BAR_HEIGHT);
      graphics.fillRect(MARGIN, BAR_TOP, (int) ((long) whole * time / length), BAR_HEIGHT);
    }

    /**
     * Paints a sign, the first at the left and the second at the right.
     *
     * @param lit whether the sign is highlighted now
     */
    void sign(String text, boolean lit) {
      int left = signs++ == 0 ? MARGIN : WIDTH - MARGIN - SIGN_WIDTH;
      graphics.setColor(lit ? GridPicture.YELLOW : GridPicture.PAPER);
      graphics.fillRoundRect(left, SIGN_TOP, SIGN_WIDTH, SIGN_HEIGHT, 12, 12);
      graphics.setColor(GridPicture.INK);
      graphics.drawRoundRect(left, SIGN_TOP, SIGN_WIDTH, SIGN_HEIGHT, 12, 12);
      graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 24));
      int width = graphics.getFontMetrics().stringWidth(text);
      graphics.drawString(text, left + (SIGN_WIDTH - width) / 2, SIGN_TOP + 38);
    }
  }
}

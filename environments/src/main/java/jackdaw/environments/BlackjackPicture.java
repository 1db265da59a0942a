package jackdaw.environments;

import jackdaw.environment.Picture;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.RoundRectangle2D;

/** Paints {@link Blackjack}: the dealer's cards above, the player's below, with their sums. */
final class BlackjackPicture implements Picture {
  private static final int WIDTH = 480;
  private static final int HEIGHT = 320;
  private static final int CARD_WIDTH = 64;
  private static final int CARD_HEIGHT = 92;
  private static final int GAP = 12;
  private static final int LEFT = 24;
  private static final int DEALER_TOP = 52;
  private static final int PLAYER_TOP = 204;
  private static final Color CLOTH = new Color(0x2f, 0x6b, 0x4f);

  private final Blackjack environment;

  BlackjackPicture(Blackjack environment) {
    this.environment = environment;
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
    graphics.setColor(CLOTH);
    graphics.fillRect(0, 0, WIDTH, HEIGHT);
    boolean hidden = environment.isRunning();
    BlackjackHand dealer = environment.dealer();
    BlackjackHand player = environment.player();
    hand(graphics, "dealer" + (hidden ? "" : ": " + dealer.sum()), dealer, DEALER_TOP, hidden);
    hand(graphics, "player: " + player.sum(), player, PLAYER_TOP, false);
  }

  private static void hand(
      Graphics2D graphics, String title, BlackjackHand hand, int top, boolean hidden) {
    graphics.setColor(GridPicture.PAPER);
    graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 20));
    graphics.drawString(title, LEFT, top - 14);
    // Many cards lie closer together, so that all of them fit on the table.
    int room = WIDTH - 2 * LEFT - CARD_WIDTH;
    int step = Math.min(CARD_WIDTH + GAP, room / Math.max(1, hand.count() - 1));
    for (int i = 0; i < hand.count(); i++) {
      card(graphics, hand.card(i), LEFT + i * step, top, hidden && i > 0);
    }
  }

  private static void card(Graphics2D graphics, int card, int x, int y, boolean hidden) {
    RoundRectangle2D shape =
        new RoundRectangle2D.Double(x, y, CARD_WIDTH, CARD_HEIGHT, 12, 12);
    graphics.setColor(hidden ? GridPicture.BLUE : GridPicture.PAPER);
    graphics.fill(shape);
    graphics.setColor(GridPicture.INK);
    graphics.draw(shape);
    graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 28));
    graphics.drawString(hidden ? "?" : BlackjackHand.name(card), x + 10, y + 34);
  }
}

package jackdaw.environments;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;

/**
 * Paints {@link Taxi}: streets, walls and the four coloured places, with a ring around the
 * destination. The passenger is a white disc, at a place or in the taxi.
 */
final class TaxiPicture extends GridPicture {
  private static final int CELL_SIZE = 64;
  private static final Color STREET = new Color(0xe4, 0xe2, 0xdd);
  private static final Color[] PLACES = {RED, GREEN, YELLOW, BLUE};

  private final Taxi environment;

  TaxiPicture(Taxi environment) {
    super(Taxi.SIZE, Taxi.SIZE, CELL_SIZE);
    this.environment = environment;
  }

  @Override
  void paintCell(Graphics2D graphics, int row, int column) {
    int state = environment.state();
    fill(graphics, STREET);
    int place = Taxi.place(row, column);
    if (place >= 0) {
      graphics.setColor(PLACES[place]);
      graphics.fill(new Rectangle2D.Double(0.1, 0.1, 0.8, 0.8));
      if (place == Taxi.destination(state)) {
        graphics.setColor(PAPER);
        graphics.setStroke(new BasicStroke(0.06f));
        graphics.draw(new Ellipse2D.Double(0.2, 0.2, 0.6, 0.6));
      }
    }
    boolean taxi = Taxi.row(state) == row && Taxi.column(state) == column;
    if (place >= 0 && place == Taxi.passenger(state)) {
      passenger(graphics, taxi ? 0.22 : 0.5, taxi ? 0.22 : 0.5);
    }
    if (taxi) {
      taxi(graphics, Taxi.passenger(state) == Taxi.IN_TAXI);
    }
  }

  private static void passenger(Graphics2D graphics, double x, double y) {
    disc(graphics, INK, x, y, 0.15);
    disc(graphics, PAPER, x, y, 0.12);
  }

  private static void taxi(Graphics2D graphics, boolean occupied) {
    graphics.setColor(INK);
    graphics.fill(new RoundRectangle2D.Double(0.14, 0.27, 0.72, 0.5, 0.2, 0.2));
    graphics.setColor(YELLOW);
    graphics.fill(new RoundRectangle2D.Double(0.18, 0.31, 0.64, 0.42, 0.16, 0.16));
    if (occupied) {
      passenger(graphics, 0.5, 0.52);
    }
  }

  @Override
  void paintOver(Graphics2D graphics) {
    graphics.setColor(INK);
    graphics.setStroke(new BasicStroke(0.08f));
    for (int row = 0; row < Taxi.SIZE; row++) {
      for (int column = 0; column < Taxi.SIZE; column++) {
        if (column < Taxi.SIZE - 1 && Taxi.hasWallRight(row, column)) {
          graphics.draw(new Line2D.Double(column + 1, row, column + 1, row + 1));
        }
      }
    }
  }
}

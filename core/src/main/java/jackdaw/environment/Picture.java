package jackdaw.environment;

import java.awt.Graphics2D;

/** What an environment looks like, painted with Java2D. */
public interface Picture {
  /** The width in pixels, above 0; the same at every call. */
  int width();

  /** The height in pixels, above 0; the same at every call. */
  int height();

  /** How many steps a second it is pleasant to watch at; above 0. */
  default double framesPerSecond() {
    return 30;
  }

  /**
   * Paints the environment's present state.
   *
   * @param graphics where to paint, from (0, 0) in the upper left corner to ({@link #width}, {@link
   *     #height}); all of it has to be painted, the background too
   */
  void paint(Graphics2D graphics);
}

package jackdaw.environment;

import java.awt.Graphics2D;

/** A view of an environment, painted with Java2D. */
public interface Picture {
  /** Returns the width in pixels, above 0; the same at every call. */
  int width();

  /** Returns the height in pixels, above 0; the same at every call. */
  int height();

  /** Returns the number of steps per second that is pleasant to watch; above 0. */
  default double framesPerSecond() {
    return 30;
  }

  /**
   * Paints the environment's current state.
   *
   * @param graphics the target, from (0, 0) in the upper left corner to ({@link #width}, {@link
   *     #height}); all of it has to be painted, including the background
   */
  void paint(Graphics2D graphics);
}

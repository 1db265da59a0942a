package jackdaw.cli;

import jackdaw.cli.Watched.Moment;
import jackdaw.cli.Watched.Watcher;
import jackdaw.environment.Picture;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Shows episodes on a terminal, each moment over the last: the environment's picture in colours, or
 * its text where the terminal has no colours or the environment no picture. What stood on the
 * terminal before comes back when it is closed.
 */
final class Screen implements Watcher {
  // The other screen, without the cursor and without wrapping; and back.
  private static final String OPEN = "\033[?1049h\033[?25l\033[?7l";
  private static final String SHUT = "\033[0m\033[?7h\033[?25h\033[?1049l";
  private static final String HOME = "\033[H";
  private static final String END_OF_LINE = "\033[K";
  private static final String END_OF_SCREEN = "\033[J";

  private static final int USUAL_ROWS = 24;
  private static final double TEXT_FRAMES_PER_SECOND = 4;
  private static final long NANOS = 1_000_000_000;
  private static final long SLICE_NANOS = NANOS / 20;
  private static final long PAUSE_NANOS = NANOS;

  private final PrintStream out;
  private final int columns;
  private final int rows;
  private final Colors colors;
  private final double framesPerSecond;
  private final BooleanSupplier stopping;
  private long next = System.nanoTime();
  private boolean closed;

  private enum Colors {
    NONE,
    FEW,
    MANY
  }

  /**
   * Takes over a terminal.
   *
   * @param framesPerSecond steps a second; 0 for what suits the picture
   * @param stopping whether somebody wants to see no more
   */
  Screen(Terminal terminal, double framesPerSecond, BooleanSupplier stopping) {
    out = terminal.out();
    int[] size = size(terminal.width());
    rows = size[0];
    columns = size[1];
    colors = colors(System.getenv());
    this.framesPerSecond = framesPerSecond;
    this.stopping = stopping;
    out.print(OPEN);
    out.flush();
  }

  /**
   * What a terminal says of its colours: <a href="https://no-color.org">NO_COLOR</a>, COLORTERM,
   * TERM.
   */
  private static Colors colors(Map<String, String> environment) {
    String colorTerm = environment.getOrDefault("COLORTERM", "");
    if (!environment.getOrDefault("NO_COLOR", "").isEmpty()) {
      return Colors.NONE;
    }
    if (colorTerm.equals("truecolor") || colorTerm.equals("24bit")) {
      return Colors.MANY;
    }
    return environment.getOrDefault("TERM", "").contains("256color") ? Colors.FEW : Colors.NONE;
  }

  /** Rows and columns as the terminal says; Java cannot ask it. */
  private static int[] size(int otherwise) {
    try {
      Process stty =
          new ProcessBuilder("sh", "-c", "stty size </dev/tty 2>/dev/null").start();
      String[] words =
          new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
              .strip()
              .split(" ", -1);
      int rows = Integer.parseInt(words[0]);
      int columns = Integer.parseInt(words[1]);
      if (rows > 0 && columns > 0) {
        return new int[] {rows, columns};
      }
    } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
      // No such command, or nobody to ask.
    }
    return new int[] {USUAL_ROWS, otherwise};
  }

  @Override
  public void see(Moment moment) {
    Optional<Picture> picture =
        colors == Colors.NONE ? Optional.empty() : moment.environment().picture();
    StringBuilder frame = new StringBuilder(HOME);
    String shown =
        picture.isPresent()
            ? HalfBlocks.of(picture.get(), columns, Math.max(1, rows - 3), colors == Colors.MANY)
            : moment.environment().render().orElseGet(moment::observed) + '\n';
    frame.append(shown.replace("\n", END_OF_LINE + "\n"));
    frame.append(END_OF_LINE).append('\n').append(moment.line()).append(END_OF_SCREEN);
    out.print(frame);
    out.flush();
    double speed =
        framesPerSecond > 0
            ? framesPerSecond
            : picture.map(Picture::framesPerSecond).orElse(TEXT_FRAMES_PER_SECOND);
    sleep((long) (NANOS / speed));
  }

  @Override
  public void episodeEnded() {
    sleep(PAUSE_NANOS);
  }

  /** Until so long after the last frame; a slow frame is not made up for. */
  private void sleep(long nanos) {
    next = Math.max(next + nanos, System.nanoTime());
    for (long left; (left = next - System.nanoTime()) > 0 && !stopping.getAsBoolean();) {
      LockSupport.parkNanos(this, Math.min(left, SLICE_NANOS));
    }
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      out.print(SHUT);
      out.flush();
    }
  }
}

package jackdaw.cli;

import jackdaw.train.Trainer;
import jackdaw.train.TrainingListener;
import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Shows how training goes on: on a terminal one line that is drawn again ten times a second, in a
 * file a line now and then. A thread of its own draws, so that training never waits for a terminal
 * and the time left goes on during a long iteration; training only leaves three numbers.
 */
final class StatusLine implements TrainingListener, AutoCloseable {
  private static final long TICK_NANOS = 100_000_000;

  /** In a file: at most this often, and then at every tenth of the run or after a longer pause. */
  private static final double MIN_PAUSE_SECONDS = 2;
  private static final double MAX_PAUSE_SECONDS = 60;
  private static final int LINES = 10;

  /** The speed is that of the last seconds. */
  private static final double SPEED_SECONDS = 5;

  // The terminal cuts a line that is too long for it where it would otherwise start a second one,
  // which could not be drawn over; what is behind the end of a shorter line goes.
  private static final String START = "\r\033[?7l";
  private static final String END = "\033[K\033[?7h";
  private static final String CLEAR = "\r\033[K";

  private static final String STOPPING =
      "Stopping after this iteration; Ctrl-C again leaves at once.";

  private static final double NANOS = 1e9;

  private final PrintStream err;
  private final boolean redraw;
  private final int width;
  private final BooleanSupplier stopping;
  private final ArrayDeque<Sample> samples = new ArrayDeque<>();

  private volatile long steps;
  private volatile long nanos;
  private volatile double meanReturn = Double.NaN;
  private long totalSteps;

  private volatile boolean closed;
  private @Nullable Thread drawer;
  private double lastLineSeconds;
  private long lastTenth;

  private record Sample(long nanos, long steps) {}

  /** With whether somebody asked to stop, which is shown as long as it lasts. */
  StatusLine(Terminal terminal, BooleanSupplier stopping) {
    this.stopping = stopping;
    err = terminal.err();
    redraw = terminal.errIsTerminal();
    // The last column stays free: some terminals wrap as soon as it is written.
    width = redraw ? terminal.width() - 1 : Integer.MAX_VALUE;
  }

  @Override
  public void started(Trainer trainer) {
    totalSteps = trainer.totalSteps();
    iterated(trainer);
    lastTenth = tenth(steps);
    lastLineSeconds = nanos / NANOS;
    drawer = Thread.ofPlatform().name("jackdaw-status").daemon().start(this::draw);
  }

  @Override
  public void iterated(Trainer trainer) {
    meanReturn = trainer.algorithm().episodes().meanReturn();
    nanos = System.nanoTime();
    steps = trainer.algorithm().steps();
  }

  private void draw() {
    while (!closed) {
      long now = System.nanoTime();
      StatusText text = look(now);
      if (redraw) {
        String line = stopping.getAsBoolean() ? STOPPING : text.fit(width);
        err.print(START + line + END);
        err.flush();
      } else if (lineIsDue(now / NANOS)) {
        err.println(text.fit(width));
        err.flush();
      }
      LockSupport.parkNanos(this, TICK_NANOS);
    }
    if (redraw) {
      err.print(CLEAR);
      err.flush();
    }
  }

  private StatusText look(long now) {
    Sample last = new Sample(nanos, steps);
    if (samples.isEmpty() || samples.getLast().steps() != last.steps()) {
      samples.addLast(last);
    }
    // Two stay, however old: an iteration may take longer than that.
    while (samples.size() > 2
        && last.nanos() - samples.getFirst().nanos() > SPEED_SECONDS * NANOS) {
      samples.removeFirst();
    }
    Sample first = samples.getFirst();
    double seconds = (samples.getLast().nanos() - first.nanos()) / NANOS;
    double speed = seconds > 0 ? (samples.getLast().steps() - first.steps()) / seconds : Double.NaN;
    double left = (totalSteps - last.steps()) / speed - (now - last.nanos()) / NANOS;
    return new StatusText(
        last.steps(), totalSteps, speed, meanReturn, Double.isNaN(left) ? left : Math.max(0, left));
  }

  private boolean lineIsDue(double now) {
    double pause = now - lastLineSeconds;
    boolean due =
        pause >= MAX_PAUSE_SECONDS || (pause >= MIN_PAUSE_SECONDS && tenth(steps) > lastTenth);
    if (due) {
      lastTenth = tenth(steps);
      lastLineSeconds = now;
    }
    return due;
  }

  private long tenth(long taken) {
    return (long) ((double) LINES * taken / totalSteps);
  }

  /** Draws no more, and clears the line. */
  @Override
  public void close() {
    Thread running = drawer;
    if (closed || running == null) {
      return;
    }
    closed = true;
    LockSupport.unpark(running);
    try {
      running.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

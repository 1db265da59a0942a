package jackdaw.algorithm;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A few threads that share out the tasks of one short piece of work at a time. Which thread does which
 * task is left to chance, so tasks must not depend on each other; then results are the same for any
 * number of threads. Waiting threads spin for some microseconds, then yield, then sleep, so that they
 * take little from a machine that has other things to do.
 *
 * <p>Where the other cores are busy, a helper that was made to wait holds up everybody: so the caller works
 * alone for a while after a round in which it had to wait for longer than it would have taken by itself, and
 * for longer each time that happens again.
 */
public final class Workers implements AutoCloseable {
  private static final int SPINS = 2_000;
  private static final int YIELDS = 200;
  private static final int MAX_THREADS = 1024;

  /** A wait of so long is nobody's fault, in nanoseconds. */
  private static final long PATIENCE = 50_000;

  private static final int MAX_ROUNDS_ALONE = 1 << 12;

  private final Thread[] helpers;

  /** The present round, its next task and its number of tasks: 32, 16 and 16 bits. */
  private final AtomicLong ticket = new AtomicLong();

  private final AtomicInteger unfinished = new AtomicInteger();
  private volatile boolean closed;
  private volatile @Nullable Throwable failure;
  private IntConsumer work = task -> {};

  // the caller's own
  private int tasks;
  private boolean shared;
  private int roundsAlone;
  private int nextRoundsAlone = 1;

  /**
   * As many threads as are said, the caller's included.
   *
   * @param threads at least 1
   */
  public Workers(int threads) {
    if (threads < 1 || threads > MAX_THREADS) {
      throw new IllegalArgumentException(
          "threads %d is outside [1, %d]: set how many threads may compute, usually the cores"
              .formatted(threads, MAX_THREADS));
    }
    helpers = new Thread[threads - 1];
    for (int i = 0; i < helpers.length; i++) {
      helpers[i] = Thread.ofPlatform().name("jackdaw-worker-" + (i + 1)).daemon().start(this::help);
    }
  }

  /** How many there are, the caller included. */
  public int threads() {
    return helpers.length + 1;
  }

  /**
   * Does tasks 0 … {@code count} − 1 and returns when all are done. Throws what a task threw.
   *
   * @param count at most 65535
   */
  public void run(int count, IntConsumer task) {
    begin(count, task, count > 1);
    finish();
  }

  /**
   * Begins tasks 0 … {@code count} − 1 and returns at once; {@link #finish} has to be called before anything
   * else is begun.
   *
   * @param count at most 65535
   */
  public void begin(int count, IntConsumer task) {
    begin(count, task, count > 0);
  }

  private void begin(int count, IntConsumer task, boolean worthSharing) {
    work = task;
    tasks = count;
    shared = helpers.length > 0 && worthSharing && roundsAlone == 0;
    if (!shared) {
      roundsAlone = Math.max(0, roundsAlone - 1);
      return;
    }
    unfinished.set(count);
    ticket.set(((ticket.get() >>> 32) + 1) << 32 | count);
    for (Thread helper : helpers) {
      LockSupport.unpark(helper);
    }
  }

  /** Does what is left of the tasks that were begun and returns when all are done. Throws what a task threw. */
  public void finish() {
    if (!shared) {
      for (int i = 0; i < tasks; i++) {
        work.accept(i);
      }
      return;
    }
    long start = System.nanoTime();
    int done = 0;
    while (takeTask()) {
      done++;
    }
    if (unfinished.get() > 0) {
      waitForHelpers(start, done);
    }
    Throwable thrown = failure;
    if (thrown != null) {
      failure = null;
      if (thrown instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) thrown;
    }
  }

  private void waitForHelpers(long start, int done) {
    long waitingSince = System.nanoTime();
    int waits = 0;
    while (unfinished.get() > 0) {
      waits = pause(waits);
    }
    long ownTime = waitingSince - start;
    // what is left to the others should not take longer than what was done here
    long alone = done == 0 ? 0 : ownTime / done * (tasks - done);
    if (System.nanoTime() - waitingSince > alone + PATIENCE) {
      roundsAlone = nextRoundsAlone;
      nextRoundsAlone = Math.min(MAX_ROUNDS_ALONE, 2 * nextRoundsAlone);
    } else {
      nextRoundsAlone = Math.max(1, nextRoundsAlone / 2);
    }
  }

  /**
   * Takes one task of the present round, if one is left. Who has taken a task keeps the round from
   * ending, so the work read after that is the round's own.
   */
  private boolean takeTask() {
    long seen = ticket.get();
    int task = (int) (seen >>> 16) & 0xffff;
    if (task >= (int) (seen & 0xffff)) {
      return false;
    }
    if (ticket.compareAndSet(seen, seen + (1 << 16))) {
      try {
        work.accept(task);
      } catch (RuntimeException | Error thrown) {
        failure = thrown;
      } finally {
        unfinished.getAndDecrement();
      }
    }
    return true;
  }

  private void help() {
    int waits = 0;
    while (!closed) {
      waits = takeTask() ? 0 : pause(waits);
    }
  }

  private static int pause(int waits) {
    if (waits < SPINS) {
      Thread.onSpinWait();
    } else if (waits < SPINS + YIELDS) {
      Thread.yield();
    } else {
      LockSupport.parkNanos(1_000_000);
      return waits;
    }
    return waits + 1;
  }

  /** Ends the threads, and waits until they have ended unless one is kept by a task. */
  @Override
  public void close() {
    closed = true;
    for (Thread helper : helpers) {
      LockSupport.unpark(helper);
    }
    try {
      for (Thread helper : helpers) {
        helper.join(1_000);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

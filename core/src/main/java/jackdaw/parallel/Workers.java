package jackdaw.parallel;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A few threads that share out the tasks of one short piece of work at a time. Each has a share of its own,
 * the same one whenever there are as many tasks, so that a core finds in its caches what it left there; who
 * is done with that takes from the others. Tasks must not depend on each other; then results are the same
 * for any number of threads. Waiting threads spin for some microseconds, then let others run, then sleep, helpers
 * as soon as somebody else runs on their core, so that they take little from a machine that has other things to do.
 *
 * <p>Where the other cores are busy, a helper that was made to wait holds up everybody: so the caller works
 * alone for a while after a round in which it had to wait for longer than it would have taken by itself, and
 * for longer each time that happens again.
 */
public final class Workers implements AutoCloseable {
  /** For so long a wait is spent awake, and for so long before others may run; in nanoseconds. */
  private static final long SPIN = 60_000;

  private static final long YIELD = 500_000;

  /** Who lets others run for longer than this has a core that somebody else needs, in nanoseconds. */
  private static final long CROWDED = 10_000;

  private static final int MAX_THREADS = 1024;

  /** A wait of so long is nobody's fault, in nanoseconds. */
  private static final long PATIENCE = 50_000;

  private static final int MAX_ROUNDS_ALONE = 1 << 12;

  /** So many numbers lie between two lanes, which then do not share a line of the cache. */
  private static final int STRIDE = 16;

  /** What a thread's share says when there will be no more. */
  private static final long CLOSED = -1;

  /** Places of a lane. */
  private static final int SHARE = 0;

  private static final int SLEEPS = 1;
  private static final int DONE = 2;

  /** Places of the caller's lane alone. */
  private static final int ROUND = 3;

  private static final int BEGUN = 4;

  private final Thread[] helpers;

  /**
   * A lane of each thread, the caller's first: its share of the present round, whether it sleeps, and how many
   * tasks it has ever done; the caller's also has the number of the round and of all tasks that were shared
   * out. A share is the round, the next task and the end of the tasks: 32, 16 and 16 bits. What changes in
   * every round stands here, so that the fields stay in everybody's caches.
   */
  private final AtomicLongArray lanes;

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
    lanes = new AtomicLongArray((threads + 1) * STRIDE);
    for (int i = 1; i < threads; i++) {
      int own = i;
      helpers[i - 1] =
          Thread.ofPlatform().name("jackdaw-worker-" + i).daemon().start(() -> help(own));
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
    begin(count, task, 0, count > 1);
    finish();
  }

  /**
   * Begins tasks 0 … {@code count} − 1, which are the other threads', and returns at once; {@link #finish} has
   * to be called before anything else is begun. Who sleeps is not woken for them: what the caller does meanwhile
   * may need that core itself, for environments of another process say.
   *
   * @param count at most 65535
   */
  public void begin(int count, IntConsumer task) {
    begin(count, task, 1, count > 0);
  }

  /** Shares the tasks out among the threads from the first one on. */
  private void begin(int count, IntConsumer task, int first, boolean worthSharing) {
    boolean helped = helpers.length > 0 && worthSharing && roundsAlone == 0;
    if (!work.equals(task) || tasks != count || shared != helped) {
      work = task;
      tasks = count;
      shared = helped;
    }
    if (!helped) {
      roundsAlone = Math.max(0, roundsAlone - 1);
      return;
    }
    long round = lanes.getPlain(lane(0) + ROUND) + 1;
    lanes.setPlain(lane(0) + ROUND, round);
    lanes.setPlain(lane(0) + BEGUN, lanes.getPlain(lane(0) + BEGUN) + count);
    int threads = threads() - first;
    for (int i = threads - 1; i >= 0; i--) {
      long from = (long) count * i / threads;
      long to = (long) count * (i + 1) / threads;
      int thread = first + i;
      if (from < to) {
        lanes.setRelease(lane(thread) + SHARE, round << 32 | from << 16 | to);
        // Who falls asleep at this very moment may not be seen: then its tasks are done without it.
        if (first == 0 && thread > 0 && lanes.getPlain(lane(thread) + SLEEPS) != 0) {
          LockSupport.unpark(helpers[thread - 1]);
        }
      }
    }
  }

  private static int lane(int thread) {
    return (thread + 1) * STRIDE;
  }

  /** Does what is left of the tasks that were begun and returns when all are done. Throws what a task threw. */
  public void finish() {
    if (!shared) {
      int left = tasks;
      tasks = 0;
      for (int i = 0; i < left; i++) {
        work.accept(i);
      }
      return;
    }
    long start = System.nanoTime();
    int done = 0;
    while (takeTask(0)) {
      done++;
    }
    if (!allDone()) {
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
    while (!allDone()) {
      pause(waitingSince, 0, false);
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

  private boolean allDone() {
    long sum = 0;
    for (int i = 0; i < threads(); i++) {
      sum += lanes.getAcquire(lane(i) + DONE);
    }
    return sum == lanes.getPlain(lane(0) + BEGUN);
  }

  /** Does a task of this thread's share, or else of another one's, if any is left. */
  private boolean takeTask(int thread) {
    int threads = threads();
    for (int i = 0; i < threads; i++) {
      if (takeTaskOf((thread + i) % threads, thread)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Does one task of a share, if one is left. Who has taken a task keeps the round from ending, so the work
   * read after that is the round's own.
   */
  private boolean takeTaskOf(int owner, int thread) {
    int share = lane(owner) + SHARE;
    long seen = lanes.getAcquire(share);
    int task = (int) (seen >>> 16) & 0xffff;
    if (task >= (int) (seen & 0xffff)) {
      return false;
    }
    if (lanes.compareAndSet(share, seen, seen + (1 << 16))) {
      try {
        work.accept(task);
      } catch (RuntimeException | Error thrown) {
        failure = thrown;
      } finally {
        int own = lane(thread) + DONE;
        lanes.setRelease(own, lanes.getPlain(own) + 1);
      }
    }
    return true;
  }

  private void help(int thread) {
    long last = 0;
    long waitingSince = System.nanoTime();
    boolean crowded = false;
    while (true) {
      // Of the others' shares nothing is looked at while there is none of its own: looking costs who writes.
      long share = lanes.getAcquire(lane(thread) + SHARE);
      if (share == CLOSED) {
        return;
      }
      if (share >>> 32 == last) {
        crowded = pause(waitingSince, thread, crowded);
        continue;
      }
      last = share >>> 32;
      crowded = false;
      while (takeTask(thread)) {
        // until nothing is left
      }
      waitingSince = System.nanoTime();
    }
  }

  /**
   * A moment of waiting. Who has slept is often woken on the core of who wakes it, so sleep comes late, unless
   * somebody else needs the core.
   *
   * @param crowded whether somebody did in this wait
   * @return whether somebody does
   */
  private boolean pause(long waitingSince, int thread, boolean crowded) {
    long now = System.nanoTime();
    long waited = now - waitingSince;
    if (waited < SPIN) {
      Thread.onSpinWait();
      return false;
    }
    if (waited < YIELD && !crowded) {
      Thread.yield();
      return System.nanoTime() - now > CROWDED;
    }
    long before = lanes.getPlain(lane(thread) + SHARE);
    lanes.set(lane(thread) + SLEEPS, 1);
    if (lanes.get(lane(thread) + SHARE) == before) {
      LockSupport.parkNanos(1_000_000);
    }
    lanes.setRelease(lane(thread) + SLEEPS, 0);
    return crowded;
  }

  /** Ends the threads, and waits until they have ended unless one is kept by a task. */
  @Override
  public void close() {
    for (int i = 0; i < helpers.length; i++) {
      lanes.set(lane(i + 1) + SHARE, CLOSED);
      LockSupport.unpark(helpers[i]);
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

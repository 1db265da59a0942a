package jackdaw.parallel;

import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A few threads, the caller and its helper threads, which share the tasks of one short round of
 * work at a time. Each thread first does its own shard of the tasks, then takes tasks from the
 * shards of the others. A thread gets the same shard in every round of as many tasks, so that its
 * data are still in its core's caches. Tasks must not depend on each other; then results are the
 * same for any number of threads. {@link IdleStrategy} describes how threads wait.
 *
 * <p>On busy cores a delayed helper thread delays every round. So the caller works alone for some
 * rounds after one in which it waited longer than it would have worked by itself. The number of
 * these rounds doubles each time that this happens again.
 */
public final class Workers implements AutoCloseable {
  private static final int MAX_THREADS = 1024;

  /** Slack before a wait for helper threads counts as contention, in nanoseconds. */
  private static final long SLACK_NANOS = 50_000;

  private static final int MAX_ROUNDS_ALONE = 1 << 12;

  private final Thread[] helpers;
  private final Slots slots;
  private final IdleStrategy idleStrategy;

  private volatile @Nullable Throwable failure;
  private IntConsumer work = task -> {};

  // Fields that only the caller uses.
  private int tasks;
  private boolean shared;
  private int roundsAlone;
  private int nextRoundsAlone = 1;

  /**
   * Starts the helper threads.
   *
   * @param threads the number of threads including the caller, at least 1
   */
  public Workers(int threads) {
    if (threads < 1 || threads > MAX_THREADS) {
      throw new IllegalArgumentException(
          "threads %d is outside [1, %d]: set how many threads may compute, usually the cores"
              .formatted(threads, MAX_THREADS));
    }
    helpers = new Thread[threads - 1];
    slots = new Slots(threads);
    idleStrategy = new IdleStrategy(slots);
    for (int i = 1; i < threads; i++) {
      int thread = i;
      helpers[i - 1] =
          Thread.ofPlatform().name("jackdaw-worker-" + i).daemon().start(() -> help(thread));
    }
  }

  /** The number of threads, including the caller. */
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
   * Hands tasks 0 … {@code count} − 1 to the helper threads and returns at once. The caller must
   * call {@link #finish} before it begins anything else. Parked threads are not woken: the caller
   * may need their cores meanwhile, for example for environments in other processes.
   *
   * @param count at most 65535
   */
  public void begin(int count, IntConsumer task) {
    begin(count, task, 1, count > 0);
  }

  /** Divides the tasks among the threads from {@code first} on, where 0 is the caller. */
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
    long round = slots.startRound(count);
    int threads = threads() - first;
    for (int i = threads - 1; i >= 0; i--) {
      long from = (long) count * i / threads;
      long to = (long) count * (i + 1) / threads;
      int thread = first + i;
      if (from < to) {
        slots.assign(thread, round, from, to);
        // A thread that parks right now may be missed: then the others do its tasks.
        if (first == 0 && thread > 0 && slots.isParked(thread)) {
          LockSupport.unpark(helpers[thread - 1]);
        }
      }
    }
  }

  /**
   * Does the tasks that are left of what was begun and returns when all are done. Throws what a
   * task threw.
   */
  public void finish() {
    if (!shared) {
      int left = tasks;
      tasks = 0;
      for (int i = 0; i < left; i++) {
        work.accept(i);
      }
      return;
    }
    long startNanos = System.nanoTime();
    int done = 0;
    while (takeTask(0)) {
      done++;
    }
    if (!slots.allDone()) {
      waitForHelpers(startNanos, done);
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

  private void waitForHelpers(long startNanos, int done) {
    long waitStartNanos = System.nanoTime();
    while (!slots.allDone()) {
      idleStrategy.idle(0, waitStartNanos, false);
    }
    long ownNanos = waitStartNanos - startNanos;
    // The tasks of the helper threads should take no longer per task than the caller's own.
    long aloneNanos = done == 0 ? 0 : ownNanos / done * (tasks - done);
    if (System.nanoTime() - waitStartNanos > aloneNanos + SLACK_NANOS) {
      roundsAlone = nextRoundsAlone;
      nextRoundsAlone = Math.min(MAX_ROUNDS_ALONE, 2 * nextRoundsAlone);
    } else {
      nextRoundsAlone = Math.max(1, nextRoundsAlone / 2);
    }
  }

  /** Does a task of the own shard or else of another one; returns false if none is left. */
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
   * Does one task of the owner's shard, and returns false if none is left. A round cannot end
   * before a task that was taken is done, so {@code work} is that of the task's own round.
   */
  private boolean takeTaskOf(int owner, int thread) {
    long shard = slots.shard(owner);
    int task = Slots.nextTask(shard);
    if (task >= Slots.endOfTasks(shard)) {
      return false;
    }
    if (slots.takeNextTask(owner, shard)) {
      try {
        work.accept(task);
      } catch (RuntimeException | Error thrown) {
        failure = thrown;
      } finally {
        slots.countDone(thread);
      }
    }
    return true;
  }

  /** The loop of a helper thread. */
  private void help(int thread) {
    long lastRound = 0;
    long waitStartNanos = System.nanoTime();
    boolean contended = false;
    while (true) {
      // A thread without a shard of its own does not read the others: reading slows their writers.
      long shard = slots.shard(thread);
      if (shard == Slots.CLOSED) {
        return;
      }
      if (Slots.round(shard) == lastRound) {
        contended = idleStrategy.idle(thread, waitStartNanos, contended);
        continue;
      }
      lastRound = Slots.round(shard);
      contended = false;
      while (takeTask(thread)) {
        // Continues until no thread has a task left.
      }
      waitStartNanos = System.nanoTime();
    }
  }

  /** Ends the helper threads, and waits for each of them for at most a second. */
  @Override
  public void close() {
    for (int i = 0; i < helpers.length; i++) {
      slots.close(i + 1);
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

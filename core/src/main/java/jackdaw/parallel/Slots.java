package jackdaw.parallel;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/**
 * The memory that the threads of {@link Workers} share: one slot of longs for each thread, the
 * caller's first. A slot holds the thread's shard of the current round, whether the thread is
 * parked, and how many tasks it has ever done. The caller's slot also holds the number of the round
 * and how many tasks have ever been handed out. Everything that changes in every round is kept
 * here, so that the fields of {@link Workers} stay in the caches of all cores.
 *
 * <p>A shard is one long: the round in 32 bits, the next task in 16 bits and the end of the tasks
 * in 16 bits.
 */
final class Slots {
  /** The shard of a thread that has to end. */
  static final long CLOSED = -1;

  /** Longest time that a thread stays parked without looking at its shard again, in nanoseconds. */
  private static final long PARK_NANOS = 1_000_000;

  /** Longs from one slot to the next, so that two slots never share a cache line. */
  private static final int STRIDE_LONGS = 16;

  // Offsets in the slot of every thread.
  private static final int SHARD = 0;
  private static final int PARKED = 1;
  private static final int DONE = 2;

  // Offsets in the caller's slot only.
  private static final int ROUND = 3;
  private static final int HANDED_OUT = 4;

  private final AtomicLongArray longs;
  private final int threads;

  Slots(int threads) {
    this.threads = threads;
    longs = new AtomicLongArray((threads + 1) * STRIDE_LONGS);
  }

  /** Starts a round of so many tasks and returns its number. */
  long startRound(int tasks) {
    long round = longs.getPlain(offset(0) + ROUND) + 1;
    longs.setPlain(offset(0) + ROUND, round);
    longs.setPlain(offset(0) + HANDED_OUT, longs.getPlain(offset(0) + HANDED_OUT) + tasks);
    return round;
  }

  /** Gives a thread its shard of a round: the tasks from {@code from} to {@code to} − 1. */
  void assign(int thread, long round, long from, long to) {
    longs.setRelease(offset(thread) + SHARD, round << 32 | from << 16 | to);
  }

  /** Tells a thread to end. */
  void close(int thread) {
    longs.set(offset(thread) + SHARD, CLOSED);
  }

  /** The current shard of a thread. */
  long shard(int thread) {
    return longs.getAcquire(offset(thread) + SHARD);
  }

  static long round(long shard) {
    return shard >>> 32;
  }

  static int nextTask(long shard) {
    return (int) (shard >>> 16) & 0xffff;
  }

  static int endOfTasks(long shard) {
    return (int) (shard & 0xffff);
  }

  /** Takes the next task of a thread's shard, and returns false if the shard changed meanwhile. */
  boolean takeNextTask(int thread, long shard) {
    return longs.compareAndSet(offset(thread) + SHARD, shard, shard + (1 << 16));
  }

  /** Counts one task that a thread has done. */
  void countDone(int thread) {
    int done = offset(thread) + DONE;
    longs.setRelease(done, longs.getPlain(done) + 1);
  }

  /** Returns true if every task that was ever handed out is done. */
  boolean allDone() {
    long sum = 0;
    for (int thread = 0; thread < threads; thread++) {
      sum += longs.getAcquire(offset(thread) + DONE);
    }
    return sum == longs.getPlain(offset(0) + HANDED_OUT);
  }

  /** Returns true if a thread is known to be parked; one that parks right now may be missed. */
  boolean isParked(int thread) {
    return longs.getPlain(offset(thread) + PARKED) != 0;
  }

  /** Parks the calling thread, which owns the slot, unless its shard changes meanwhile. */
  void park(int thread) {
    int slot = offset(thread);
    long before = longs.getPlain(slot + SHARD);
    longs.set(slot + PARKED, 1);
    if (longs.get(slot + SHARD) == before) {
      LockSupport.parkNanos(PARK_NANOS);
    }
    longs.setRelease(slot + PARKED, 0);
  }

  private static int offset(int thread) {
    return (thread + 1) * STRIDE_LONGS;
  }
}

package jackdaw.parallel;

/**
 * How a thread waits: it spins, then yields, then parks. It parks last, because the kernel often
 * wakes a thread on the waker's core; it parks at once if its own core is contended, so that it
 * takes little from a machine that has other things to do.
 *
 * <p>The state of a wait is kept in the waiting thread's local variables: a field would be written
 * in memory that other threads read.
 */
final class IdleStrategy {
  /** Length of a wait up to which a thread spins, in nanoseconds. */
  static final long SPIN_NANOS = 60_000;

  /** Length of a wait up to which a thread yields, in nanoseconds. */
  static final long YIELD_NANOS = 500_000;

  /** Length of a yield from which the core counts as contended, in nanoseconds. */
  private static final long CONTENDED_NANOS = 10_000;

  enum State {
    /** Stays on the core and tells the processor that it waits. */
    SPINNING,
    /** Offers the core to other threads, and measures how long they keep it. */
    YIELDING,
    /** Leaves the core until it is woken or the time limit of a park is over. */
    PARKING
  }

  private final Slots slots;

  IdleStrategy(Slots slots) {
    this.slots = slots;
  }

  /** The state of a thread that has waited for so long, on a core that is contended or is not. */
  static State state(long waitedNanos, boolean contended) {
    if (waitedNanos < SPIN_NANOS) {
      return State.SPINNING;
    }
    return waitedNanos < YIELD_NANOS && !contended ? State.YIELDING : State.PARKING;
  }

  /**
   * Waits briefly.
   *
   * @param thread the number of the calling thread
   * @param startNanos when this wait began, from {@link System#nanoTime}
   * @param contended what the last call in this wait returned, or false in the first one
   * @return true if another thread runs on this core
   */
  boolean idle(int thread, long startNanos, boolean contended) {
    long now = System.nanoTime();
    return switch (state(now - startNanos, contended)) {
      case SPINNING -> {
        Thread.onSpinWait();
        yield false;
      }
      case YIELDING -> {
        Thread.yield();
        yield System.nanoTime() - now > CONTENDED_NANOS;
      }
      case PARKING -> {
        slots.park(thread);
        yield contended;
      }
    };
  }
}

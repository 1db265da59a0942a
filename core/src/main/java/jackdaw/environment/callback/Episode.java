package jackdaw.environment.callback;

import jackdaw.environment.Describe;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One episode of a {@link CallbackEnvironment}. The trainer waits while the simulator runs, and the
 * simulator waits while it asks. The state says whose turn it is; only the thread that has the turn
 * touches the other fields, and it passes the turn on by writing the state.
 */
final class Episode implements Agent {
  /** The simulator's turn. */
  private static final int RUNNING = 0;
  /** The trainer's turn. */
  private static final int ASKING = 1;
  /** {@link Simulation#run} returned; neither side has the turn. */
  private static final int ENDED = 2;
  /** The trainer gave the episode up; neither side has the turn. */
  private static final int ABANDONED = 3;

  /**
   * Reads of the state before a wait sleeps: some microseconds, if each side can have its own core.
   */
  private static final int SPINS = Runtime.getRuntime().availableProcessors() > 1 ? 200 : 0;

  /** Time before an abandoned simulator that waits for something else is interrupted. */
  private static final Duration UNTIL_INTERRUPT = Duration.ofMillis(200);

  /**
   * Refusals of an abandoned simulator before each further refusal takes {@link #REFUSAL_NANOS}.
   */
  private static final int MAX_REFUSALS = 100;

  private static final long REFUSAL_NANOS = 10_000_000;

  private final Simulation simulation;
  private final long seed;
  private final float[] observation;
  private final boolean[] legal;
  private final float[] action;
  private final AtomicInteger state = new AtomicInteger(RUNNING);
  private final AtomicInteger refusals = new AtomicInteger();
  private volatile @Nullable Thread trainer;
  private volatile @Nullable Thread asking;
  private @Nullable Thread runner;
  private volatile @Nullable Throwable failure;
  private boolean truncated;
  private double reward;
  private int decisions;

  Episode(
      Simulation simulation, long seed, float[] observation, boolean[] legal, float[] action) {
    this.simulation = simulation;
    this.seed = seed;
    this.observation = observation;
    this.legal = legal;
    this.action = action;
  }

  void start(String name) {
    trainer = Thread.currentThread();
    runner = Thread.ofPlatform().name("simulator-" + name).daemon().start(this::run);
  }

  /** Answers the question that the simulator waits with. */
  void answer(float[] chosen) {
    System.arraycopy(chosen, 0, action, 0, action.length);
    decisions++;
    trainer = Thread.currentThread();
    if (state.compareAndSet(ASKING, RUNNING)) {
      LockSupport.unpark(asking);
    }
  }

  /** Waits until the simulator asks or ends; returns false if it does neither in time. */
  boolean await(long nanos) {
    for (int i = 0; i < SPINS; i++) {
      if (state.get() != RUNNING) {
        return true;
      }
      Thread.onSpinWait();
    }
    long start = System.nanoTime();
    boolean interrupted = false;
    while (state.get() == RUNNING) {
      long left = nanos - (System.nanoTime() - start);
      if (left <= 0) {
        break;
      }
      LockSupport.parkNanos(this, left);
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return state.get() != RUNNING;
  }

  boolean isAsking() {
    return state.get() == ASKING;
  }

  @Nullable
  Throwable failure() {
    return failure;
  }

  boolean isTruncated() {
    return truncated;
  }

  double takeReward() {
    double sum = reward;
    reward = 0;
    return sum;
  }

  long seed() {
    return seed;
  }

  int decisions() {
    return decisions;
  }

  /** Returns the code that the simulator's thread is in, for messages. */
  String place() {
    Thread asked = asking;
    Thread thread = asked == null ? runner : asked;
    StackTraceElement[] frames =
        thread == null ? new StackTraceElement[0] : thread.getStackTrace();
    return Describe.environmentFrame(frames)
        .map(StackTraceElement::toString)
        .orElse(frames.length == 0 ? "no known place" : frames[0].toString());
  }

  /** Gives the episode up; returns false if its thread has not ended in time. */
  boolean abandon(Duration time) {
    Thread thread = runner;
    if (state.getAndSet(ABANDONED) == ASKING) {
      LockSupport.unpark(asking);
    }
    if (thread == null) {
      return true;
    }
    boolean ended = join(thread, time.compareTo(UNTIL_INTERRUPT) < 0 ? time : UNTIL_INTERRUPT);
    if (!ended) {
      thread.interrupt();
      ended = join(thread, time);
    }
    return ended;
  }

  private static boolean join(Thread thread, Duration time) {
    boolean interrupted = false;
    long end = System.nanoTime() + time.toNanos();
    long left = time.toNanos();
    while (left > 0 && thread.isAlive()) {
      try {
        thread.join(Duration.ofNanos(left));
      } catch (InterruptedException e) {
        interrupted = true;
      }
      left = end - System.nanoTime();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return !thread.isAlive();
  }

  private void run() {
    try {
      simulation.run(seed, this);
    } catch (Throwable thrown) {
      failure = thrown;
    }
    int before = state.get();
    while (before != ABANDONED && !state.compareAndSet(before, ENDED)) {
      before = state.get();
    }
    if (before == ASKING) {
      // Another thread of the simulator still asks, for an episode that is over.
      LockSupport.unpark(asking);
    }
    LockSupport.unpark(trainer);
  }

  @Override
  public float[] observation() {
    return observation;
  }

  @Override
  public boolean[] legal() {
    return legal;
  }

  @Override
  public void reward(double amount) {
    reward += amount;
  }

  @Override
  public void truncate() {
    truncated = true;
  }

  @Override
  public float[] act() {
    if (!state.compareAndSet(RUNNING, ASKING)) {
      throw refusal();
    }
    asking = Thread.currentThread();
    LockSupport.unpark(trainer);
    for (int i = 0; i < SPINS && state.get() == ASKING; i++) {
      Thread.onSpinWait();
    }
    boolean interrupted = false;
    while (state.get() == ASKING) {
      LockSupport.park(this);
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (state.get() != RUNNING) {
      throw new EpisodeAbandoned();
    }
    Arrays.fill(legal, false);
    return action;
  }

  private IllegalStateException refusal() {
    if (state.get() == ASKING) {
      return new IllegalStateException(
          "the agent is asked by %s while %s waits for its answer: let one thread ask at a time"
              .formatted(Thread.currentThread().getName(), name(asking)));
    }
    if (refusals.incrementAndGet() > MAX_REFUSALS) {
      // The simulator ignores the exception and keeps asking: slow it down, so that it leaves the
      // core to others.
      LockSupport.parkNanos(REFUSAL_NANOS);
    }
    throw new EpisodeAbandoned();
  }

  private static String name(@Nullable Thread thread) {
    return thread == null ? "another thread" : thread.getName();
  }
}

package jackdaw.benchmarks.sidebyside;

import jackdaw.algorithm.Setup;
import jackdaw.algorithm.ppo.Ppo;
import jackdaw.benchmarks.UpdateSpeed;
import jackdaw.environments.Environments;
import jackdaw.parallel.Workers;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.IntConsumer;

/**
 * PPO on CartPole-v1 with CleanRL's settings, with one thread and with two, in turn and by the
 * clock: first on cores of their own, then beside a thread that takes all of one core that it gets.
 * In between the same {@link Workers} share out arithmetic on nothing, in tasks about as long as
 * PPO's: what two threads that meet so often can do here at most. Between the turns on cores of
 * their own stands how long a signal takes from one thread to the other and back: where a host puts
 * a virtual core changes with the hour, and with it what threads can hand over.
 *
 * <pre>Threads &lt;rounds&gt; &lt;steps a turn&gt;</pre>
 *
 * prints lines of what runs (beside {@value #NOTHING}, {@value #ARITHMETIC}, or beside {@value
 * #BUSY}), threads and the median of steps or rounds a second; the last line has the median of the
 * signal in nanoseconds.
 */
final class Threads {
  static final String NOTHING = "nothing";
  static final String ARITHMETIC = "arithmetic alone (rounds)";
  static final String BUSY = "a busy core";

  /** Of arithmetic in a task, each of which waits for the one before: some 25 microseconds. */
  private static final int OPERATIONS = 20_000;

  private static final int ROUNDS_A_TURN = 1_000;

  private static final int SIGNALS = 20_000;

  private static final int WARM_UP = 300_000;

  private static final int APART = 32;
  private static final double[] RESULTS = new double[2 * APART];

  private static volatile boolean busy;

  private Threads() {}

  /** See the class. */
  public static void main(String[] args) throws InterruptedException {
    int rounds = Integer.parseInt(args[0]);
    long steps = Long.parseLong(args[1]);
    try (Ppo one = ppo(1); Ppo two = ppo(2)) {
      run(one, WARM_UP);
      run(two, WARM_UP);
      double[] signals = new double[rounds];
      measure(NOTHING, rounds, steps, one, two, signals);
      measureArithmetic(rounds);
      busy = true;
      Thread.ofPlatform().daemon().start(Threads::spin);
      measure(BUSY, rounds, steps, one, two, new double[0]);
      busy = false;
      if (!Arrays.equals(one.parameters().values(), two.parameters().values())) {
        throw new IllegalStateException("two threads learnt something else than one");
      }
      System.out.printf(Locale.ROOT, "%.0f%n", Figures.median(signals));
    }
  }

  private static Ppo ppo(int threads) {
    return Ppo.open(
        UpdateSpeed.cleanRl().build(),
        Setup.of(Environments.supplier("CartPole-v1"), 1).threads(threads));
  }

  private static void spin() {
    while (busy) {
      // a loop that wants nothing but the core
    }
  }

  /** Also takes signals in between, as many as there is room for. */
  private static void measure(
      String beside, int rounds, long steps, Ppo one, Ppo two, double[] signals)
      throws InterruptedException {
    double[] ofOne = new double[rounds];
    double[] ofTwo = new double[rounds];
    for (int i = 0; i < rounds; i++) {
      ofOne[i] = run(one, steps);
      ofTwo[i] = run(two, steps);
      if (i < signals.length) {
        signals[i] = signal();
      }
    }
    print(beside, 1, ofOne);
    print(beside, 2, ofTwo);
  }

  /** Nanoseconds from one thread to another and back. */
  private static double signal() throws InterruptedException {
    AtomicLongArray places = new AtomicLongArray(3 * APART);
    Thread other = Thread.ofPlatform().daemon().start(() -> {
      for (int i = 1; i <= SIGNALS; i++) {
        await(places, APART, i);
        places.setRelease(2 * APART, i);
      }
    });
    long start = 0;
    for (int i = 1; i <= SIGNALS; i++) {
      if (i == SIGNALS / 2 + 1) { // Both are awake by then.
        start = System.nanoTime();
      }
      places.setRelease(APART, i);
      await(places, 2 * APART, i);
    }
    double nanos = (System.nanoTime() - start) / (SIGNALS / 2.0);
    other.join();
    return nanos;
  }

  private static void await(AtomicLongArray places, int place, long value) {
    while (places.getAcquire(place) != value) {
      Thread.onSpinWait();
    }
  }

  private static void measureArithmetic(int rounds) {
    double[] ofOne = new double[rounds];
    double[] ofTwo = new double[rounds];
    try (Workers one = new Workers(1);
        Workers two = new Workers(2)) {
      for (int i = -rounds; i < rounds; i++) {
        double speedOfOne = compute(one);
        double speedOfTwo = compute(two);
        if (i >= 0) {
          ofOne[i] = speedOfOne;
          ofTwo[i] = speedOfTwo;
        }
      }
    }
    print(ARITHMETIC, 1, ofOne);
    print(ARITHMETIC, 2, ofTwo);
  }

  /** Rounds a second of two tasks each. */
  private static double compute(Workers workers) {
    IntConsumer task = Threads::iterate;
    long start = System.nanoTime();
    for (int i = 0; i < ROUNDS_A_TURN; i++) {
      workers.run(2, task);
    }
    return ROUNDS_A_TURN / ((System.nanoTime() - start) * 1e-9);
  }

  private static void iterate(int task) {
    double x = task;
    for (int i = 0; i < OPERATIONS; i++) {
      x = Math.fma(x, 0.999, 0.001);
    }
    RESULTS[APART * task] = x;
  }

  private static void print(String beside, int threads, double[] speeds) {
    System.out.printf(
        Locale.ROOT, "%s,%d,%.0f%n", beside, threads, Figures.median(speeds));
  }

  /** Steps a second of some more steps. */
  private static double run(Ppo ppo, long steps) {
    long before = ppo.steps();
    long start = System.nanoTime();
    while (ppo.steps() - before < steps) {
      ppo.iterate(0);
    }
    return (ppo.steps() - before) / ((System.nanoTime() - start) * 1e-9);
  }
}

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
 * PPO on CartPole-v1 with CleanRL's settings, with one thread and with two, in turn and by
 * wall-clock time: first with two free cores, then next to a thread that keeps one core busy. In
 * between, the same {@link Workers} run pure arithmetic in tasks about as long as PPO's: that is an
 * upper bound for two threads that synchronise as often. Between the turns on free cores, the round
 * trip of a signal from one thread to the other is measured. Where a host places a virtual core
 * changes from hour to hour, and with it the cost of handing work over.
 *
 * <pre>Threads &lt;rounds&gt; &lt;steps a turn&gt;</pre>
 *
 * <p>prints one line for each workload ({@value #NOTHING}, {@value #ARITHMETIC}, {@value #BUSY})
 * and number of threads, with the median of steps or rounds per second. The last line has the
 * median of the signal in nanoseconds.
 */
final class Threads {
  static final String NOTHING = "nothing";
  static final String ARITHMETIC = "arithmetic alone (rounds)";
  static final String BUSY = "a busy core";

  /** Length of the chain of dependent operations in a task: about 25 microseconds. */
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
        throw new IllegalStateException("two threads learnt other parameters than one");
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
      // A loop that only occupies the core.
    }
  }

  /** Runs turns, and measures signals in between while there is room for them. */
  private static void measure(
      String neighbour, int rounds, long steps, Ppo one, Ppo two, double[] signals)
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
    print(neighbour, 1, ofOne);
    print(neighbour, 2, ofTwo);
  }

  /** Returns the nanoseconds of a signal from one thread to another and back. */
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

  /** Returns rounds per second, of two tasks each. */
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

  private static void print(String neighbour, int threads, double[] speeds) {
    System.out.printf(
        Locale.ROOT, "%s,%d,%.0f%n", neighbour, threads, Figures.median(speeds));
  }

  /** Returns steps per second of some further steps. */
  private static double run(Ppo ppo, long steps) {
    long before = ppo.steps();
    long start = System.nanoTime();
    while (ppo.steps() - before < steps) {
      ppo.iterate(0);
    }
    return (ppo.steps() - before) / ((System.nanoTime() - start) * 1e-9);
  }
}

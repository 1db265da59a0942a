package jackdaw.benchmarks.sidebyside;

import jackdaw.algorithm.ppo.Ppo;
import jackdaw.benchmarks.UpdateSpeed;
import jackdaw.environments.Environments;
import java.util.Arrays;
import java.util.Locale;

/**
 * PPO on CartPole-v1 with CleanRL's settings, with one thread and with two, in turn and by the clock: first
 * on cores of their own, then beside a thread that takes all of one core that it gets.
 *
 * <pre>Threads &lt;rounds&gt; &lt;steps a turn&gt;</pre>
 *
 * prints lines of what else runs ({@value #NOTHING} or {@value #BUSY}), threads and the median of steps a
 * second.
 */
final class Threads {
  static final String NOTHING = "nothing";
  static final String BUSY = "a busy core";

  private static final int WARM_UP = 300_000;

  private static volatile boolean busy;

  private Threads() {}

  /** See the class. */
  public static void main(String[] args) {
    int rounds = Integer.parseInt(args[0]);
    long steps = Long.parseLong(args[1]);
    try (Ppo one = ppo(1); Ppo two = ppo(2)) {
      run(one, WARM_UP);
      run(two, WARM_UP);
      measure(NOTHING, rounds, steps, one, two);
      busy = true;
      Thread.ofPlatform().daemon().start(Threads::spin);
      measure(BUSY, rounds, steps, one, two);
      busy = false;
      if (!Arrays.equals(one.parameters().values(), two.parameters().values())) {
        throw new IllegalStateException("two threads learnt something else than one");
      }
    }
  }

  private static Ppo ppo(int threads) {
    return new Ppo(
        UpdateSpeed.cleanRl().build(), Environments.supplier("CartPole-v1"), 1, threads);
  }

  private static void spin() {
    while (busy) {
      // a loop that wants nothing but the core
    }
  }

  private static void measure(String beside, int rounds, long steps, Ppo one, Ppo two) {
    double[] ofOne = new double[rounds];
    double[] ofTwo = new double[rounds];
    for (int i = 0; i < rounds; i++) {
      ofOne[i] = run(one, steps);
      ofTwo[i] = run(two, steps);
    }
    print(beside, 1, ofOne);
    print(beside, 2, ofTwo);
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

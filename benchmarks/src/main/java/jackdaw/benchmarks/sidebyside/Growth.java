package jackdaw.benchmarks.sidebyside;

import jackdaw.algorithm.Setup;
import jackdaw.algorithm.ppo.Ppo;
import jackdaw.benchmarks.NetworkStep;
import jackdaw.benchmarks.UpdateSpeed;
import jackdaw.environments.Environments;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Locale;

/**
 * Measures how time grows with the number of environments, the batch, the width and the threads.
 * {@code Growth SECONDS} spends that time on each point, and prints a line {@code series,x,y} for
 * it.
 */
public final class Growth {
  /** Nanoseconds per step of the whole loop, by environments. */
  static final String ENVIRONMENTS = "environments";

  /** GFLOP/s of a training step, by rows of the batch. */
  static final String BATCH = "batch";

  /** GFLOP/s of a training step, by width. */
  static final String WIDTH = "width";

  /** Steps per wall-clock second, by threads. */
  static final String THREADS = "threads";

  private static final ThreadMXBean CLOCK = ManagementFactory.getThreadMXBean();

  private Growth() {}

  /** Measures all points. */
  public static void main(String[] args) {
    double seconds = Double.parseDouble(args[0]);
    if (args[1].equals(THREADS)) {
      for (int threads = 1; threads <= Runtime.getRuntime().availableProcessors(); threads++) {
        print(THREADS, threads, threads(threads, 3 * seconds));
      }
      return;
    }
    for (int environments = 1; environments <= 4096; environments *= 4) {
      print(ENVIRONMENTS, environments, loop(environments, seconds));
    }
    for (int batch = 64; batch <= 65536; batch *= 4) {
      print(BATCH + " 64", batch, network(batch, 64, seconds));
      print(BATCH + " 256", batch, network(batch, 256, seconds));
    }
    for (int width = 32; width <= 1024; width *= 2) {
      print(WIDTH, width, network(256, width, seconds));
    }
  }

  private static void print(String series, int x, double y) {
    System.out.println(String.format(Locale.ROOT, "%s,%d,%.3f", series, x, y));
  }

  /** Returns CleanRL's settings except for the environments; a rollout has at least 512 steps. */
  private static double loop(int environments, double seconds) {
    int steps = Math.max(8, 512 / environments);
    try (Ppo ppo =
        Ppo.open(
            UpdateSpeed.cleanRl().environments(environments).rolloutSteps(steps).build(),
            Setup.of(Environments.supplier("CartPole-v1"), 1))) {
      repeat(() -> ppo.iterate(0.5), seconds);
      long before = ppo.steps();
      double nanos = repeat(() -> ppo.iterate(0.5), seconds);
      return nanos / (ppo.steps() - before);
    }
  }

  private static double network(int batch, int width, double seconds) {
    NetworkStep step = new NetworkStep(batch, 17, List.of(width, width), 6);
    repeat(step::run, seconds);
    long[] count = {0};
    double nanos =
        repeat(
            () -> {
              step.run();
              count[0]++;
            },
            seconds);
    return step.operations() * count[0] / nanos;
  }

  private static double threads(int threads, double seconds) {
    try (Ppo ppo =
        Ppo.open(
            UpdateSpeed.cleanRl().build(),
            Setup.of(Environments.supplier("CartPole-v1"), 1).threads(threads))) {
      repeat(() -> ppo.iterate(0.5), seconds);
      long before = ppo.steps();
      long start = System.nanoTime();
      repeat(() -> ppo.iterate(0.5), seconds);
      return (ppo.steps() - before) * 1e9 / (System.nanoTime() - start);
    }
  }

  /**
   * Repeats work for some seconds of the thread's time, at least twice; returns its nanoseconds.
   */
  private static double repeat(Runnable work, double seconds) {
    long start = CLOCK.getCurrentThreadCpuTime();
    int times = 0;
    while (times < 2 || CLOCK.getCurrentThreadCpuTime() - start < seconds * 1e9) {
      work.run();
      times++;
    }
    return CLOCK.getCurrentThreadCpuTime() - start;
  }
}

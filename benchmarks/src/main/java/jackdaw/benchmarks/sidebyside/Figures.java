package jackdaw.benchmarks.sidebyside;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What one run of a workload measured. Speeds are by the time that the processor worked for the
 * run, so that a machine which also does other things makes them little smaller.
 *
 * @param steps all of them
 * @param cpuSeconds for all of them
 * @param wallSeconds the same by the clock
 * @param steadySteps those of the second half
 * @param steadyCpuSeconds for the second half
 * @param compileCpuSeconds what was compiled before, where that is known; else 0
 * @param version of what ran
 */
record Figures(
    long steps,
    double cpuSeconds,
    double wallSeconds,
    long steadySteps,
    double steadyCpuSeconds,
    double compileCpuSeconds,
    String version) {
  private static final double NANOS = 1e9;

  /** Steps a second over the second half. */
  double steadySpeed() {
    return steadySteps / steadyCpuSeconds;
  }

  /** Steps a second over all, with what was compiled before. */
  double wholeSpeed() {
    return steps / (cpuSeconds + compileCpuSeconds);
  }

  /** How much of a core the run had. */
  double share() {
    return cpuSeconds / wallSeconds;
  }

  /** The median of something over several runs. */
  static double median(List<Figures> runs, ToDoubleFunction<Figures> what) {
    return median(runs.stream().mapToDouble(what).toArray());
  }

  /** The middle value, or the mean of the two in the middle. */
  static double median(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1
        ? sorted[middle]
        : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** Notes the time at the start, in the middle and at the end, of the calling thread. */
  static final class Clock {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final long total;
    private final long startCpu = THREADS.getCurrentThreadCpuTime();
    private final long startWall = System.nanoTime();
    private long halfSteps;
    private long halfCpu;

    Clock(long total) {
      this.total = total;
    }

    void reached(long steps) {
      if (halfCpu == 0 && 2 * steps >= total) {
        halfSteps = steps;
        halfCpu = THREADS.getCurrentThreadCpuTime();
      }
    }

    Figures figures(long steps, String version) {
      long cpu = THREADS.getCurrentThreadCpuTime();
      return new Figures(
          steps,
          (cpu - startCpu) / NANOS,
          (System.nanoTime() - startWall) / NANOS,
          steps - halfSteps,
          (cpu - halfCpu) / NANOS,
          0,
          version);
    }
  }
}

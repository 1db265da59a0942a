package jackdaw.benchmarks.sidebyside;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The measurements of one run of a workload. Speeds are per second of the run's processor time, so
 * that other work on the machine lowers them only a little.
 *
 * @param steps all steps
 * @param cpuSeconds processor time of all steps
 * @param wallSeconds wall-clock time of all steps
 * @param steadySteps steps of the second half
 * @param steadyCpuSeconds processor time of the second half
 * @param compileCpuSeconds processor time of compiling beforehand, if known; else 0
 * @param version of the program
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

  /** Returns steps per second over the second half. */
  double steadySpeed() {
    return steadySteps / steadyCpuSeconds;
  }

  /** Returns steps per second over all steps, including compilation beforehand. */
  double wholeSpeed() {
    return steps / (cpuSeconds + compileCpuSeconds);
  }

  /** Returns the fraction of a core that the run had. */
  double share() {
    return cpuSeconds / wallSeconds;
  }

  /** Returns the median of a figure over several runs. */
  static double median(List<Figures> runs, ToDoubleFunction<Figures> what) {
    return median(runs.stream().mapToDouble(what).toArray());
  }

  /** Returns the middle value, or the mean of the two in the middle. */
  static double median(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1
        ? sorted[middle]
        : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** Records the calling thread's time at the start, in the middle and at the end. */
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

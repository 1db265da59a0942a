package jackdaw.runs;

import jackdaw.random.RandomStream;
import java.util.Arrays;
import java.util.List;

/**
 * A mean over several tasks with its 95 % interval by the percentile bootstrap (Efron 1979), stratified:
 * runs are drawn anew within each task, so that each draw has all tasks.
 *
 * @param mean the mean over tasks of the mean over the task's runs
 * @param low what 2.5 % of the draws lie below
 * @param high what 2.5 % of the draws lie above
 */
record Bootstrap(double mean, double low, double high) {
  private static final int DRAWS = 10_000;
  private static final double TAIL = 0.025;

  /**
   * Draws with a fixed seed, so that the same scores have the same interval.
   *
   * @param scores of each task's runs; at least one task, with at least one run each
   */
  static Bootstrap of(List<double[]> scores) {
    RandomStream random = new RandomStream(1);
    double[] means = new double[DRAWS];
    for (int draw = 0; draw < DRAWS; draw++) {
      for (double[] runs : scores) {
        for (int i = 0; i < runs.length; i++) {
          means[draw] += runs[random.nextInt(runs.length)] / runs.length / scores.size();
        }
      }
    }
    Arrays.sort(means);
    int outside = (int) (TAIL * DRAWS);
    double mean =
        scores.stream().mapToDouble(runs -> Arrays.stream(runs).average().orElseThrow()).average()
            .orElseThrow();
    return new Bootstrap(mean, means[outside], means[DRAWS - 1 - outside]);
  }
}

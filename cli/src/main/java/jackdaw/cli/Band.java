package jackdaw.cli;

import jackdaw.runs.Estimate;
import jackdaw.runs.MetricsTable;
import jackdaw.runs.Scores;
import jackdaw.runs.StoredRun;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The learning curve of several seeds: at each of some steps the interquartile mean of their
 * values, and its 95 % interval. A seed's value between two rows of its metrics lies on the line
 * between them; the curve goes from where all seeds have a value to where the first of them ends.
 *
 * @param seeds how many runs there are
 * @param steps environment steps, rising; none if there is no step at which all seeds have a value
 * @param values the interquartile mean at each
 * @param low where its interval begins; with one seed the value
 * @param high where it ends
 */
record Band(int seeds, double[] steps, double[] values, double[] low, double[] high) {
  private static final int POINTS = 150;

  /** Of a metric of runs of one group in one environment. */
  static Band of(List<StoredRun> runs, String metric) {
    List<double[][]> curves = runs.stream().map(run -> known(run.metrics(), metric)).toList();
    double from = 0;
    double to = Double.POSITIVE_INFINITY;
    for (double[][] curve : curves) {
      int count = curve[0].length;
      from = count == 0 ? Double.POSITIVE_INFINITY : Math.max(from, curve[0][0]);
      to = count == 0 ? 0 : Math.min(to, curve[0][count - 1]);
    }
    int points = from < to ? POINTS : from == to ? 1 : 0;
    double[] steps = new double[points];
    double[] values = new double[points];
    double[] low = new double[points];
    double[] high = new double[points];
    for (int i = 0; i < points; i++) {
      double step = points == 1 ? from : from + (to - from) * i / (points - 1);
      double[] scores = curves.stream().mapToDouble(curve -> at(curve, step)).toArray();
      Estimate estimate = Scores.of(scores).interquartileMean();
      steps[i] = step;
      values[i] = estimate.value();
      low[i] = estimate.low();
      high[i] = estimate.high();
    }
    return new Band(runs.size(), steps, values, low, high);
  }

  /** Steps and values where the value is a number. */
  private static double[][] known(MetricsTable metrics, String metric) {
    double[] steps = metrics.column("steps");
    double[] values = metrics.column(metric);
    int[] rows =
        IntStream.range(0, values.length)
            .filter(row -> Double.isFinite(values[row]))
            .toArray();
    return new double[][] {
      Arrays.stream(rows).mapToDouble(row -> steps[row]).toArray(),
      Arrays.stream(rows).mapToDouble(row -> values[row]).toArray()
    };
  }

  private static double at(double[][] curve, double step) {
    int place = Arrays.binarySearch(curve[0], step);
    if (place >= 0) {
      return curve[1][place];
    }
    int above = Math.min(-place - 1, curve[0].length - 1);
    int below = Math.max(0, above - 1);
    double width = curve[0][above] - curve[0][below];
    double share = width == 0 ? 0 : Math.clamp((step - curve[0][below]) / width, 0, 1);
    return curve[1][below] + share * (curve[1][above] - curve[1][below]);
  }
}

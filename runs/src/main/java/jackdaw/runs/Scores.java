package jackdaw.runs;

import jackdaw.random.RandomStream;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;

/**
 * What the runs of one algorithm scored, by task, and the figures that Agarwal et al. 2021, "Deep
 * Reinforcement Learning at the Edge of the Statistical Precipice", recommend for a few runs each.
 *
 * <p>Their 95 % intervals are those of the stratified percentile bootstrap: 10,000 times each
 * task's runs are drawn again from its own runs, with replacement, the figure is taken of what was
 * drawn, and 2.5 % of these figures lie below the interval and 2.5 % above. Draws have a fixed
 * seed: the same scores give the same interval. With one run a task there is nothing to draw from,
 * and the interval is the value.
 *
 * @param tasks the score of each run of each task, in any order; at least one task, with at least
 *     one run each, all finite. Scores of several tasks have to be on one scale to make sense
 *     together.
 */
public record Scores(List<double[]> tasks) {
  private static final int DRAWS = 10_000;
  private static final double TAIL = 0.025;
  private static final long SEED = 1;

  /**
   * Checks the scores.
   *
   * @throws IllegalArgumentException if there is no task, no run or a score that is not finite
   */
  public Scores {
    tasks = List.copyOf(tasks);
    if (tasks.isEmpty()) {
      throw new IllegalArgumentException("no task is given: give the scores of at least one");
    }
    for (int i = 0; i < tasks.size(); i++) {
      double[] runs = tasks.get(i);
      if (runs.length == 0) {
        throw new IllegalArgumentException(
            "task %d of %d has no run: give at least one, or leave the task out"
                .formatted(i + 1, tasks.size()));
      }
      for (double score : runs) {
        if (!Double.isFinite(score)) {
          throw new IllegalArgumentException(
              "score %s is not finite: leave its run out".formatted(score));
        }
      }
    }
  }

  /** Those of runs of one task. */
  public static Scores of(double... runs) {
    return new Scores(List.of(runs));
  }

  /** The mean over tasks of the mean over the task's runs. */
  public Estimate mean() {
    return estimate(Scores::meanOf);
  }

  /**
   * The mean of the middle half of all runs of all tasks together: a quarter of them, rounded down,
   * is left out at either end. Outliers move it less than the mean, and it wastes less than the
   * median.
   */
  public Estimate interquartileMean() {
    return estimate(Scores::interquartileMeanOf);
  }

  /**
   * The chance that a run of this scores more than a run of {@code other} on the same task, a draw
   * counting half, and its mean over tasks (Agarwal et al. 2021, section 4.3): the Mann-Whitney
   * statistic over the number of pairs. Above ½ speaks for this, and an interval that holds ½ says
   * that the runs are too few, or too alike, to tell.
   *
   * @param other scores on the same tasks, in the same order
   * @throws IllegalArgumentException if there are not as many tasks
   */
  public Estimate improvementOver(Scores other) {
    return beside(other, Scores::improvement);
  }

  /**
   * How much more the mean over tasks of the mean over the task's runs is than that of {@code
   * other}.
   *
   * @param other scores on the same tasks, in the same order
   * @throws IllegalArgumentException if there are not as many tasks
   */
  public Estimate leadOver(Scores other) {
    return beside(other, (mine, others) -> meanOf(mine) - meanOf(others));
  }

  private Estimate beside(
      Scores other, ToDoubleBiFunction<List<double[]>, List<double[]>> figure) {
    if (tasks.size() != other.tasks.size()) {
      throw new IllegalArgumentException(
          "scores on %d tasks cannot be compared with scores on %d: give both on the same tasks"
              .formatted(tasks.size(), other.tasks.size()));
    }
    RandomStream random = new RandomStream(SEED);
    Draw mine = new Draw(tasks, random);
    Draw others = new Draw(other.tasks, random);
    double[] figures = new double[DRAWS];
    for (int i = 0; i < DRAWS; i++) {
      figures[i] = figure.applyAsDouble(mine.next(), others.next());
    }
    return withInterval(figure.applyAsDouble(tasks, other.tasks), figures);
  }

  private Estimate estimate(ToDoubleFunction<List<double[]>> figure) {
    Draw draw = new Draw(tasks, new RandomStream(SEED));
    double[] figures = new double[DRAWS];
    for (int i = 0; i < DRAWS; i++) {
      figures[i] = figure.applyAsDouble(draw.next());
    }
    return withInterval(figure.applyAsDouble(tasks), figures);
  }

  private static Estimate withInterval(double value, double[] figures) {
    Arrays.sort(figures);
    int outside = (int) (TAIL * DRAWS);
    return new Estimate(value, figures[outside], figures[DRAWS - 1 - outside]);
  }

  private static double meanOf(List<double[]> tasks) {
    double sum = 0;
    for (double[] runs : tasks) {
      sum += mean(runs, 0, runs.length);
    }
    return sum / tasks.size();
  }

  private static double interquartileMeanOf(List<double[]> tasks) {
    double[] all = tasks.stream().flatMapToDouble(Arrays::stream).sorted().toArray();
    int outside = all.length / 4;
    return mean(all, outside, all.length - outside);
  }

  private static double mean(double[] values, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += values[i];
    }
    return sum / (to - from);
  }

  private static double improvement(List<double[]> mine, List<double[]> others) {
    double sum = 0;
    for (int task = 0; task < mine.size(); task++) {
      double[] x = mine.get(task);
      double[] y = others.get(task);
      double won = 0;
      for (double a : x) {
        for (double b : y) {
          won += a > b ? 1 : a == b ? 0.5 : 0;
        }
      }
      sum += won / ((double) x.length * y.length);
    }
    return sum / mine.size();
  }

  /** Draws each task's runs again, into the same arrays each time. */
  private static final class Draw {
    private final List<double[]> tasks;
    private final List<double[]> drawn;
    private final RandomStream random;

    Draw(List<double[]> tasks, RandomStream random) {
      this.tasks = tasks;
      this.random = random;
      drawn = tasks.stream().map(double[]::clone).toList();
    }

    List<double[]> next() {
      for (int task = 0; task < tasks.size(); task++) {
        double[] from = tasks.get(task);
        double[] to = drawn.get(task);
        for (int i = 0; i < to.length; i++) {
          to[i] = from[random.nextInt(from.length)];
        }
      }
      return drawn;
    }
  }
}

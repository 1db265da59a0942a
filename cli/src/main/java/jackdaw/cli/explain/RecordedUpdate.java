package jackdaw.cli.explain;

import jackdaw.algorithm.ppo.PpoLoss;
import jackdaw.experience.Column;
import jackdaw.metric.Metric;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One update of PPO on a grid, as it was. Arrays have one value for each step of the rollout, in
 * the order in which they were taken.
 *
 * @param number which update of the run it is, from 1
 * @param states the cells that were acted in, and the one after the last step at the end
 * @param terminated whether the step ended its episode
 * @param truncated whether its episode was cut off by the time limit
 * @param probabilities π_old(a | s) of the actions taken
 * @param nextValues the value of what the step led to; 0 where the episode ended
 * @param before the networks that acted
 * @param passes each pass over the rollout
 * @param after the networks after the last step
 */
record RecordedUpdate(
    int number,
    int[] states,
    int[] actions,
    float[] rewards,
    boolean[] terminated,
    boolean[] truncated,
    double[] probabilities,
    float[] values,
    float[] nextValues,
    float[] returns,
    float[] advantages,
    NetworkTable before,
    List<Pass> passes,
    NetworkTable after) {

  /**
   * One gradient step with all rows.
   *
   * @param epoch which pass over the rollout it is, from 1
   * @param columns that {@link PpoLoss} kept, in the minibatch's own order
   * @param numbers of the minibatch
   * @param order where each step of the rollout stands in the minibatch
   * @param networks as they were before the step
   */
  record Pass(
      int epoch,
      Map<Column, float[]> columns,
      Map<Metric, Double> numbers,
      int[] order,
      NetworkTable networks) {
    /** A column at a step of the rollout. */
    float at(Column column, int step) {
      return Objects.requireNonNull(columns.get(column))[order[step]];
    }

    /** A number of the minibatch. */
    double number(Metric metric) {
      return Objects.requireNonNull(numbers.get(metric));
    }
  }

  int steps() {
    return actions.length;
  }

  /** Whether the step is the last of its episode. */
  boolean ended(int step) {
    return terminated[step] || truncated[step];
  }

  /** How many minima the clip decides in the last pass: there the gradient of the row is 0. */
  int clippedMinima() {
    Pass last = passes.getLast();
    int count = 0;
    for (int i = 0; i < steps(); i++) {
      if (last.at(PpoLoss.CLIPPED_SURROGATE, i) < last.at(PpoLoss.SURROGATE, i)) {
        count++;
      }
    }
    return count;
  }
}

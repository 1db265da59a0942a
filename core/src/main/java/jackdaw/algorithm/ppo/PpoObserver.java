package jackdaw.algorithm.ppo;

import jackdaw.experience.Rollout;
import jackdaw.learning.Measurement;
import jackdaw.metric.Metric;
import jackdaw.metric.Metrics;

/**
 * Receives every update of {@link Ppo} in detail, to show it or to check it. Called in the training
 * thread; see {@link Ppo#observe}.
 */
public interface PpoObserver {
  /** What the gradient of a minibatch is multiplied with before its step, at most 1. */
  Metric GRADIENT_SCALE = Metric.last("gradient-scale");

  /**
   * A rollout is collected and its advantages are estimated; the policy is still the one that
   * acted.
   *
   * @param rollout to read now: the next iteration overwrites it
   */
  void collected(Rollout rollout);

  /**
   * A minibatch's loss and gradient are computed, and its step comes next.
   *
   * @param epoch which pass over the rollout this is, from 1
   * @param rows the rollout's rows that make up the minibatch, [M]
   * @param shown the columns that {@link PpoLoss} keeps, in the order of {@code rows}, to read now
   * @param numbers of this minibatch: those of {@link Ppo#metrics} and {@link #GRADIENT_SCALE}
   */
  void computed(int epoch, int[] rows, Measurement shown, Metrics numbers);

  /** All steps of the update are taken. */
  void updated();
}

package jackdaw.algorithm.ppo;

import jackdaw.learning.Learner;
import jackdaw.learning.Measurement;
import jackdaw.learning.MinibatchOrder;

/** Decides when an update of PPO ends before its last epoch: see {@link KlStop}. */
final class KlStopping {
  private final PpoConfig config;
  private final Learner learner;
  private final Measurement divergence;
  private final boolean discards;
  private int epochs;
  private double seen;

  /**
   * Stops the updates of one learner.
   *
   * @param divergence measures {@link PpoLoss#LOG_RATIO_KL}
   */
  KlStopping(PpoConfig config, Learner learner, Measurement divergence) {
    this.config = config;
    this.learner = learner;
    this.divergence = divergence;
    discards = config.klStop() == KlStop.BEFORE_EPOCH && config.klStopDiscards();
  }

  /** Begins an update. */
  void beginUpdate() {
    epochs = 0;
    seen = 0;
  }

  /** Begins an epoch. */
  void beginEpoch() {
    if (discards) {
      learner.mark();
    }
  }

  /** Whether to end before the step of the minibatch whose gradient was computed. */
  boolean endsBeforeStep() {
    return config.klStop() == KlStop.BEFORE_MINIBATCH
        && isTooFar(learner.value(PpoLoss.APPROXIMATE_KL));
  }

  /**
   * Whether to end after a whole epoch, which is then taken back if the settings say so.
   *
   * @param order of the epoch
   * @param isLast whether there is no other to come
   */
  boolean endsAfterEpoch(MinibatchOrder order, boolean isLast) {
    epochs++;
    return switch (config.klStop()) {
      case NEVER, BEFORE_MINIBATCH -> false;
      case AFTER_EPOCH -> isTooFar(learner.value(PpoLoss.APPROXIMATE_KL));
      case BEFORE_EPOCH -> (discards || !isLast) && endsBeforeNextEpoch(order);
    };
  }

  private boolean endsBeforeNextEpoch(MinibatchOrder order) {
    divergence.measure(order.rows(), order.start(), config.rollout().batchSize());
    if (!isTooFar(divergence.value(PpoLoss.LOG_RATIO_KL))) {
      return false;
    }
    if (discards) {
      learner.rollBack();
      epochs--;
    }
    return true;
  }

  private boolean isTooFar(double value) {
    seen = value;
    return value > config.klLimit();
  }

  /** Whole epochs of the update, without one that was taken back. */
  int epochs() {
    return epochs;
  }

  /** The last divergence that was compared with the limit in the update; 0 if none was. */
  double divergence() {
    return seen;
  }
}

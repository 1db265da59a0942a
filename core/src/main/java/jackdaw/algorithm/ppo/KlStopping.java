package jackdaw.algorithm.ppo;

import jackdaw.algorithm.ppo.PpoTerms.Statistic;
import jackdaw.nn.Adam;
import jackdaw.nn.ParameterVector;

/** Decides when an update of PPO ends before its last epoch: see {@link KlStop}. */
final class KlStopping {
  private final PpoConfig config;
  private final PpoGradient gradient;
  private final PpoDivergence divergence;
  private final ParameterVector parameters;
  private final Adam optimizer;
  private final boolean discards;
  private final float[] parametersBefore;
  private final Adam optimizerBefore;
  private int epochs;
  private double seen;

  /**
   * For one learner.
   *
   * @param optimizer the optimiser of the parameters, whose steps are taken back with theirs
   */
  KlStopping(
      PpoConfig config,
      PpoGradient gradient,
      PpoDivergence divergence,
      ParameterVector parameters,
      Adam optimizer) {
    this.config = config;
    this.gradient = gradient;
    this.divergence = divergence;
    this.parameters = parameters;
    this.optimizer = optimizer;
    discards = config.klStop() == KlStop.BEFORE_EPOCH && config.klStopDiscards();
    parametersBefore = new float[discards ? parameters.size() : 0];
    optimizerBefore = discards ? new Adam(parameters.size(), config.adamEpsilon()) : optimizer;
  }

  /** An update is about to begin. */
  void updateBegins() {
    epochs = 0;
    seen = 0;
  }

  /** An epoch is about to begin. */
  void epochBegins() {
    if (discards) {
      parameters.copyTo(parametersBefore);
      optimizerBefore.copyFrom(optimizer);
    }
  }

  /** Whether to end before the step of the minibatch whose gradient was computed. */
  boolean endsBeforeStep() {
    return config.klStop() == KlStop.BEFORE_MINIBATCH
        && isTooFar(gradient.statistic(Statistic.APPROXIMATE_KL));
  }

  /**
   * Whether to end after a whole epoch, which is then taken back if that is asked for.
   *
   * @param order of the epoch, which begins at {@code start}
   * @param isLast whether there is no other to come
   */
  boolean endsAfterEpoch(int[] order, int start, boolean isLast) {
    epochs++;
    return switch (config.klStop()) {
      case NEVER, BEFORE_MINIBATCH -> false;
      case AFTER_EPOCH -> isTooFar(gradient.statistic(Statistic.APPROXIMATE_KL));
      case BEFORE_EPOCH -> (discards || !isLast) && endsBeforeNextEpoch(order, start);
    };
  }

  private boolean endsBeforeNextEpoch(int[] order, int start) {
    divergence.measure(order, start);
    if (!isTooFar(divergence.logRatio())) {
      return false;
    }
    if (discards) {
      parameters.copyFrom(parametersBefore);
      optimizer.copyFrom(optimizerBefore);
      epochs--;
    }
    return true;
  }

  private boolean isTooFar(double value) {
    seen = value;
    return value > config.klLimit();
  }

  /** How many whole epochs the update had, without one that was taken back. */
  int epochs() {
    return epochs;
  }

  /** The divergence that was looked at last in the update; 0 if none was. */
  double divergence() {
    return seen;
  }
}

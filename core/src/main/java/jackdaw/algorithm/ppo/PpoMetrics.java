package jackdaw.algorithm.ppo;

import jackdaw.algorithm.ppo.PpoTerms.Statistic;
import jackdaw.metric.Metrics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What an update of PPO shows. Unless said otherwise a metric is the mean over the minibatches of the
 * update, each as it was before its step; docs/ppo-details.md has them all.
 */
final class PpoMetrics {
  private static final String LEARNING_RATE = "learning-rate";
  private static final String CLIP_RANGE = "clip-range";
  private static final String RATIO_MINIMUM = "ratio-minimum";
  private static final String RATIO_MAXIMUM = "ratio-maximum";
  private static final String GRADIENT_NORM = "gradient-norm";
  private static final String EXPLAINED_VARIANCE = "explained-variance";
  private static final String KL_COEFFICIENT = "kl-coefficient";
  private static final String UPDATE_KL = "update-kl";
  private static final String EPOCHS = "epochs";
  private static final String STOP_KL = "stop-kl";
  private static final Statistic[] STATISTICS = Statistic.values();
  private static final List<String> NAMES =
      Arrays.stream(STATISTICS).map(PpoMetrics::name).toList();

  private final PpoConfig config;
  private final Metrics metrics;
  private final double[] sums = new double[STATISTICS.length];
  private double gradientNormSum;
  private float ratioMinimum;
  private float ratioMaximum;
  private int minibatches;

  PpoMetrics(PpoConfig config) {
    this.config = config;
    List<String> names = new ArrayList<>(List.of(LEARNING_RATE, CLIP_RANGE));
    names.addAll(NAMES);
    names.addAll(List.of(RATIO_MINIMUM, RATIO_MAXIMUM, GRADIENT_NORM, EXPLAINED_VARIANCE));
    if (config.objective().isPenalized()) {
      names.add(KL_COEFFICIENT);
    }
    if (config.objective() == PpoObjective.ADAPTIVE_KL) {
      names.add(UPDATE_KL);
    }
    if (config.klStop() != KlStop.NEVER) {
      names.addAll(List.of(EPOCHS, STOP_KL));
    }
    metrics = new Metrics(names);
  }

  private static String name(Statistic statistic) {
    return switch (statistic) {
      case POLICY_LOSS -> "policy-loss";
      case VALUE_LOSS -> "value-loss";
      case ENTROPY -> "entropy";
      case APPROXIMATE_KL -> "approximate-kl";
      case LOG_RATIO_KL -> "log-ratio-kl";
      case EXACT_KL -> "exact-kl";
      case CLIP_FRACTION -> "clip-fraction";
    };
  }

  /** All of them. */
  Metrics metrics() {
    return metrics;
  }

  /** Begins an update. */
  void start() {
    Arrays.fill(sums, 0);
    gradientNormSum = 0;
    ratioMinimum = Float.POSITIVE_INFINITY;
    ratioMaximum = Float.NEGATIVE_INFINITY;
    minibatches = 0;
  }

  /** Takes what a minibatch showed, and the norm of its gradient before it was clipped. */
  void observe(PpoGradient gradient, double norm) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += gradient.statistic(STATISTICS[i]);
    }
    gradientNormSum += norm;
    ratioMinimum = Math.min(ratioMinimum, gradient.ratioMinimum());
    ratioMaximum = Math.max(ratioMaximum, gradient.ratioMaximum());
    minibatches++;
  }

  /** Ends an update. */
  void finish(double learningRate, double clipRange, double explainedVariance) {
    metrics.set(LEARNING_RATE, learningRate);
    metrics.set(CLIP_RANGE, clipRange);
    for (int i = 0; i < sums.length; i++) {
      metrics.set(NAMES.get(i), sums[i] / minibatches);
    }
    metrics.set(GRADIENT_NORM, gradientNormSum / minibatches);
    metrics.set(RATIO_MINIMUM, ratioMinimum);
    metrics.set(RATIO_MAXIMUM, ratioMaximum);
    metrics.set(EXPLAINED_VARIANCE, explainedVariance);
  }

  /** β during the update, where the objective has a penalty. */
  void klCoefficient(double value) {
    if (config.objective().isPenalized()) {
      metrics.set(KL_COEFFICIENT, value);
    }
  }

  /** KL(π_old ‖ π) after the update over the whole rollout, which β follows. */
  void updateKl(double divergence) {
    metrics.set(UPDATE_KL, divergence);
  }

  /** How an update with early stopping ended. */
  void stop(int epochs, double divergence) {
    metrics.set(EPOCHS, epochs);
    metrics.set(STOP_KL, divergence);
  }
}

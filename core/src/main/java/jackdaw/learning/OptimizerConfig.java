package jackdaw.learning;

import jackdaw.metric.Metric;
import jackdaw.nn.Schedule;
import jackdaw.setting.SettingCheck;

/**
 * Settings of the steps down a gradient.
 *
 * @param learningRate step size at the start of the run; above 0
 * @param learningRateSchedule how the learning rate changes during the run
 * @param maxGradientNorm a gradient with a larger Euclidean norm is scaled down to it; 0 is no
 *     limit; at least 0
 */
public record OptimizerConfig(
    double learningRate, Schedule learningRateSchedule, double maxGradientNorm) {

  /** The learning rate of an update. */
  public static final Metric LEARNING_RATE = Metric.last("learning-rate");

  /** Checks every range for the algorithm that has these settings. */
  public void check(SettingCheck check) {
    check.above("learning-rate", learningRate, 0, "1e-4 to 3e-3");
    check.atLeast("max-gradient-norm", maxGradientNorm, 0, "0.5, or 0 for no limit");
  }

  /**
   * The learning rate at a point of the run.
   *
   * @param progress the share of the run that is over, in [0, 1]
   */
  public double learningRateAt(double progress) {
    return learningRateSchedule.at(learningRate, progress);
  }

  /**
   * Setters of a builder that has these settings.
   *
   * @param <B> the builder
   */
  public interface Setters<B> {
    /** The settings so far. */
    OptimizerConfig optimizer();

    /** Replaces all of them. */
    B optimizer(OptimizerConfig settings);

    /** See {@link OptimizerConfig#learningRate}. */
    default B learningRate(double value) {
      OptimizerConfig s = optimizer();
      return optimizer(new OptimizerConfig(value, s.learningRateSchedule, s.maxGradientNorm));
    }

    /** See {@link OptimizerConfig#learningRateSchedule}. */
    default B learningRateSchedule(Schedule value) {
      OptimizerConfig s = optimizer();
      return optimizer(new OptimizerConfig(s.learningRate, value, s.maxGradientNorm));
    }

    /** See {@link OptimizerConfig#maxGradientNorm}. */
    default B maxGradientNorm(double value) {
      OptimizerConfig s = optimizer();
      return optimizer(new OptimizerConfig(s.learningRate, s.learningRateSchedule, value));
    }
  }
}

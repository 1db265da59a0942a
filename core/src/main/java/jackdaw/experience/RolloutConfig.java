package jackdaw.experience;

import jackdaw.setting.SettingCheck;

/**
 * Settings of on-policy algorithms: what is collected between two updates, and how advantages are
 * estimated from it.
 *
 * @param environments copies of the environment that are stepped together, N; at least 1
 * @param rolloutSteps steps that each copy takes between two updates, T; at least 1
 * @param discount γ, the weight of a reward one step later; in [0, 1]
 * @param advantageEstimator how advantages are estimated
 * @param gaeLambda λ of generalised advantage estimation (Schulman et al. 2016); in [0, 1]
 * @param returnSteps n of the n-step estimator; at least 1
 */
public record RolloutConfig(
    int environments,
    int rolloutSteps,
    double discount,
    AdvantageEstimator advantageEstimator,
    double gaeLambda,
    int returnSteps) {
  private static final int MAX_BATCH = 1 << 24;

  /** Checks every range for the algorithm that has these settings. */
  public void check(SettingCheck check) {
    check.atLeast("environments", environments, 1, "1 to 64");
    check.atLeast("rollout-steps", rolloutSteps, 1, "32 to 2048");
    check.require(
        (long) environments * rolloutSteps <= MAX_BATCH,
        "a rollout of %d environments × %d steps is above %d steps: lower %4$s.environments or"
            .formatted(environments, rolloutSteps, MAX_BATCH, check.algorithm())
            + " %s.rollout-steps".formatted(check.algorithm()));
    check.within("discount", discount, 0, 1, "0.9 to 0.999");
    check.within("gae-lambda", gaeLambda, 0, 1, "0.8 to 0.98");
    check.atLeast("return-steps", returnSteps, 1, "3 to 20");
  }

  /** N · T, the environment steps of one rollout. */
  public int batchSize() {
    return environments * rolloutSteps;
  }

  /**
   * Setters of a builder that has these settings.
   *
   * @param <B> the builder
   */
  public interface Setters<B> {
    /** The settings so far. */
    RolloutConfig rollout();

    /** Replaces all of them. */
    B rollout(RolloutConfig settings);

    /** See {@link RolloutConfig#environments}. */
    default B environments(int value) {
      RolloutConfig s = rollout();
      return rollout(
          new RolloutConfig(
              value, s.rolloutSteps, s.discount, s.advantageEstimator, s.gaeLambda, s.returnSteps));
    }

    /** See {@link RolloutConfig#rolloutSteps}. */
    default B rolloutSteps(int value) {
      RolloutConfig s = rollout();
      return rollout(
          new RolloutConfig(
              s.environments, value, s.discount, s.advantageEstimator, s.gaeLambda, s.returnSteps));
    }

    /** See {@link RolloutConfig#discount}. */
    default B discount(double value) {
      RolloutConfig s = rollout();
      return rollout(
          new RolloutConfig(
              s.environments, s.rolloutSteps, value, s.advantageEstimator, s.gaeLambda,
              s.returnSteps));
    }

    /** See {@link RolloutConfig#advantageEstimator}. */
    default B advantageEstimator(AdvantageEstimator value) {
      RolloutConfig s = rollout();
      return rollout(
          new RolloutConfig(
              s.environments, s.rolloutSteps, s.discount, value, s.gaeLambda, s.returnSteps));
    }

    /** See {@link RolloutConfig#gaeLambda}. */
    default B gaeLambda(double value) {
      RolloutConfig s = rollout();
      return rollout(
          new RolloutConfig(
              s.environments, s.rolloutSteps, s.discount, s.advantageEstimator, value,
              s.returnSteps));
    }

    /** See {@link RolloutConfig#returnSteps}. */
    default B returnSteps(int value) {
      RolloutConfig s = rollout();
      return rollout(
          new RolloutConfig(
              s.environments, s.rolloutSteps, s.discount, s.advantageEstimator, s.gaeLambda,
              value));
    }
  }
}

package jackdaw.environment.wrapper;

import jackdaw.environment.Environment;
import jackdaw.environment.EnvironmentBatch;
import jackdaw.environment.TimeLimit;
import jackdaw.environment.VectorEnvironment;
import jackdaw.setting.SettingCheck;
import java.util.function.Supplier;

/**
 * Settings of an environment: the wrappers around each copy, and whether observations and rewards
 * are normalised. The defaults ({@link #defaults}) change nothing.
 *
 * <p>The wrappers are nested in the order of the components, the first one innermost; normalisation
 * comes last. Episode returns are always sums of the task's own rewards.
 *
 * @param timeLimit number of environment steps after which an episode is cut off, in addition to
 *     the environment's own limit; 0 for none; at least 0
 * @param actionRepeat number of times each action is taken; at least 1
 * @param rescaleActions whether actions range from −1 to 1 instead of within the environment's
 *     bounds
 * @param rewardScale factor of the rewards that the algorithm learns from; above 0
 * @param rewardClip bound of the scaled rewards, which are clipped to ± this; 0 for none; at least
 *     0
 * @param flattenObservations whether observations become vectors of numbers
 * @param observationClip bound of observed values, which are clipped to ± this; 0 for none; at
 *     least 0
 * @param frameStack number of observations that are shown at once; at least 1
 * @param normalizeObservations whether observations are shifted and scaled to mean 0 and variance 1
 *     by running statistics, which then belong to the policy
 * @param normalizedObservationClip normalised observations are clipped to ± this; above 0
 * @param normalizeRewards whether rewards are divided by the standard deviation of their discounted
 *     sums
 * @param normalizedRewardClip normalised rewards are clipped to ± this; above 0
 */
public record EnvironmentConfig(
    int timeLimit,
    int actionRepeat,
    boolean rescaleActions,
    double rewardScale,
    double rewardClip,
    boolean flattenObservations,
    double observationClip,
    int frameStack,
    boolean normalizeObservations,
    double normalizedObservationClip,
    boolean normalizeRewards,
    double normalizedRewardClip) {

  /** The prefix of these settings' keys, before the dot. */
  public static final String NAME = "environment";

  private static final SettingCheck CHECK = new SettingCheck(NAME);

  /** Checks every range. */
  public EnvironmentConfig {
    CHECK.atLeast("time-limit", timeLimit, 0, "0 for none of its own, or 200 to 1000");
    CHECK.atLeast("action-repeat", actionRepeat, 1, "1 to 4");
    CHECK.above("reward-scale", rewardScale, 0, "0.01 to 10");
    CHECK.atLeast("reward-clip", rewardClip, 0, "0 for no bound, or 1");
    CHECK.atLeast("observation-clip", observationClip, 0, "0 for no bound");
    CHECK.within("frame-stack", frameStack, 1, 1024, "1 to 4");
    CHECK.above("normalized-observation-clip", normalizedObservationClip, 0, "10");
    CHECK.above("normalized-reward-clip", normalizedRewardClip, 0, "10");
  }

  /** Returns the default settings. */
  public static EnvironmentConfig defaults() {
    return builder().build();
  }

  /** Creates a builder that starts from the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Wraps the environments, without normalisation. A source of batches remains one.
   *
   * @throws IllegalArgumentException at each call of the result if a wrapper does not fit the
   *     spaces
   */
  public Supplier<Environment> wrap(Supplier<? extends Environment> environments) {
    if (environments instanceof EnvironmentBatch.Source source) {
      return source.wrapped(this::wrap);
    }
    return () -> {
      Environment environment = environments.get();
      try {
        return wrap(environment);
      } catch (RuntimeException e) {
        environment.close();
        throw e;
      }
    };
  }

  private Environment wrap(Environment bare) {
    Environment environment = bare;
    if (timeLimit > 0) {
      environment = new TimeLimit(environment, timeLimit);
    }
    if (actionRepeat > 1) {
      environment = new ActionRepeat(environment, actionRepeat);
    }
    if (rescaleActions) {
      environment = new ActionRescale(environment);
    }
    if (rewardScale != 1) {
      environment = RewardTransform.scale(environment, rewardScale);
    }
    if (rewardClip > 0) {
      environment = RewardTransform.clip(environment, -rewardClip, rewardClip);
    }
    if (flattenObservations) {
      environment = new Flatten(environment);
    }
    if (observationClip > 0) {
      environment =
          new ObservationClip(environment, (float) -observationClip, (float) observationClip);
    }
    if (frameStack > 1) {
      environment = new FrameStack(environment, frameStack);
    }
    return environment;
  }

  /**
   * Creates copies of the environment that step together, wrapped and normalised.
   *
   * @param environments creates one bare environment at each call
   * @param count number of copies; at least 1
   * @param discount γ, for the normalisation of rewards
   * @throws IllegalArgumentException if a wrapper does not fit the environment's spaces
   */
  public VectorEnvironment vector(
      Supplier<? extends Environment> environments, int count, double discount) {
    VectorEnvironment vector = VectorEnvironment.of(wrap(environments), count);
    if (!normalizeObservations && !normalizeRewards) {
      return vector;
    }
    try {
      return VectorEnvironment.normalized(
          vector,
          normalizeObservations ? normalizedObservationClip : 0,
          normalizeRewards ? normalizedRewardClip : 0,
          discount);
    } catch (IllegalArgumentException e) {
      vector.close();
      throw e;
    }
  }

  /**
   * Collects settings; each starts at its default. Their meaning is documented in {@link
   * EnvironmentConfig}.
   */
  public static final class Builder {
    private int timeLimit = 0;
    private int actionRepeat = 1;
    private boolean rescaleActions = false;
    private double rewardScale = 1;
    private double rewardClip = 0;
    private boolean flattenObservations = false;
    private double observationClip = 0;
    private int frameStack = 1;
    private boolean normalizeObservations = false;
    private double normalizedObservationClip = 10;
    private boolean normalizeRewards = false;
    private double normalizedRewardClip = 10;

    private Builder() {}

    /** See {@link EnvironmentConfig#timeLimit}. */
    public Builder timeLimit(int value) {
      timeLimit = value;
      return this;
    }

    /** See {@link EnvironmentConfig#actionRepeat}. */
    public Builder actionRepeat(int value) {
      actionRepeat = value;
      return this;
    }

    /** See {@link EnvironmentConfig#rescaleActions}. */
    public Builder rescaleActions(boolean value) {
      rescaleActions = value;
      return this;
    }

    /** See {@link EnvironmentConfig#rewardScale}. */
    public Builder rewardScale(double value) {
      rewardScale = value;
      return this;
    }

    /** See {@link EnvironmentConfig#rewardClip}. */
    public Builder rewardClip(double value) {
      rewardClip = value;
      return this;
    }

    /** See {@link EnvironmentConfig#flattenObservations}. */
    public Builder flattenObservations(boolean value) {
      flattenObservations = value;
      return this;
    }

    /** See {@link EnvironmentConfig#observationClip}. */
    public Builder observationClip(double value) {
      observationClip = value;
      return this;
    }

    /** See {@link EnvironmentConfig#frameStack}. */
    public Builder frameStack(int value) {
      frameStack = value;
      return this;
    }

    /** See {@link EnvironmentConfig#normalizeObservations}. */
    public Builder normalizeObservations(boolean value) {
      normalizeObservations = value;
      return this;
    }

    /** See {@link EnvironmentConfig#normalizedObservationClip}. */
    public Builder normalizedObservationClip(double value) {
      normalizedObservationClip = value;
      return this;
    }

    /** See {@link EnvironmentConfig#normalizeRewards}. */
    public Builder normalizeRewards(boolean value) {
      normalizeRewards = value;
      return this;
    }

    /** See {@link EnvironmentConfig#normalizedRewardClip}. */
    public Builder normalizedRewardClip(double value) {
      normalizedRewardClip = value;
      return this;
    }

    /**
     * Creates the settings.
     *
     * @throws IllegalArgumentException if a setting is out of its range; the message says which
     */
    public EnvironmentConfig build() {
      return new EnvironmentConfig(
          timeLimit,
          actionRepeat,
          rescaleActions,
          rewardScale,
          rewardClip,
          flattenObservations,
          observationClip,
          frameStack,
          normalizeObservations,
          normalizedObservationClip,
          normalizeRewards,
          normalizedRewardClip);
    }
  }
}

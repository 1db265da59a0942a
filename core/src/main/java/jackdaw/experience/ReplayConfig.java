package jackdaw.experience;

import jackdaw.setting.SettingCheck;

/**
 * Settings of algorithms that learn from a {@link Replay}: what is collected, kept and drawn.
 *
 * @param environments copies of the environment that are stepped together, N; at least 1
 * @param collectSteps environment steps, over all copies, between two phases of learning; rounded
 *     up to
 *     whole steps of all copies; at least 1
 * @param discount γ, the weight of a reward one step later; in [0, 1]
 * @param returnSteps n, steps of a transition whose rewards are summed before the value of what
 *     follows
 *     takes their place (Sutton 1988); at least 1
 * @param replaySize transitions that are kept, over all copies; at least 1
 * @param warmUpSteps environment steps, over all copies, with random actions before the first
 *     gradient
 *     step; at least 0
 * @param replayRatio gradient steps for each environment step after the warm-up, whatever the
 *     number of
 *     copies; may be a fraction; above 0
 * @param batchSize transitions of a gradient step, B; at least 1, at most the replay's size
 * @param prioritized whether transitions are drawn by the errors that they had (Schaul et al. 2016)
 * @param priorityExponent α, how much errors count in draws; in [0, 1]
 * @param priorityCorrection β at the start of the run, how much the weights of the loss make up for
 *     draws;
 *     it rises to 1 at the end; in [0, 1]
 * @param replayBytes whether pixels and choices, whole numbers 0 to 255 by their space, take a byte
 *     each
 * @param stackedFrames frames that an observation shows at once, the oldest first, of which the
 *     replay
 *     keeps each once; 0 is as many as {@code environment.frame-stack} stacks; at least 0
 */
public record ReplayConfig(
    int environments,
    int collectSteps,
    double discount,
    int returnSteps,
    int replaySize,
    int warmUpSteps,
    double replayRatio,
    int batchSize,
    boolean prioritized,
    double priorityExponent,
    double priorityCorrection,
    boolean replayBytes,
    int stackedFrames) {

  /** Checks every range for the algorithm that has these settings. */
  public void check(SettingCheck check) {
    check.atLeast("environments", environments, 1, "1 to 8");
    check.atLeast("collect-steps", collectSteps, 1, "1 to 256");
    check.within("discount", discount, 0, 1, "0.9 to 0.999");
    check.within("return-steps", returnSteps, 1, 1000, "1 to 5");
    check.within("replay-size", replaySize, 1, 1 << 30, "10000 to 1000000");
    check.atLeast("warm-up-steps", warmUpSteps, 0, "100 to 50000");
    check.above("replay-ratio", replayRatio, 0, "0.1 to 1");
    check.atLeast("batch-size", batchSize, 1, "32 to 256");
    check.require(
        batchSize <= replaySize,
        "batch size %d is larger than the replay of %d transitions: set %s.batch-size to at most %2$d,"
            .formatted(batchSize, replaySize, check.algorithm())
            + " or %s.replay-size to more".formatted(check.algorithm()));
    check.within("priority-exponent", priorityExponent, 0, 1, "0.5 to 0.7");
    check.within("priority-correction", priorityCorrection, 0, 1, "0.4");
    check.atLeast("stacked-frames", stackedFrames, 0, "0");
  }

  /** Gradient steps that are due after so many environment steps. */
  public long updatesAfter(long steps) {
    return (long) Math.floor(replayRatio * Math.max(0, steps - warmUpSteps));
  }

  /**
   * β at a point of the run.
   *
   * @param progress the share of the run that is over, in [0, 1]
   */
  public double priorityCorrectionAt(double progress) {
    return priorityCorrection + (1 - priorityCorrection) * progress;
  }

  /**
   * Setters of a builder that has these settings.
   *
   * @param <B> the builder
   */
  public interface Setters<B> {
    /** The settings so far. */
    ReplayConfig replay();

    /** Replaces all of them. */
    B replay(ReplayConfig settings);

    /** See {@link ReplayConfig#environments}. */
    default B environments(int value) {
      ReplayConfig s = replay();
      return replay(
          new ReplayConfig(
              value, s.collectSteps, s.discount, s.returnSteps, s.replaySize, s.warmUpSteps,
              s.replayRatio, s.batchSize, s.prioritized, s.priorityExponent, s.priorityCorrection,
              s.replayBytes, s.stackedFrames));
    }

    /** See {@link ReplayConfig#collectSteps}. */
    default B collectSteps(int value) {
      ReplayConfig s = replay();
      return replay(
          new ReplayConfig(
              s.environments, value, s.discount, s.returnSteps, s.replaySize, s.warmUpSteps,
              s.replayRatio, s.batchSize, s.prioritized, s.priorityExponent, s.priorityCorrection,
              s.replayBytes, s.stackedFrames));
    }

    /** See {@link ReplayConfig#discount}. */
    default B discount(double value) {
      ReplayConfig s = replay();
      return replay(
          new ReplayConfig(
              s.environments, s.collectSteps, value, s.returnSteps, s.replaySize, s.warmUpSteps,
              s.replayRatio, s.batchSize, s.prioritized, s.priorityExponent, s.priorityCorrection,
              s.replayBytes, s.stackedFrames));
    }

    /** See {@link ReplayConfig#returnSteps}. */
    default B returnSteps(int value) {
      ReplayConfig s = replay();
      return replay(
          new ReplayConfig(
              s.environments, s.collectSteps, s.discount, value, s.replaySize, s.warmUpSteps,
              s.replayRatio, s.batchSize, s.prioritized, s.priorityExponent, s.priorityCorrection,
              s.replayBytes, s.stackedFrames));
    }

    /** See {@link ReplayConfig#replaySize}. */
    default B replaySize(int value) {
      ReplayConfig s = replay();
      return replay(
          new ReplayConfig(
              s.environments, s.collectSteps, s.discount, s.returnSteps, value, s.warmUpSteps,
              s.replayRatio, s.batchSize, s.prioritized, s.priorityExponent, s.priorityCorrection,
              s.replayBytes, s.stackedFrames));
    }

    /** See {@link ReplayConfig#warmUpSteps}. */
    default B warmUpSteps(int value) {
      ReplayConfig s = replay();
      return replay(
          new ReplayConfig(
              s.environments, s.collectSteps, s.discount, s.returnSteps, s.replaySize, value,
              s.replayRatio, s.batchSize, s.prioritized, s.priorityExponent, s.priorityCorrection,
              s.replayBytes, s.stackedFrames));
    }

    /** See {@link ReplayConfig#replayRatio}. */
    default B replayRatio(double value) {
      ReplayConfig s = replay();
      return replay(
          new ReplayConfig(
              s.environments, s.collectSteps, s.discount, s.returnSteps, s.replaySize,
              s.warmUpSteps, value, s.batchSize, s.prioritized, s.priorityExponent,
              s.priorityCorrection, s.replayBytes, s.stackedFrames));
    }

    /** See {@link ReplayConfig#batchSize}. */
    default B batchSize(int value) {
      ReplayConfig s = replay();
      return replay(
          new ReplayConfig(
              s.environments, s.collectSteps, s.discount, s.returnSteps, s.replaySize,
              s.warmUpSteps, s.replayRatio, value, s.prioritized, s.priorityExponent,
              s.priorityCorrection, s.replayBytes, s.stackedFrames));
    }

    /** See {@link ReplayConfig#prioritized}. */
    default B prioritized(boolean value) {
      ReplayConfig s = replay();
      return replay(
          new ReplayConfig(
              s.environments, s.collectSteps, s.discount, s.returnSteps, s.replaySize,
              s.warmUpSteps, s.replayRatio, s.batchSize, value, s.priorityExponent,
              s.priorityCorrection, s.replayBytes, s.stackedFrames));
    }

    /** See {@link ReplayConfig#priorityExponent}. */
    default B priorityExponent(double value) {
      ReplayConfig s = replay();
      return replay(
          new ReplayConfig(
              s.environments, s.collectSteps, s.discount, s.returnSteps, s.replaySize,
              s.warmUpSteps, s.replayRatio, s.batchSize, s.prioritized, value, s.priorityCorrection,
              s.replayBytes, s.stackedFrames));
    }

    /** See {@link ReplayConfig#priorityCorrection}. */
    default B priorityCorrection(double value) {
      ReplayConfig s = replay();
      return replay(
          new ReplayConfig(
              s.environments, s.collectSteps, s.discount, s.returnSteps, s.replaySize,
              s.warmUpSteps, s.replayRatio, s.batchSize, s.prioritized, s.priorityExponent, value,
              s.replayBytes, s.stackedFrames));
    }

    /** See {@link ReplayConfig#replayBytes}. */
    default B replayBytes(boolean value) {
      ReplayConfig s = replay();
      return replay(
          new ReplayConfig(
              s.environments, s.collectSteps, s.discount, s.returnSteps, s.replaySize,
              s.warmUpSteps, s.replayRatio, s.batchSize, s.prioritized, s.priorityExponent,
              s.priorityCorrection, value, s.stackedFrames));
    }

    /** See {@link ReplayConfig#stackedFrames}. */
    default B stackedFrames(int value) {
      ReplayConfig s = replay();
      return replay(
          new ReplayConfig(
              s.environments, s.collectSteps, s.discount, s.returnSteps, s.replaySize,
              s.warmUpSteps, s.replayRatio, s.batchSize, s.prioritized, s.priorityExponent,
              s.priorityCorrection, s.replayBytes, value));
    }
  }
}

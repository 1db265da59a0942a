package jackdaw.algorithm.a2c;

import jackdaw.experience.AdvantageEstimator;
import jackdaw.experience.RolloutConfig;
import jackdaw.learning.LossConfig;
import jackdaw.learning.OptimizerConfig;
import jackdaw.network.NetworkConfig;
import jackdaw.nn.Memory;
import jackdaw.nn.Schedule;
import jackdaw.setting.SettingCheck;

/**
 * Every setting of {@link A2c}. The defaults ({@link #defaults}) stand here and nowhere else.
 *
 * @param rollout what is collected for one update; with GAE's λ = 1 returns reach from each step to
 *     the end of the rollout, which is the n-step return of Mnih et al. 2016
 * @param optimizer the steps of the optimiser
 * @param optimizerKind which optimiser
 * @param rmspropDecay ρ of RMSprop, how much of the mean square is kept; in [0, 1)
 * @param optimizerEpsilon ε of the optimiser; above 0
 * @param loss the weights of the loss
 * @param network how the networks are built
 */
public record A2cConfig(
    RolloutConfig rollout,
    OptimizerConfig optimizer,
    A2cOptimizer optimizerKind,
    double rmspropDecay,
    double optimizerEpsilon,
    LossConfig loss,
    NetworkConfig network) {
  private static final SettingCheck CHECK = new SettingCheck("a2c");

  /** Checks every range. */
  public A2cConfig {
    rollout.check(CHECK);
    optimizer.check(CHECK);
    CHECK.within("rmsprop-decay", rmspropDecay, 0, Math.nextDown(1.0), "0.99");
    CHECK.above("optimizer-epsilon", optimizerEpsilon, 0, "1e-5");
    loss.check(CHECK);
    network.check(CHECK);
  }

  /** The default settings. */
  public static A2cConfig defaults() {
    return builder().build();
  }

  /** Starts from the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** Steps of each sequence that is learnt from: 1 if the networks have no memory. */
  int sequenceSteps() {
    return network.memory() == Memory.NONE ? 1 : rollout.rolloutSteps();
  }

  /** Collects settings; each starts at its default. {@link A2cConfig} documents them. */
  public static final class Builder
      implements
        RolloutConfig.Setters<Builder>,
        OptimizerConfig.Setters<Builder>,
        LossConfig.Setters<Builder>,
        NetworkConfig.Setters<Builder> {
    private RolloutConfig rollout =
        new RolloutConfig(8, 5, 0.99, AdvantageEstimator.GAE, 1, 5);
    private OptimizerConfig optimizer = new OptimizerConfig(7e-4, Schedule.CONSTANT, 0.5);
    private A2cOptimizer optimizerKind = A2cOptimizer.RMSPROP;
    private double rmspropDecay = 0.99;
    private double optimizerEpsilon = 1e-5;
    private LossConfig loss = new LossConfig(false, 1, 0);
    private NetworkConfig network = NetworkConfig.DEFAULTS;

    private Builder() {}

    @Override
    public RolloutConfig rollout() {
      return rollout;
    }

    @Override
    public OptimizerConfig optimizer() {
      return optimizer;
    }

    @Override
    public LossConfig loss() {
      return loss;
    }

    @Override
    public NetworkConfig network() {
      return network;
    }

    @Override
    public Builder rollout(RolloutConfig value) {
      rollout = value;
      return this;
    }

    @Override
    public Builder optimizer(OptimizerConfig value) {
      optimizer = value;
      return this;
    }

    @Override
    public Builder loss(LossConfig value) {
      loss = value;
      return this;
    }

    @Override
    public Builder network(NetworkConfig value) {
      network = value;
      return this;
    }

    /** See {@link A2cConfig#optimizerKind}. */
    public Builder optimizerKind(A2cOptimizer value) {
      optimizerKind = value;
      return this;
    }

    /** See {@link A2cConfig#rmspropDecay}. */
    public Builder rmspropDecay(double value) {
      rmspropDecay = value;
      return this;
    }

    /** See {@link A2cConfig#optimizerEpsilon}. */
    public Builder optimizerEpsilon(double value) {
      optimizerEpsilon = value;
      return this;
    }

    /**
     * The settings.
     *
     * @throws IllegalArgumentException if one is out of its range; the message says which
     */
    public A2cConfig build() {
      return new A2cConfig(
          rollout, optimizer, optimizerKind, rmspropDecay, optimizerEpsilon, loss, network);
    }
  }
}

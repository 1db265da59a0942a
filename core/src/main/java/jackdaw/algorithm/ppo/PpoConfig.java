package jackdaw.algorithm.ppo;

import jackdaw.experience.AdvantageEstimator;
import jackdaw.experience.RolloutConfig;
import jackdaw.learning.LossConfig;
import jackdaw.learning.OptimizerConfig;
import jackdaw.network.NetworkConfig;
import jackdaw.nn.Memory;
import jackdaw.nn.Schedule;
import jackdaw.setting.SettingCheck;

/**
 * Every setting of {@link Ppo}. The defaults ({@link #defaults}) stand here and nowhere else.
 *
 * @param rollout what is collected between two updates
 * @param epochs passes over the rollout in one update, K; at least 1
 * @param minibatchSize rows of one gradient step, M; at least 1, at most N · T, and a divisor of it
 * @param optimizer the steps of Adam
 * @param adamEpsilon ε of Adam, added to the root of the second moment; above 0
 * @param objective what keeps the policy near the one that collected the rollout
 * @param clipRange ε of the clipped objective at the start of the run (Schulman et al. 2017, eq.
 *     7); with the others it only counts how often r leaves [1 − ε, 1 + ε]; in (0, 1)
 * @param clipRangeSchedule how the clip range changes during the run
 * @param klCoefficient β, weight of the divergence in the objectives with a penalty (ibid., eq. 8),
 *     and where the adaptive one starts; in nats⁻¹; at least 0, above 0 if it adapts
 * @param klTarget d_targ, the divergence that the adaptive objective wants each update to end with
 *     (ibid., section 4); in nats; above 0
 * @param klStop when an update ends before all of its epochs are over
 * @param klStopTarget the divergence that ends it, times the factor; in nats; above 0
 * @param klStopFactor what the target is multiplied with; 0 is the usual factor of the kind of
 *     stop; at least 0
 * @param klStopDiscards whether a stop before an epoch takes back the epoch before it, which went
 *     too far, as the book's section 8.3 says; then the last epoch is judged too. The pseudocode of
 *     its algorithm 8.1 and Spinning Up keep it
 * @param loss the weights of the loss
 * @param valueClipRange how far a new value may move from the old one before its loss stops
 *     counting; 0 is no limit; at least 0
 * @param network how the networks are built
 * @param sequenceLength steps of one environment that a network with a memory learns from in one
 *     sequence, from the state that it had then; 0 is all steps of the rollout (Huang et al. 2022,
 *     LSTM details 4 and 5); at least 0; with a memory a divisor of the rollout steps and of the
 *     minibatch size, and ignored without one
 */
public record PpoConfig(
    RolloutConfig rollout,
    int epochs,
    int minibatchSize,
    OptimizerConfig optimizer,
    double adamEpsilon,
    PpoObjective objective,
    double clipRange,
    Schedule clipRangeSchedule,
    double klCoefficient,
    double klTarget,
    KlStop klStop,
    double klStopTarget,
    double klStopFactor,
    boolean klStopDiscards,
    LossConfig loss,
    double valueClipRange,
    NetworkConfig network,
    int sequenceLength) {

  private static final SettingCheck CHECK = new SettingCheck("ppo");

  /** Checks every range. */
  public PpoConfig {
    rollout.check(CHECK);
    CHECK.atLeast("epochs", epochs, 1, "3 to 20");
    CHECK.atLeast("minibatch-size", minibatchSize, 1, "64 to 1024");
    CHECK.require(
        rollout.batchSize() % minibatchSize == 0,
        "minibatch size %d does not divide the rollout of %d environments × %d steps = %d: set"
            .formatted(
                minibatchSize, rollout.environments(), rollout.rolloutSteps(), rollout.batchSize())
            + " ppo.minibatch-size to a divisor of it");
    optimizer.check(CHECK);
    CHECK.above("adam-epsilon", adamEpsilon, 0, "1e-5");
    CHECK.between("clip-range", clipRange, 0, 1, "0.1 to 0.3");
    CHECK.atLeast("kl-coefficient", klCoefficient, 0, "0.3 to 10");
    CHECK.require(
        objective != PpoObjective.ADAPTIVE_KL || klCoefficient > 0,
        "kl coefficient 0 stays 0 however often it is doubled: set ppo.kl-coefficient above 0,"
            + " usually 1, where ppo.objective is adaptive-kl");
    CHECK.above("kl-target", klTarget, 0, "0.003 to 0.03");
    CHECK.above("kl-stop-target", klStopTarget, 0, "0.01 to 0.05");
    CHECK.atLeast("kl-stop-factor", klStopFactor, 0, "1 or 1.5, or 0 for that of ppo.kl-stop");
    loss.check(CHECK);
    CHECK.atLeast("value-clip-range", valueClipRange, 0, "0 for no limit, or 0.2");
    network.check(CHECK);
    CHECK.atLeast("sequence-length", sequenceLength, 0, "8 to 128, or 0 for the whole rollout");
    checkSequences(network.memory(), sequenceLength, rollout.rolloutSteps(), minibatchSize);
  }

  /** A memory learns from steps in their order, so that a minibatch has to hold whole sequences. */
  private static void checkSequences(
      Memory memory, int sequenceLength, int rolloutSteps, int minibatchSize) {
    if (memory == Memory.NONE) {
      return;
    }
    int length = sequenceLength == 0 ? rolloutSteps : sequenceLength;
    CHECK.require(
        rolloutSteps % length == 0,
        "sequence length %d does not divide the rollout's %d steps: set ppo.sequence-length to a"
            .formatted(length, rolloutSteps)
            + " divisor of ppo.rollout-steps, or to 0 for all of them");
    CHECK.require(
        minibatchSize % length == 0,
        "minibatch size %d does not hold whole sequences of %d steps, which a memory needs: set"
            .formatted(minibatchSize, length)
            + " ppo.minibatch-size to a multiple of %d, or ppo.sequence-length to a divisor of it"
                .formatted(length));
  }

  /** The default settings. */
  public static PpoConfig defaults() {
    return builder().build();
  }

  /** Starts from the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** The divergence above which an update ends early, in nats. */
  double klLimit() {
    return klStopTarget * (klStopFactor == 0 ? klStop.usualFactor() : klStopFactor);
  }

  /** Steps of each sequence that is learnt from: 1 if the networks have no memory. */
  int sequenceSteps() {
    if (network.memory() == Memory.NONE) {
      return 1;
    }
    return sequenceLength == 0 ? rollout.rolloutSteps() : sequenceLength;
  }

  /** Collects settings; each starts at its default. {@link PpoConfig} documents them. */
  public static final class Builder
      implements
        RolloutConfig.Setters<Builder>,
        OptimizerConfig.Setters<Builder>,
        LossConfig.Setters<Builder>,
        NetworkConfig.Setters<Builder> {
    private RolloutConfig rollout =
        new RolloutConfig(8, 128, 0.99, AdvantageEstimator.GAE, 0.95, 5);
    private int epochs = 10;
    private int minibatchSize = 256;
    private OptimizerConfig optimizer = new OptimizerConfig(3e-4, Schedule.CONSTANT, 0.5);
    private double adamEpsilon = 1e-5;
    private PpoObjective objective = PpoObjective.CLIP;
    private double clipRange = 0.2;
    private Schedule clipRangeSchedule = Schedule.CONSTANT;
    private double klCoefficient = 1;
    private double klTarget = 0.01;
    private KlStop klStop = KlStop.NEVER;
    private double klStopTarget = 0.01;
    private double klStopFactor = 0;
    private boolean klStopDiscards = true;
    private LossConfig loss = new LossConfig(true, 0.5, 0);
    private double valueClipRange = 0;
    private NetworkConfig network = NetworkConfig.DEFAULTS;
    private int sequenceLength = 0;

    private Builder() {}

    @Override
    public RolloutConfig rollout() {
      return rollout;
    }

    @Override
    public Builder rollout(RolloutConfig settings) {
      rollout = settings;
      return this;
    }

    @Override
    public OptimizerConfig optimizer() {
      return optimizer;
    }

    @Override
    public Builder optimizer(OptimizerConfig settings) {
      optimizer = settings;
      return this;
    }

    @Override
    public LossConfig loss() {
      return loss;
    }

    @Override
    public Builder loss(LossConfig settings) {
      loss = settings;
      return this;
    }

    @Override
    public NetworkConfig network() {
      return network;
    }

    @Override
    public Builder network(NetworkConfig settings) {
      network = settings;
      return this;
    }

    /** See {@link PpoConfig#epochs}. */
    public Builder epochs(int value) {
      epochs = value;
      return this;
    }

    /** See {@link PpoConfig#minibatchSize}. */
    public Builder minibatchSize(int value) {
      minibatchSize = value;
      return this;
    }

    /** See {@link PpoConfig#adamEpsilon}. */
    public Builder adamEpsilon(double value) {
      adamEpsilon = value;
      return this;
    }

    /** See {@link PpoConfig#objective}. */
    public Builder objective(PpoObjective value) {
      objective = value;
      return this;
    }

    /** See {@link PpoConfig#clipRange}. */
    public Builder clipRange(double value) {
      clipRange = value;
      return this;
    }

    /** See {@link PpoConfig#clipRangeSchedule}. */
    public Builder clipRangeSchedule(Schedule value) {
      clipRangeSchedule = value;
      return this;
    }

    /** See {@link PpoConfig#klCoefficient}. */
    public Builder klCoefficient(double value) {
      klCoefficient = value;
      return this;
    }

    /** See {@link PpoConfig#klTarget}. */
    public Builder klTarget(double value) {
      klTarget = value;
      return this;
    }

    /** See {@link PpoConfig#klStop}. */
    public Builder klStop(KlStop value) {
      klStop = value;
      return this;
    }

    /** See {@link PpoConfig#klStopTarget}. */
    public Builder klStopTarget(double value) {
      klStopTarget = value;
      return this;
    }

    /** See {@link PpoConfig#klStopFactor}. */
    public Builder klStopFactor(double value) {
      klStopFactor = value;
      return this;
    }

    /** See {@link PpoConfig#klStopDiscards}. */
    public Builder klStopDiscards(boolean value) {
      klStopDiscards = value;
      return this;
    }

    /** See {@link PpoConfig#valueClipRange}. */
    public Builder valueClipRange(double value) {
      valueClipRange = value;
      return this;
    }

    /** See {@link PpoConfig#sequenceLength}. */
    public Builder sequenceLength(int value) {
      sequenceLength = value;
      return this;
    }

    /**
     * The settings.
     *
     * @throws IllegalArgumentException if one is out of its range; the message says which
     */
    public PpoConfig build() {
      return new PpoConfig(
          rollout,
          epochs,
          minibatchSize,
          optimizer,
          adamEpsilon,
          objective,
          clipRange,
          clipRangeSchedule,
          klCoefficient,
          klTarget,
          klStop,
          klStopTarget,
          klStopFactor,
          klStopDiscards,
          loss,
          valueClipRange,
          network,
          sequenceLength);
    }
  }
}

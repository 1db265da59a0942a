package jackdaw.algorithm.ppo;

import jackdaw.experience.AdvantageEstimator;
import jackdaw.network.NetworkConfig;
import jackdaw.nn.Activation;
import jackdaw.nn.ConvolutionalLayers;
import jackdaw.nn.Memory;
import jackdaw.nn.Schedule;
import jackdaw.setting.AddedSetting;
import jackdaw.setting.SettingCheck;
import java.util.List;

/**
 * Every setting of {@link Ppo}. The defaults ({@link #defaults}) stand here and nowhere else.
 * The file is long because each of many settings needs its meaning, its check, its default and its
 * setter in one place.
 *
 * @param environments copies of the environment that are stepped together, N; at least 1
 * @param rolloutSteps steps that each copy takes between two updates, T; at least 1
 * @param epochs passes over the rollout in one update, K; at least 1
 * @param minibatchSize rows of one gradient step, M; at least 1, at most N · T, and a divisor of it
 * @param learningRate step size of Adam at the start of the run; above 0
 * @param learningRateSchedule how the learning rate goes on from there
 * @param adamEpsilon ε of Adam, added to the root of the second moment; above 0
 * @param discount γ, the weight of a reward one step later; in [0, 1]
 * @param advantageEstimator how advantages are estimated
 * @param gaeLambda λ of generalised advantage estimation (Schulman et al. 2016); in [0, 1]
 * @param returnSteps n of the n-step estimator; at least 1
 * @param normalizeAdvantages whether each minibatch's advantages are shifted to mean 0 and scaled to
 *     standard deviation 1
 * @param objective what keeps the policy near the one that collected the rollout
 * @param clipRange ε of the clipped objective at the start of the run (Schulman et al. 2017, eq. 7);
 *     the others only count with it how often r leaves [1 − ε, 1 + ε]; in (0, 1)
 * @param clipRangeSchedule how the clip range goes on from there
 * @param klCoefficient β, weight of the divergence in the objectives with a penalty (ibid., eq. 8),
 *     where the adaptive one starts; in nats⁻¹; at least 0, above 0 where it adapts
 * @param klTarget d_targ, the divergence that the adaptive objective wants each update to end with
 *     (ibid., section 4); in nats; above 0
 * @param klStop when an update ends before all of its epochs are over
 * @param klStopTarget the divergence that ends it, times the factor; in nats; above 0
 * @param klStopFactor what the target is multiplied with; 0 is the usual factor of the kind of stop; at
 *     least 0
 * @param klStopDiscards whether a stop before an epoch takes back the epoch before it, which went too
 *     far, as the book's section 8.3 says; then the last epoch is judged too. The pseudocode of its
 *     algorithm 8.1 and Spinning Up keep it
 * @param valueCoefficient c₁, weight of the value loss ½ (V − R)² (ibid., eq. 9, with the ½ that
 *     makes its derivative V − R); at least 0
 * @param valueClipRange how far a new value may move from the old one before its loss stops counting;
 *     0 is no limit; at least 0
 * @param entropyCoefficient c₂, weight of the entropy bonus (ibid., eq. 9); at least 0
 * @param maxGradientNorm the gradient is scaled down to this Euclidean norm where it is longer; 0 is
 *     no limit; at least 0
 * @param convolutions three numbers for each convolution that images go through before the hidden
 *     layers: filters, size of the window, stride, all at least 1; none is for observations of any kind
 * @param encoderSizes widths of the layers that each part of a dictionary observation has for itself
 *     before all are put side by side for the hidden layers; none puts the parts side by side as they
 *     are; only none is possible for any other observation
 * @param hiddenSizes widths of the hidden layers; none is a linear policy
 * @param activation what follows each convolution and each hidden layer
 * @param memory what the networks remember of an episode: nothing, or a cell behind the hidden layers
 * @param memorySize H, the width of the cell's output; at least 1
 * @param sequenceLength steps of one environment that a network with a memory learns from in one
 *     piece, from the state that it had then; 0 is all steps of the rollout (Huang et al. 2022, LSTM
 *     details 4 and 5); at least 0; with a memory a divisor of the rollout steps and of the minibatch
 *     size, and not looked at without one
 * @param sharedNetwork whether policy and value share the hidden layers and the cell
 * @param initialLogStd logarithm of the standard deviation that a Gaussian policy starts with; in
 *     [−20, 2]
 * @param squashActions whether continuous actions are squashed into their bounds by tanh, which needs
 *     finite ones; else they are clipped for the environment and learnt from as they were drawn
 */
public record PpoConfig(
    int environments,
    int rolloutSteps,
    int epochs,
    int minibatchSize,
    double learningRate,
    Schedule learningRateSchedule,
    double adamEpsilon,
    double discount,
    AdvantageEstimator advantageEstimator,
    double gaeLambda,
    int returnSteps,
    boolean normalizeAdvantages,
    PpoObjective objective,
    double clipRange,
    Schedule clipRangeSchedule,
    double klCoefficient,
    double klTarget,
    KlStop klStop,
    double klStopTarget,
    double klStopFactor,
    boolean klStopDiscards,
    double valueCoefficient,
    double valueClipRange,
    double entropyCoefficient,
    double maxGradientNorm,
    @AddedSetting List<Integer> convolutions,
    List<Integer> encoderSizes,
    List<Integer> hiddenSizes,
    Activation activation,
    Memory memory,
    int memorySize,
    int sequenceLength,
    boolean sharedNetwork,
    double initialLogStd,
    boolean squashActions) {

  private static final int MAX_BATCH = 1 << 24;
  private static final SettingCheck CHECK = new SettingCheck("ppo");

  /** Checks every range. */
  public PpoConfig {
    CHECK.atLeast("environments", environments, 1, "1 to 64");
    CHECK.atLeast("rollout-steps", rolloutSteps, 1, "32 to 2048");
    CHECK.atLeast("epochs", epochs, 1, "3 to 20");
    CHECK.atLeast("minibatch-size", minibatchSize, 1, "64 to 1024");
    checkBatch(environments, rolloutSteps, minibatchSize);
    CHECK.above("learning-rate", learningRate, 0, "1e-4 to 3e-3");
    CHECK.above("adam-epsilon", adamEpsilon, 0, "1e-5");
    CHECK.within("discount", discount, 0, 1, "0.9 to 0.999");
    CHECK.within("gae-lambda", gaeLambda, 0, 1, "0.8 to 0.98");
    CHECK.atLeast("return-steps", returnSteps, 1, "3 to 20");
    CHECK.between("clip-range", clipRange, 0, 1, "0.1 to 0.3");
    CHECK.atLeast("kl-coefficient", klCoefficient, 0, "0.3 to 10");
    CHECK.require(
        objective != PpoObjective.ADAPTIVE_KL || klCoefficient > 0,
        "kl coefficient 0 stays 0 however often it is doubled: set ppo.kl-coefficient above 0,"
            + " usually 1, where ppo.objective is adaptive-kl");
    CHECK.above("kl-target", klTarget, 0, "0.003 to 0.03");
    CHECK.above("kl-stop-target", klStopTarget, 0, "0.01 to 0.05");
    CHECK.atLeast("kl-stop-factor", klStopFactor, 0, "1 or 1.5, or 0 for that of ppo.kl-stop");
    CHECK.atLeast("value-coefficient", valueCoefficient, 0, "0.25 to 1");
    CHECK.atLeast("value-clip-range", valueClipRange, 0, "0 for no limit, or 0.2");
    CHECK.atLeast("entropy-coefficient", entropyCoefficient, 0, "0 to 0.02");
    CHECK.atLeast("max-gradient-norm", maxGradientNorm, 0, "0.5, or 0 for no limit");
    convolutions = List.copyOf(convolutions);
    CHECK.require(
        convolutions.size() % ConvolutionalLayers.SIZES == 0,
        "convolutions %s are not three numbers a layer: set ppo.convolutions to filters, size and stride"
            .formatted(convolutions)
            + " of each, such as [32, 8, 4, 64, 4, 2, 64, 3, 1]");
    for (int size : convolutions) {
      CHECK.within("convolutions", size, 1, 1 << 12, "[32, 8, 4, 64, 4, 2, 64, 3, 1]");
    }
    encoderSizes = List.copyOf(encoderSizes);
    for (int size : encoderSizes) {
      CHECK.within("encoder-sizes", size, 1, 1 << 16, "[32], or [] for none");
    }
    hiddenSizes = List.copyOf(hiddenSizes);
    for (int size : hiddenSizes) {
      CHECK.within("hidden-sizes", size, 1, 1 << 16, "[64, 64]");
    }
    CHECK.within("memory-size", memorySize, 1, 1 << 16, "32 to 256");
    CHECK.atLeast("sequence-length", sequenceLength, 0, "8 to 128, or 0 for the whole rollout");
    checkSequences(memory, sequenceLength, rolloutSteps, minibatchSize);
    CHECK.within("initial-log-std", initialLogStd, -20, 2, "-1 to 0");
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

  private static void checkBatch(int environments, int rolloutSteps, int minibatchSize) {
    long batch = (long) environments * rolloutSteps;
    CHECK.require(
        batch <= MAX_BATCH,
        "a rollout of %d environments × %d steps is above %d steps: lower ppo.environments or"
            .formatted(environments, rolloutSteps, MAX_BATCH)
            + " ppo.rollout-steps");
    CHECK.require(
        batch % minibatchSize == 0,
        "minibatch size %d does not divide the rollout of %d environments × %d steps = %d: set"
            .formatted(minibatchSize, environments, rolloutSteps, batch)
            + " ppo.minibatch-size to a divisor of it");
  }

  /** The settings where nobody says otherwise. */
  public static PpoConfig defaults() {
    return builder().build();
  }

  /** Starts from the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** N · T, the environment steps of one rollout. */
  public int batchSize() {
    return environments * rolloutSteps;
  }

  /** How the networks are built. */
  NetworkConfig networkSettings() {
    return new NetworkConfig(
        convolutions,
        encoderSizes,
        hiddenSizes,
        activation,
        memory,
        memorySize,
        sharedNetwork,
        initialLogStd,
        squashActions);
  }

  /** The divergence above which an update ends early, in nats. */
  double klLimit() {
    return klStopTarget * (klStopFactor == 0 ? klStop.usualFactor() : klStopFactor);
  }

  /** Steps that are learnt from in one piece: 1 where the networks have no memory. */
  int sequenceSteps() {
    if (memory == Memory.NONE) {
      return 1;
    }
    return sequenceLength == 0 ? rolloutSteps : sequenceLength;
  }

  /** Collects settings; each starts at its default. What they mean stands at {@link PpoConfig}. */
  public static final class Builder {
    private int environments = 8;
    private int rolloutSteps = 128;
    private int epochs = 10;
    private int minibatchSize = 256;
    private double learningRate = 3e-4;
    private Schedule learningRateSchedule = Schedule.CONSTANT;
    private double adamEpsilon = 1e-5;
    private double discount = 0.99;
    private AdvantageEstimator advantageEstimator = AdvantageEstimator.GAE;
    private double gaeLambda = 0.95;
    private int returnSteps = 5;
    private boolean normalizeAdvantages = true;
    private PpoObjective objective = PpoObjective.CLIP;
    private double clipRange = 0.2;
    private Schedule clipRangeSchedule = Schedule.CONSTANT;
    private double klCoefficient = 1;
    private double klTarget = 0.01;
    private KlStop klStop = KlStop.NEVER;
    private double klStopTarget = 0.01;
    private double klStopFactor = 0;
    private boolean klStopDiscards = true;
    private double valueCoefficient = 0.5;
    private double valueClipRange = 0;
    private double entropyCoefficient = 0;
    private double maxGradientNorm = 0.5;
    private List<Integer> convolutions = List.of();
    private List<Integer> encoderSizes = List.of();
    private List<Integer> hiddenSizes = List.of(64, 64);
    private Activation activation = Activation.TANH;
    private Memory memory = Memory.NONE;
    private int memorySize = 64;
    private int sequenceLength = 0;
    private boolean sharedNetwork = false;
    private double initialLogStd = 0;
    private boolean squashActions = false;

    private Builder() {}

    /** See {@link PpoConfig#environments}. */
    public Builder environments(int value) {
      environments = value;
      return this;
    }

    /** See {@link PpoConfig#rolloutSteps}. */
    public Builder rolloutSteps(int value) {
      rolloutSteps = value;
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

    /** See {@link PpoConfig#learningRate}. */
    public Builder learningRate(double value) {
      learningRate = value;
      return this;
    }

    /** See {@link PpoConfig#learningRateSchedule}. */
    public Builder learningRateSchedule(Schedule value) {
      learningRateSchedule = value;
      return this;
    }

    /** See {@link PpoConfig#adamEpsilon}. */
    public Builder adamEpsilon(double value) {
      adamEpsilon = value;
      return this;
    }

    /** See {@link PpoConfig#discount}. */
    public Builder discount(double value) {
      discount = value;
      return this;
    }

    /** See {@link PpoConfig#advantageEstimator}. */
    public Builder advantageEstimator(AdvantageEstimator value) {
      advantageEstimator = value;
      return this;
    }

    /** See {@link PpoConfig#gaeLambda}. */
    public Builder gaeLambda(double value) {
      gaeLambda = value;
      return this;
    }

    /** See {@link PpoConfig#returnSteps}. */
    public Builder returnSteps(int value) {
      returnSteps = value;
      return this;
    }

    /** See {@link PpoConfig#normalizeAdvantages}. */
    public Builder normalizeAdvantages(boolean value) {
      normalizeAdvantages = value;
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

    /** See {@link PpoConfig#valueCoefficient}. */
    public Builder valueCoefficient(double value) {
      valueCoefficient = value;
      return this;
    }

    /** See {@link PpoConfig#valueClipRange}. */
    public Builder valueClipRange(double value) {
      valueClipRange = value;
      return this;
    }

    /** See {@link PpoConfig#entropyCoefficient}. */
    public Builder entropyCoefficient(double value) {
      entropyCoefficient = value;
      return this;
    }

    /** See {@link PpoConfig#maxGradientNorm}. */
    public Builder maxGradientNorm(double value) {
      maxGradientNorm = value;
      return this;
    }

    /** See {@link PpoConfig#convolutions}. */
    public Builder convolutions(List<Integer> value) {
      convolutions = value;
      return this;
    }

    /** See {@link PpoConfig#encoderSizes}. */
    public Builder encoderSizes(List<Integer> value) {
      encoderSizes = value;
      return this;
    }

    /** See {@link PpoConfig#hiddenSizes}. */
    public Builder hiddenSizes(List<Integer> value) {
      hiddenSizes = value;
      return this;
    }

    /** See {@link PpoConfig#activation}. */
    public Builder activation(Activation value) {
      activation = value;
      return this;
    }

    /** See {@link PpoConfig#memory}. */
    public Builder memory(Memory value) {
      memory = value;
      return this;
    }

    /** See {@link PpoConfig#memorySize}. */
    public Builder memorySize(int value) {
      memorySize = value;
      return this;
    }

    /** See {@link PpoConfig#sequenceLength}. */
    public Builder sequenceLength(int value) {
      sequenceLength = value;
      return this;
    }

    /** See {@link PpoConfig#sharedNetwork}. */
    public Builder sharedNetwork(boolean value) {
      sharedNetwork = value;
      return this;
    }

    /** See {@link PpoConfig#initialLogStd}. */
    public Builder initialLogStd(double value) {
      initialLogStd = value;
      return this;
    }

    /** See {@link PpoConfig#squashActions}. */
    public Builder squashActions(boolean value) {
      squashActions = value;
      return this;
    }

    /**
     * The settings.
     *
     * @throws IllegalArgumentException if one is out of its range; the message says which
     */
    public PpoConfig build() {
      return new PpoConfig(
          environments,
          rolloutSteps,
          epochs,
          minibatchSize,
          learningRate,
          learningRateSchedule,
          adamEpsilon,
          discount,
          advantageEstimator,
          gaeLambda,
          returnSteps,
          normalizeAdvantages,
          objective,
          clipRange,
          clipRangeSchedule,
          klCoefficient,
          klTarget,
          klStop,
          klStopTarget,
          klStopFactor,
          klStopDiscards,
          valueCoefficient,
          valueClipRange,
          entropyCoefficient,
          maxGradientNorm,
          convolutions,
          encoderSizes,
          hiddenSizes,
          activation,
          memory,
          memorySize,
          sequenceLength,
          sharedNetwork,
          initialLogStd,
          squashActions);
    }
  }
}

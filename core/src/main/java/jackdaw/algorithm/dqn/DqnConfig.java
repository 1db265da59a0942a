package jackdaw.algorithm.dqn;

import jackdaw.experience.ReplayConfig;
import jackdaw.learning.OptimizerConfig;
import jackdaw.learning.TargetConfig;
import jackdaw.network.QNetworkConfig;
import jackdaw.nn.Schedule;
import jackdaw.policy.ExplorationConfig;
import jackdaw.setting.SettingCheck;

/**
 * Every setting of {@link Dqn}. The defaults ({@link #defaults}) are documented here and nowhere
 * else.
 *
 * @param replay what is collected, kept and drawn
 * @param exploration the ε-greedy behaviour; noisy networks usually need none
 * @param target how the target network follows
 * @param backup the value of a next state
 * @param doubleQ which network chooses the next action
 * @param valueLoss the loss of an error
 * @param optimizer the steps of Adam
 * @param adamEpsilon ε of Adam, added to the root of the second moment; above 0
 * @param distribution what is learnt of returns
 * @param munchausen the policy's logarithm in rewards
 * @param network how the network is built
 * @param reportSteps environment steps, over all copies, of an iteration, after which metrics are
 *     reported; at least 1
 */
public record DqnConfig(
    ReplayConfig replay,
    ExplorationConfig exploration,
    TargetConfig target,
    Backup backup,
    DoubleQ doubleQ,
    ValueLoss valueLoss,
    OptimizerConfig optimizer,
    double adamEpsilon,
    DistributionConfig distribution,
    MunchausenConfig munchausen,
    QNetworkConfig network,
    int reportSteps) {

  static final SettingCheck CHECK = new SettingCheck("dqn");

  /** Checks every range. */
  public DqnConfig {
    replay.check(CHECK);
    exploration.check(CHECK);
    target.check(CHECK);
    optimizer.check(CHECK);
    CHECK.above("adam-epsilon", adamEpsilon, 0, "1e-8 to 1e-4");
    distribution.check(CHECK);
    munchausen.check(CHECK);
    network.check(CHECK);
    CHECK.atLeast("report-steps", reportSteps, 1, "1000 to 10000");
    boolean distributional = distribution.distribution() != ReturnModel.NONE;
    CHECK.require(
        !distributional || backup == Backup.Q_LEARNING,
        "a distribution of returns is learnt by Q-learning alone: set dqn.backup to q-learning, or"
            + " dqn.distribution to none");
    CHECK.require(
        !munchausen.munchausen()
            || (!distributional && backup == Backup.Q_LEARNING && doubleQ == DoubleQ.OFF
                && replay.returnSteps() == 1),
        "munchausen has a backup of its own: set dqn.backup to q-learning, dqn.double-q to off,"
            + " dqn.distribution to none and dqn.return-steps to 1");
    CHECK.require(
        doubleQ == DoubleQ.OFF || backup == Backup.Q_LEARNING,
        "double Q-learning chooses the next action, which dqn.backup %s does not: set dqn.double-q to off"
            .formatted(backup == Backup.SARSA ? "sarsa" : "expected-sarsa"));
  }

  /** The default settings. */
  public static DqnConfig defaults() {
    return builder().build();
  }

  /** Starts from the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** Networks that are learnt. */
  int estimators() {
    return doubleQ == DoubleQ.HASSELT_2010 ? 2 : 1;
  }

  /** Collects settings; each starts at its default. {@link DqnConfig} documents them. */
  public static final class Builder
      implements
        ReplayConfig.Setters<Builder>,
        ExplorationConfig.Setters<Builder>,
        TargetConfig.Setters<Builder>,
        OptimizerConfig.Setters<Builder>,
        QNetworkConfig.Setters<Builder> {
    private ReplayConfig replay =
        new ReplayConfig(
            1, 4, 0.99, 1, 50_000, 1000, 0.5, 64, false, 0.6, 0.4, true, 0);
    private ExplorationConfig exploration = new ExplorationConfig(1, 0.04, 10_000, 0);
    private TargetConfig target = new TargetConfig(250, 0);
    private Backup backup = Backup.Q_LEARNING;
    private DoubleQ doubleQ = DoubleQ.HASSELT_2016;
    private ValueLoss valueLoss = ValueLoss.HUBER;
    private OptimizerConfig optimizer = new OptimizerConfig(1e-3, Schedule.CONSTANT, 10);
    private double adamEpsilon = 1e-8;
    private DistributionConfig distribution =
        new DistributionConfig(ReturnModel.NONE, 51, -100, 100);
    private MunchausenConfig munchausen = new MunchausenConfig(false, 0.9, 0.03, -1);
    private QNetworkConfig network = QNetworkConfig.DEFAULTS;
    private int reportSteps = 1000;

    private Builder() {}

    @Override
    public ReplayConfig replay() {
      return replay;
    }

    @Override
    public Builder replay(ReplayConfig settings) {
      replay = settings;
      return this;
    }

    @Override
    public ExplorationConfig exploration() {
      return exploration;
    }

    @Override
    public Builder exploration(ExplorationConfig settings) {
      exploration = settings;
      return this;
    }

    @Override
    public TargetConfig target() {
      return target;
    }

    @Override
    public Builder target(TargetConfig settings) {
      target = settings;
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
    public QNetworkConfig network() {
      return network;
    }

    @Override
    public Builder network(QNetworkConfig settings) {
      network = settings;
      return this;
    }

    /** See {@link DqnConfig#backup}. */
    public Builder backup(Backup value) {
      backup = value;
      return this;
    }

    /** See {@link DqnConfig#doubleQ}. */
    public Builder doubleQ(DoubleQ value) {
      doubleQ = value;
      return this;
    }

    /** See {@link DqnConfig#valueLoss}. */
    public Builder valueLoss(ValueLoss value) {
      valueLoss = value;
      return this;
    }

    /** See {@link DqnConfig#adamEpsilon}. */
    public Builder adamEpsilon(double value) {
      adamEpsilon = value;
      return this;
    }

    /** See {@link DistributionConfig}. */
    public Builder distribution(DistributionConfig value) {
      distribution = value;
      return this;
    }

    /** See {@link MunchausenConfig}. */
    public Builder munchausen(MunchausenConfig value) {
      munchausen = value;
      return this;
    }

    /** See {@link DqnConfig#reportSteps}. */
    public Builder reportSteps(int value) {
      reportSteps = value;
      return this;
    }

    /**
     * The settings.
     *
     * @throws IllegalArgumentException if one is out of its range; the message says which
     */
    public DqnConfig build() {
      return new DqnConfig(
          replay, exploration, target, backup, doubleQ, valueLoss, optimizer, adamEpsilon,
          distribution, munchausen, network, reportSteps);
    }
  }
}

package jackdaw.algorithm.dqn;

import jackdaw.algorithm.AbstractAlgorithm;
import jackdaw.algorithm.AlgorithmType;
import jackdaw.algorithm.Resources;
import jackdaw.algorithm.Setup;
import jackdaw.collector.ReplayCollector;
import jackdaw.experience.Replay;
import jackdaw.experience.ReplayBatch;
import jackdaw.experience.ReplayConfig;
import jackdaw.experience.ReplayLayout;
import jackdaw.learning.Learner;
import jackdaw.learning.OptimizerConfig;
import jackdaw.learning.TargetNetwork;
import jackdaw.metric.Metric;
import jackdaw.metric.Metrics;
import jackdaw.metric.Phase;
import jackdaw.metric.Timings;
import jackdaw.network.BodyFactory;
import jackdaw.network.QNetwork;
import jackdaw.nn.Adam;
import jackdaw.policy.Policy;
import jackdaw.policy.ValuePolicy;
import jackdaw.random.RandomStream;
import jackdaw.space.Space;
import jackdaw.state.Snapshot;
import jackdaw.state.Stateful;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Deep Q-learning (Mnih et al. 2015; book, algorithms 2.1 to 2.6).
 *
 * <p>An ε-greedy policy acts, and what happens goes into a {@link Replay}. For each environment
 * step there
 * are {@link ReplayConfig#replayRatio} gradient steps: a minibatch is drawn, and Adam takes a step
 * down
 * the gradient of {@link DqnLoss}, whose target is valued by a network that follows slowly.
 */
public final class Dqn extends AbstractAlgorithm {
  /** DQN as an algorithm to choose by name. */
  public static final AlgorithmType<DqnConfig> TYPE =
      AlgorithmType.of(
          "dqn",
          DqnConfig.defaults(),
          Dqn::open,
          (config, observations, actions) -> builder(config).policy(observations, actions));

  /** ε of the behaviour. */
  public static final Metric EPSILON = Metric.last("epsilon");

  /** The mean largest value of the first observations of the episodes that ended. */
  public static final Metric START_VALUE = Metric.last("start-value");

  /** The mean discounted return that these episodes had: what the value should have been. */
  public static final Metric DISCOUNTED_RETURN = Metric.last("discounted-return");

  /** Transitions in the replay. */
  public static final Metric REPLAY_SIZE = Metric.last("replay-size");

  private final DqnConfig config;
  private final QNetwork network;
  private final QNetwork targetNetwork;
  private final TargetNetwork target;
  private final Replay replay;
  private final ReplayBatch batch;
  private final ReplayCollector collector;
  private final List<Learner> learners = new ArrayList<>();
  private final Draws draws;
  private final Metrics metrics;
  private Timings timings = Timings.OFF;

  /**
   * What is drawn besides the minibatches: which estimator is updated, and the noise of its layers.
   */
  private record Draws(RandomStream estimators, RandomStream noise) implements Stateful {
    @Override
    public void save(Snapshot snapshot) {
      estimators.save(snapshot.scope("estimators"));
      noise.save(snapshot.scope("noise"));
    }

    @Override
    public void restore(Snapshot snapshot) {
      estimators.restore(snapshot.scope("estimators"));
      noise.restore(snapshot.scope("noise"));
    }
  }

  private Dqn(Builder built, Setup setup, Resources resources) {
    super(resources);
    config = built.config;
    RandomStream random = resources.random();
    Space observations = resources.observationSpace();
    Space actions = resources.actionSpace();
    network = built.network(observations, actions, random.split("initialisation"));
    targetNetwork = built.network(observations, actions, random.split("initialisation"));
    learnt(
        network.parameters(),
        () -> new ValuePolicy(network, config.exploration().evaluationEpsilon()));
    target =
        keep("", new TargetNetwork(network.parameters(), targetNetwork.parameters()));
    ReplayConfig settings = config.replay();
    replay = keep("replay", replay(config, setup, resources));
    batch =
        keep(
            "draws",
            new ReplayBatch(
                replay, settings.batchSize(), settings.returnSteps(), settings.discount(),
                config.backup() == Backup.SARSA, random.split("replay")));
    collector =
        keep(
            "collector",
            new ReplayCollector(
                network, resources.environment(), replay, episodes(), settings.discount(),
                this::epsilonAt, random));
    for (int i = 0; i < network.estimators(); i++) {
      learners.add(keep(i == 0 ? "" : "second", learner(i, resources)));
    }
    draws = keep("", new Draws(random.split("estimators"), random.split("noise")));
    metrics = measure(allMetrics());
  }

  private static Replay replay(DqnConfig config, Setup setup, Resources resources) {
    ReplayConfig settings = config.replay();
    int stacked = setup.view().normalizeObservations() ? 1 : setup.view().frameStack();
    ReplayLayout layout =
        new ReplayLayout(
            settings.replaySize(),
            settings.environments(),
            resources.observationSpace(),
            resources.actionSpace(),
            resources.environment().maskSize(),
            settings.stackedFrames() == 0 ? stacked : settings.stackedFrames(),
            settings.replayBytes() && !setup.view().normalizeObservations(),
            settings.prioritized());
    Runtime java = Runtime.getRuntime();
    layout.requireMemory(
        java.maxMemory() - (java.totalMemory() - java.freeMemory()), "dqn.replay-size");
    return new Replay(layout, settings.priorityExponent());
  }

  private Learner learner(int estimator, Resources resources) {
    return describe(config, network, targetNetwork, batch, estimator)
        .context(() -> context("dqn.learning-rate", config.optimizer().learningRate()))
        .build(resources.workers());
  }

  /** The learner of one estimator. */
  static Learner.Builder describe(
      DqnConfig config, QNetwork network, QNetwork target, ReplayBatch batch, int estimator) {
    Learner.Builder described =
        Learner.on(batch, config.replay().batchSize())
            .loss(new DqnLoss(config, network, target, estimator), network.segment(estimator))
            .reads(target.parameters())
            .reads(network.noise())
            .reads(target.noise())
            .optimizer(starts -> new Adam(config.adamEpsilon(), starts))
            .maxGradientNorm(config.optimizer().maxGradientNorm());
    return config.replay().prioritized() ? described.keep(DqnLoss.ROW_ERROR) : described;
  }

  private Metrics allMetrics() {
    return Metrics.of(
        OptimizerConfig.LEARNING_RATE, EPSILON, DqnLoss.LOSS, DqnLoss.VALUE, DqnLoss.TARGET,
        DqnLoss.ERROR,
        Learner.GRADIENT_NORM, START_VALUE, DISCOUNTED_RETURN, REPLAY_SIZE);
  }

  /** Opens DQN at the start of a run. */
  public static Dqn open(DqnConfig config, Setup setup) {
    return builder(config).open(setup);
  }

  /** Begins to describe DQN with a network body of the caller's own. */
  public static Builder builder(DqnConfig config) {
    return new Builder(config);
  }

  /** ε after so many environment steps: 1 during the warm-up. */
  private double epsilonAt(long steps) {
    return steps < config.replay().warmUpSteps() ? 1 : config.exploration().epsilonAt(steps);
  }

  @Override
  public void iterate(double progress) {
    double learningRate = config.optimizer().learningRateAt(progress);
    for (int i = 0; i < learners.size(); i++) {
      learners.get(i).begin(learningRate);
    }
    metrics.begin();
    metrics.set(OptimizerConfig.LEARNING_RATE, learningRate);
    collector.beginMeasuring();
    long end = steps() + config.reportSteps();
    while (steps() < end) {
      collector.collect(config.replay().collectSteps());
      for (long due = config.replay().updatesAfter(steps()); updates() < due;) {
        update(progress);
      }
    }
    for (int i = 0; i < learners.size(); i++) {
      learners.get(i).finish();
    }
    timings.enter(Phase.REST);
    metrics.end();
    metrics.set(EPSILON, epsilonAt(steps()));
    metrics.set(START_VALUE, collector.startValue());
    metrics.set(DISCOUNTED_RETURN, collector.discountedReturn());
    metrics.set(REPLAY_SIZE, replay.size());
    iterated();
  }

  private void update(double progress) {
    timings.enter(Learner.MINIBATCHES);
    if (config.replay().prioritized()) {
      batch.drawByPriority(config.replay().priorityCorrectionAt(progress));
    } else {
      batch.draw();
    }
    Learner learner =
        learners.get(learners.size() == 1 ? 0 : draws.estimators().nextInt(learners.size()));
    network.drawNoise(draws.noise());
    targetNetwork.drawNoise(draws.noise());
    learner.set(DqnLoss.EPSILON, epsilonAt(steps()));
    learner.compute(batch.order(), 0);
    learner.addTo(metrics);
    learner.step();
    if (config.replay().prioritized()) {
      batch.prioritize(learner.kept(DqnLoss.ROW_ERROR));
    }
    config.target().follow(target, updates());
  }

  @Override
  public void time(Timings clock) {
    timings = clock;
    collector.time(clock);
    learners.forEach(learner -> learner.time(clock));
  }

  /** The network that is being learnt. */
  public QNetwork network() {
    return network;
  }

  @Override
  public long steps() {
    return collector.steps();
  }

  @Override
  public long updates() {
    long sum = 0;
    for (int i = 0; i < learners.size(); i++) {
      sum += learners.get(i).steps();
    }
    return sum;
  }

  /** Describes DQN. */
  public static final class Builder {
    private final DqnConfig config;
    private @Nullable BodyFactory body;

    private Builder(DqnConfig config) {
      this.config = config;
    }

    /** Sets what makes all layers but the outputs, in place of the settings. */
    public Builder body(BodyFactory factory) {
      body = factory;
      return this;
    }

    private QNetwork network(Space observations, Space actions, RandomStream random) {
      return new QNetwork(
          observations,
          actions,
          config.network(),
          body,
          config.distribution().ofNetwork(),
          config.estimators(),
          random);
    }

    /**
     * Opens DQN at the start of a run.
     *
     * @throws IllegalArgumentException if actions are not {@link jackdaw.space.Discrete}, or the
     *     replay
     *     does not fit into memory
     */
    public Dqn open(Setup setup) {
      return Resources.open(
          setup,
          config.replay().environments(),
          config.replay().discount(),
          resources -> new Dqn(this, setup, resources));
    }

    /** A policy of the same shape, for parameters learnt before. */
    public Policy policy(Space observations, Space actions) {
      return new ValuePolicy(
          network(observations, actions, new RandomStream(0)),
          config.exploration().evaluationEpsilon());
    }
  }
}

package jackdaw.algorithm.ppo;

import jackdaw.algorithm.ActorCritic;
import jackdaw.algorithm.ActorCriticCollector;
import jackdaw.algorithm.ActorCriticPolicy;
import jackdaw.algorithm.Algorithm;
import jackdaw.algorithm.AlgorithmType;
import jackdaw.algorithm.Metrics;
import jackdaw.algorithm.Policy;
import jackdaw.algorithm.TrainingException;
import jackdaw.algorithm.Workers;
import jackdaw.algorithm.ppo.PpoTerms.Statistic;
import jackdaw.environment.Environment;
import jackdaw.environment.VectorEnvironment;
import jackdaw.experience.Advantages;
import jackdaw.experience.EpisodeStatistics;
import jackdaw.experience.Rollout;
import jackdaw.nn.Adam;
import jackdaw.nn.Gradients;
import jackdaw.nn.ParameterVector;
import jackdaw.random.RandomStream;
import jackdaw.space.Space;
import jackdaw.state.Snapshot;
import java.util.List;
import java.util.function.Supplier;

/**
 * Proximal policy optimisation with the clipped objective (Schulman et al. 2017, algorithm 1; book,
 * algorithm 8.2).
 *
 * <p>In each iteration N environments take T steps with the present policy; advantages are estimated
 * from rewards and values; then, for K epochs, the N · T rows are shuffled and Adam takes a step down
 * the gradient of
 *
 * <pre>L(θ) = −mean min(r Â, clip(r, 1 − ε, 1 + ε) Â) + c₁ mean ½ (V − R)² − c₂ mean S[π]</pre>
 *
 * on each minibatch of M of them, where r = π(a | s) / π_old(a | s).
 *
 * <p>Networks with a memory learn from sequences: what is shuffled is pieces of one environment's steps,
 * whose states are computed anew from the one that the rollout's had at the start of the piece (Huang
 * et al. 2022, LSTM details 4 and 5).
 */
public final class Ppo implements Algorithm {
  /** PPO as an algorithm to choose by name. */
  public static final AlgorithmType<PpoConfig> TYPE = new PpoType();

  private static final String LEARNING_RATE = "learning-rate";
  private static final String CLIP_RANGE = "clip-range";
  private static final String POLICY_LOSS = "policy-loss";
  private static final String VALUE_LOSS = "value-loss";
  private static final String ENTROPY = "entropy";
  private static final String APPROXIMATE_KL = "approximate-kl";
  private static final String CLIP_FRACTION = "clip-fraction";
  private static final String GRADIENT_NORM = "gradient-norm";
  private static final String EXPLAINED_VARIANCE = "explained-variance";

  private final PpoConfig config;
  private final VectorEnvironment environment;
  private final ActorCritic network;
  private final ActorCriticCollector collector;
  private final Rollout rollout;
  private final EpisodeStatistics episodes;
  private final Workers workers;
  private final PpoGradient gradient;
  private final Adam optimizer;
  private final RandomStream shuffling;
  private final EpochOrder order;
  private final Metrics metrics =
      new Metrics(
          List.of(
              LEARNING_RATE,
              CLIP_RANGE,
              POLICY_LOSS,
              VALUE_LOSS,
              ENTROPY,
              APPROXIMATE_KL,
              CLIP_FRACTION,
              GRADIENT_NORM,
              EXPLAINED_VARIANCE));
  private final double[] sums = new double[Statistic.values().length];
  private double gradientNormSum;
  private long updates;
  private long iterations;

  /**
   * PPO at the start of a run, in one thread.
   *
   * @param environments makes one environment at each call
   * @param seed the run's one seed
   */
  public Ppo(PpoConfig config, Supplier<? extends Environment> environments, long seed) {
    this(config, environments, seed, 1);
  }

  /**
   * PPO at the start of a run.
   *
   * @param environments makes one environment at each call
   * @param seed the run's one seed
   * @param threads how many threads compute gradients, at least 1; the result is the same for any
   */
  public Ppo(
      PpoConfig config, Supplier<? extends Environment> environments, long seed, int threads) {
    this.config = config;
    RandomStream random = new RandomStream(seed);
    environment = VectorEnvironment.of(environments, config.environments());
    try {
      network =
          network(config, environment.observationSpace(), environment.actionSpace(), random);
      episodes = new EpisodeStatistics(environment.solvedReturn());
      rollout =
          new Rollout(
              config.rolloutSteps(),
              config.environments(),
              environment.observationSpace().size(),
              environment.actionSpace().size(),
              environment.maskSize(),
              network.stateSize());
      collector = new ActorCriticCollector(network, environment, rollout, episodes, random);
      workers = new Workers(threads);
      gradient = new PpoGradient(config, network, rollout, workers);
    } catch (RuntimeException | Error e) {
      environment.close();
      throw e;
    }
    optimizer = new Adam(network.parameters().size(), config.adamEpsilon());
    shuffling = random.split("shuffling");
    order = new EpochOrder(config);
  }

  static ActorCritic network(
      PpoConfig config, Space observationSpace, Space actionSpace, RandomStream random) {
    return new ActorCritic(
        observationSpace,
        actionSpace,
        config.networkSettings(),
        random.split("initialisation"));
  }

  @Override
  public void iterate(double progress) {
    collector.collect();
    Advantages.estimate(
        config.advantageEstimator(),
        rollout,
        config.discount(),
        config.gaeLambda(),
        config.returnSteps());
    update(progress);
    iterations++;
  }

  private void update(double progress) {
    double learningRate = config.learningRateSchedule().at(config.learningRate(), progress);
    double clipRange = config.clipRangeSchedule().at(config.clipRange(), progress);
    java.util.Arrays.fill(sums, 0);
    gradientNormSum = 0;
    for (int epoch = 0; epoch < config.epochs(); epoch++) {
      order.shuffle(shuffling);
      for (int first = 0; first < rollout.size(); first += config.minibatchSize()) {
        gradient.compute(order.rows(), first, clipRange);
        double norm = Gradients.norm(gradient.gradient());
        double scale = Gradients.clipScale(norm, config.maxGradientNorm());
        observe(norm);
        optimizer.step(network.parameters().values(), gradient.gradient(), learningRate, scale);
        updates++;
      }
    }
    checkParameters();
    measure(learningRate, clipRange);
  }

  private void observe(double norm) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += gradient.statistic(STATISTICS[i]);
    }
    gradientNormSum += norm;
    check("the policy loss", gradient.statistic(Statistic.POLICY_LOSS));
    check("the value loss", gradient.statistic(Statistic.VALUE_LOSS));
    check("the entropy", gradient.statistic(Statistic.ENTROPY));
    check("the gradient", norm);
  }

  private static final Statistic[] STATISTICS = Statistic.values();

  private void check(String quantity, double value) {
    if (!Double.isFinite(value)) {
      throw notFinite(quantity, value, updates + 1);
    }
  }

  /** After the last update alone: where an earlier one broke a parameter, the next loss shows it. */
  private void checkParameters() {
    if (network.parameters().isFinite()) {
      return;
    }
    for (ParameterVector.View view : network.parameters().views()) {
      for (int i = view.offset(); i < view.offset() + view.size(); i++) {
        float value = network.parameters().values()[i];
        if (!Float.isFinite(value)) {
          throw notFinite("parameter " + view.name(), value, updates);
        }
      }
    }
  }

  private TrainingException notFinite(String quantity, double value, long update) {
    return new TrainingException(
        "%s became %s in update %d (iteration %d, %d environment steps): usual causes are a learning"
            .formatted(quantity, value, update, iterations + 1, collector.steps())
            + " rate that is too high (ppo.learning-rate is %s) and rewards or observations in the"
                .formatted(config.learningRate())
            + " thousands or more");
  }

  private void measure(double learningRate, double clipRange) {
    long count = (long) config.epochs() * (rollout.size() / config.minibatchSize());
    metrics.set(LEARNING_RATE, learningRate);
    metrics.set(CLIP_RANGE, clipRange);
    metrics.set(POLICY_LOSS, sums[Statistic.POLICY_LOSS.ordinal()] / count);
    metrics.set(VALUE_LOSS, sums[Statistic.VALUE_LOSS.ordinal()] / count);
    metrics.set(ENTROPY, sums[Statistic.ENTROPY.ordinal()] / count);
    metrics.set(APPROXIMATE_KL, sums[Statistic.DIVERGENCE.ordinal()] / count);
    metrics.set(CLIP_FRACTION, sums[Statistic.CLIP_FRACTION.ordinal()] / count);
    metrics.set(GRADIENT_NORM, gradientNormSum / count);
    metrics.set(EXPLAINED_VARIANCE, Advantages.explainedVariance(rollout));
  }

  @Override
  public long steps() {
    return collector.steps();
  }

  @Override
  public long updates() {
    return updates;
  }

  @Override
  public EpisodeStatistics episodes() {
    return episodes;
  }

  @Override
  public Metrics metrics() {
    return metrics;
  }

  @Override
  public Policy policy() {
    return new ActorCriticPolicy(network);
  }

  @Override
  public ParameterVector parameters() {
    return network.parameters();
  }

  @Override
  public void save(Snapshot snapshot) {
    snapshot.put("parameters", network.parameters().values());
    optimizer.save(snapshot.scope("optimizer"));
    collector.save(snapshot.scope("collector"));
    episodes.save(snapshot.scope("episodes"));
    shuffling.save(snapshot.scope("shuffling"));
    snapshot.put("updates", updates);
    snapshot.put("iterations", iterations);
  }

  @Override
  public void restore(Snapshot snapshot) {
    network.parameters().copyFrom(snapshot.floats("parameters", network.parameters().size()));
    optimizer.restore(snapshot.scope("optimizer"));
    collector.restore(snapshot.scope("collector"));
    episodes.restore(snapshot.scope("episodes"));
    shuffling.restore(snapshot.scope("shuffling"));
    updates = snapshot.oneLong("updates");
    iterations = snapshot.oneLong("iterations");
  }

  @Override
  public void close() {
    workers.close();
    environment.close();
  }
}

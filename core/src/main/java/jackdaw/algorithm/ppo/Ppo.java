package jackdaw.algorithm.ppo;

import jackdaw.algorithm.Algorithm;
import jackdaw.algorithm.AlgorithmType;
import jackdaw.algorithm.ppo.PpoTerms.Statistic;
import jackdaw.collector.OnPolicyCollector;
import jackdaw.environment.Environment;
import jackdaw.environment.ObservationNormalizer;
import jackdaw.environment.VectorEnvironment;
import jackdaw.environment.wrapper.EnvironmentConfig;
import jackdaw.experience.Advantages;
import jackdaw.experience.EpisodeStatistics;
import jackdaw.experience.Rollout;
import jackdaw.learning.TrainingException;
import jackdaw.metric.Metrics;
import jackdaw.metric.Timings;
import jackdaw.metric.Timings.Phase;
import jackdaw.network.ActorCritic;
import jackdaw.network.FrozenHead;
import jackdaw.nn.Adam;
import jackdaw.nn.Gradients;
import jackdaw.nn.ParameterVector;
import jackdaw.parallel.Workers;
import jackdaw.policy.NetworkPolicy;
import jackdaw.policy.NormalizedPolicy;
import jackdaw.policy.Policy;
import jackdaw.random.RandomStream;
import jackdaw.space.Space;
import jackdaw.state.Snapshot;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Proximal policy optimisation (Schulman et al. 2017, algorithm 1; book, algorithm 8.1).
 *
 * <p>In each iteration N environments take T steps with the present policy; advantages are estimated
 * from rewards and values; then, for K epochs, the N · T rows are shuffled and Adam takes a step down
 * the gradient of
 *
 * <pre>L(θ) = −mean min(r Â, clip(r, 1 − ε, 1 + ε) Â) + c₁ mean ½ (V − R)² − c₂ mean S[π]</pre>
 *
 * on each minibatch of M of them, where r = π(a | s) / π_old(a | s). That is with the clipped
 * {@link PpoObjective}; another one puts its own first term. An update ends early where {@link KlStop}
 * says so.
 *
 * <p>Networks with a memory learn from sequences: what is shuffled is pieces of one environment's steps,
 * whose states are computed anew from the one that the rollout's had at the start of the piece (Huang
 * et al. 2022, LSTM details 4 and 5).
 */
public final class Ppo implements Algorithm {
  /** PPO as an algorithm to choose by name. */
  public static final AlgorithmType<PpoConfig> TYPE = new PpoType();

  private final PpoConfig config;
  private final VectorEnvironment environment;
  private final ActorCritic network;
  private final OnPolicyCollector collector;
  private final Rollout rollout;
  private final EpisodeStatistics episodes;
  private final Workers workers;
  private final FrozenHead oldHead;
  private final PpoGradient gradient;
  private final PpoDivergence divergence;
  private final Adam optimizer;
  private final KlCoefficient klCoefficient;
  private final KlStopping stopping;
  private final RandomStream shuffling;
  private final EpochOrder order;
  private final Runnable shuffleAhead;
  private final PpoMetrics metrics;
  private @Nullable PpoInspection inspection;
  private Timings timings = Timings.OFF;
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
   * PPO at the start of a run, in environments as they are.
   *
   * @param environments makes one environment at each call
   * @param seed the run's one seed
   * @param threads how many threads compute, at least 1; the result is the same for any
   */
  public Ppo(
      PpoConfig config, Supplier<? extends Environment> environments, long seed, int threads) {
    this(config, EnvironmentConfig.defaults(), environments, seed, threads);
  }

  /**
   * PPO at the start of a run.
   *
   * @param environmentConfig how the environments are seen
   * @param environments makes one bare environment at each call
   * @param seed the run's one seed
   * @param threads how many threads compute, at least 1; the result is the same for any
   */
  public Ppo(
      PpoConfig config,
      EnvironmentConfig environmentConfig,
      Supplier<? extends Environment> environments,
      long seed,
      int threads) {
    this.config = config;
    RandomStream random = new RandomStream(seed);
    environment =
        environmentConfig.vector(environments, config.environments(), config.discount());
    workers = workers(threads, environment);
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
              network.stateSize(),
              network.policyOutputs());
      collector =
          new OnPolicyCollector(network, environment, rollout, episodes, random, workers);
      oldHead = new FrozenHead(network);
      optimizer = PpoGradient.optimizer(config, network);
      gradient = new PpoGradient(config, network, oldHead, rollout, optimizer, workers);
      divergence = new PpoDivergence(config, network, oldHead, rollout, workers);
    } catch (RuntimeException | Error e) {
      workers.close();
      environment.close();
      throw e;
    }
    klCoefficient = new KlCoefficient(config);
    stopping = new KlStopping(config, gradient, divergence, network.parameters(), optimizer);
    metrics = new PpoMetrics(config);
    shuffling = random.split("shuffling");
    order = new EpochOrder(config);
    shuffleAhead = () -> order.shuffleAhead(shuffling);
  }

  private static Workers workers(int threads, VectorEnvironment environment) {
    try {
      return new Workers(threads);
    } catch (RuntimeException | Error e) {
      environment.close();
      throw e;
    }
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
    oldHead.freeze();
    collector.collect(shuffleAhead);
    Advantages.estimate(
        config.advantageEstimator(),
        rollout,
        config.discount(),
        config.gaeLambda(),
        config.returnSteps());
    timings.enter(Phase.MINIBATCHES);
    if (inspection != null) {
      inspection.collected();
    }
    update(progress);
    if (inspection != null) {
      inspection.updated();
    }
    iterations++;
  }

  private void update(double progress) {
    double learningRate = config.learningRateSchedule().at(config.learningRate(), progress);
    double clipRange = config.clipRangeSchedule().at(config.clipRange(), progress);
    metrics.start();
    stopping.updateBegins();
    for (int epoch = 1; epoch <= config.epochs(); epoch++) {
      stopping.epochBegins();
      order.shuffle(shuffling);
      if (!runEpoch(epoch, learningRate, clipRange)
          || stopping.endsAfterEpoch(order.rows(), order.start(), epoch == config.epochs())) {
        break;
      }
    }
    // After the last update alone: where an earlier one broke a parameter, the next loss shows it.
    if (!gradient.finishUpdate()) {
      checkParameters();
    }
    timings.enter(Phase.REST);
    metrics.klCoefficient(klCoefficient.value());
    if (config.klStop() != KlStop.NEVER) {
      metrics.stop(stopping.epochs(), stopping.divergence());
    }
    if (config.objective() == PpoObjective.ADAPTIVE_KL) {
      divergence.measure(order.rows(), order.start());
      metrics.updateKl(divergence.exact());
      klCoefficient.adapt(divergence.exact());
    }
    metrics.finish(learningRate, clipRange, Advantages.explainedVariance(rollout));
  }

  /** Returns false where it was ended before its last step. */
  private boolean runEpoch(int epoch, double learningRate, double clipRange) {
    int end = order.start() + rollout.size();
    for (int first = order.start(); first < end; first += config.minibatchSize()) {
      gradient.compute(order.rows(), first, clipRange, klCoefficient.value());
      double norm = gradient.norm();
      observe(norm);
      if (stopping.endsBeforeStep()) {
        return false;
      }
      double scale = Gradients.clipScale(norm, config.maxGradientNorm());
      if (inspection != null) {
        inspection.computed(epoch, order.rows(), first, learningRate, clipRange, norm, scale);
      }
      gradient.beginStep(learningRate, scale);
      updates++;
    }
    if (config.klStop() != KlStop.NEVER) {
      gradient.finishStep();
    }
    return true;
  }

  private void observe(double norm) {
    metrics.observe(gradient, norm);
    check("the policy loss", gradient.statistic(Statistic.POLICY_LOSS));
    check("the value loss", gradient.statistic(Statistic.VALUE_LOSS));
    check("the entropy", gradient.statistic(Statistic.ENTROPY));
    check("the gradient", norm);
  }

  private void check(String quantity, double value) {
    if (!Double.isFinite(value)) {
      throw notFinite(quantity, value, updates + 1);
    }
  }

  private void checkParameters() {
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

  /**
   * Has somebody look on from the next iteration on, who is told of every update in detail. It changes
   * no result; there is at most one at a time.
   *
   * @throws IllegalStateException if the networks have a memory, whose rows depend on each other
   */
  public void observe(PpoObserver observer) {
    inspection =
        new PpoInspection(observer, config, network, oldHead, rollout, gradient, klCoefficient);
  }

  @Override
  public void time(Timings clock) {
    timings = clock;
    collector.time(clock);
    gradient.time(clock);
  }

  /** The networks that are being learnt. */
  public ActorCritic network() {
    return network;
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
    return metrics.metrics();
  }

  @Override
  public Policy policy() {
    Policy policy = new NetworkPolicy(network);
    return normalizer()
        .<Policy>map(normalizer -> new NormalizedPolicy(policy, normalizer))
        .orElse(policy);
  }

  @Override
  public Optional<ObservationNormalizer> normalizer() {
    return environment.normalizer();
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
    klCoefficient.save(snapshot);
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
    klCoefficient.restore(snapshot);
    updates = snapshot.oneLong("updates");
    iterations = snapshot.oneLong("iterations");
  }

  @Override
  public void close() {
    workers.close();
    environment.close();
  }
}

package jackdaw.algorithm.ppo;

import jackdaw.algorithm.AbstractAlgorithm;
import jackdaw.algorithm.AlgorithmType;
import jackdaw.algorithm.OnPolicy;
import jackdaw.algorithm.Resources;
import jackdaw.algorithm.Setup;
import jackdaw.collector.OnPolicyCollector;
import jackdaw.experience.Advantages;
import jackdaw.experience.Rollout;
import jackdaw.learning.Learner;
import jackdaw.learning.LossTerm;
import jackdaw.learning.Losses;
import jackdaw.learning.Measurement;
import jackdaw.learning.MinibatchOrder;
import jackdaw.learning.OptimizerConfig;
import jackdaw.learning.StandardizedAdvantages;
import jackdaw.metric.Metric;
import jackdaw.metric.Metrics;
import jackdaw.metric.Phase;
import jackdaw.metric.Timings;
import jackdaw.network.ActorCritic;
import jackdaw.network.Bodies;
import jackdaw.network.BodyFactory;
import jackdaw.network.FrozenHead;
import jackdaw.nn.Adam;
import jackdaw.nn.Memory;
import jackdaw.policy.NetworkPolicy;
import jackdaw.policy.Policy;
import jackdaw.random.RandomStream;
import jackdaw.space.Space;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Proximal policy optimisation (Schulman et al. 2017, algorithm 1; book, algorithm 8.1).
 *
 * <p>In each iteration N environments take T steps with the current policy; advantages are
 * estimated from rewards and values; then, for K epochs, the N · T rows are shuffled and Adam takes
 * a step down the gradient of {@link PpoLoss} on each minibatch of M of them. An update ends early
 * if {@link KlStop} says so.
 *
 * <p>Networks with a memory learn from sequences: what is shuffled is sequences of one
 * environment's steps, whose states are computed again from the one that the rollout had at the
 * start of the sequence (Huang et al. 2022, LSTM details 4 and 5).
 */
public final class Ppo extends AbstractAlgorithm {
  /** PPO as an algorithm to choose by name. */
  public static final AlgorithmType<PpoConfig> TYPE =
      AlgorithmType.of(
          "ppo",
          PpoConfig.defaults(),
          Ppo::open,
          (config, observations, actions) -> builder(config).policy(observations, actions));

  /** ε. */
  public static final Metric CLIP_RANGE = Metric.last("clip-range");

  private static final Metric KL_COEFFICIENT = Metric.last("kl-coefficient");
  private static final Metric UPDATE_KL = Metric.last("update-kl");
  private static final Metric EPOCHS = Metric.last("epochs");
  private static final Metric STOP_KL = Metric.last("stop-kl");

  private final PpoConfig config;
  private final ActorCritic network;
  private final OnPolicyCollector collector;
  private final Rollout rollout;
  private final FrozenHead oldHead;
  private final Learner learner;
  private final MinibatchOrder order;
  private final Runnable shuffleAhead;
  private final Measurement divergence;
  private final KlCoefficient klCoefficient;
  private final KlStopping stopping;
  private final Metrics metrics;
  private @Nullable PpoObserver observer;
  private final Measurement shown;
  private final Metrics shownNumbers =
      Metrics.of(
          OptimizerConfig.LEARNING_RATE, CLIP_RANGE, Losses.POLICY_LOSS, Losses.VALUE_LOSS,
          Losses.ENTROPY,
          Learner.GRADIENT_NORM, PpoObserver.GRADIENT_SCALE);
  private Timings timings = Timings.OFF;

  private Ppo(Builder built, Resources resources) {
    super(resources);
    config = built.config;
    OnPolicy parts =
        OnPolicy.of(
            resources, episodes(), config.rollout(), config.network(), built.body, true);
    network = parts.network();
    learnt(network.parameters(), () -> new NetworkPolicy(network));
    rollout = parts.rollout();
    collector = keep("collector", parts.collector());
    oldHead = new FrozenHead(network);
    PpoLoss loss = new PpoLoss(config, built.objective, built.terms, network, oldHead);
    learner =
        keep(
            "",
            describe(config, loss, network, oldHead, rollout)
                .context(() -> context("ppo.learning-rate", config.optimizer().learningRate()))
                .build(resources.workers()));
    StandardizedAdvantages.leave(learner);
    order =
        keep(
            "shuffling",
            new MinibatchOrder(
                resources.random().split("shuffling"),
                config.rollout().environments(),
                config.rollout().batchSize(),
                config.minibatchSize(),
                config.sequenceSteps(),
                config.klStop() == KlStop.NEVER ? config.epochs() : 1));
    shuffleAhead = order::shuffleAhead;
    divergence =
        learner.measurement(Set.of(PpoLoss.LOG_RATIO_KL, PpoLoss.EXACT_KL), Set.of());
    shown = learner.measurement(Set.of(), PpoLoss.KEPT);
    klCoefficient = keep("", new KlCoefficient(config));
    stopping = new KlStopping(config, learner, divergence);
    metrics = measure(allMetrics());
  }

  /** The learner of a loss. */
  static Learner.Builder describe(
      PpoConfig config,
      PpoLoss loss,
      ActorCritic network,
      FrozenHead oldHead,
      Rollout rollout) {
    return OnPolicy.learner(
        network, rollout, loss, config.minibatchSize(), config.sequenceSteps(),
        config.optimizer())
        .reads(oldHead.parameters())
        .optimizer(starts -> new Adam(config.adamEpsilon(), starts))
        .deferSteps();
  }

  private Metrics allMetrics() {
    List<Metric> all =
        new ArrayList<>(
            List.of(
                OptimizerConfig.LEARNING_RATE, CLIP_RANGE, Losses.POLICY_LOSS, Losses.VALUE_LOSS,
                Losses.ENTROPY, PpoLoss.APPROXIMATE_KL, PpoLoss.LOG_RATIO_KL, PpoLoss.EXACT_KL,
                PpoLoss.CLIP_FRACTION, PpoLoss.RATIO_MINIMUM, PpoLoss.RATIO_MAXIMUM,
                Learner.GRADIENT_NORM, Advantages.EXPLAINED_VARIANCE));
    if (config.objective().isPenalized()) {
      all.add(KL_COEFFICIENT);
    }
    if (config.objective() == PpoObjective.ADAPTIVE_KL) {
      all.add(UPDATE_KL);
    }
    if (config.klStop() != KlStop.NEVER) {
      all.addAll(List.of(EPOCHS, STOP_KL));
    }
    learner.metrics().stream().filter(metric -> !all.contains(metric)).forEach(all::add);
    return new Metrics(all);
  }

  /** Opens PPO at the start of a run. */
  public static Ppo open(PpoConfig config, Setup setup) {
    return builder(config).open(setup);
  }

  /**
   * Begins to describe PPO with an objective, a loss term or a network body of the caller's own.
   */
  public static Builder builder(PpoConfig config) {
    return new Builder(config);
  }

  /**
   * PPO with an objective, loss terms or a body of the caller's own, as an algorithm with a name:
   * its runs are saved, resumed and evaluated like those of {@link #TYPE}.
   *
   * @param name in lower case, with hyphens
   * @param change describes what differs, for each learner and each policy
   */
  public static AlgorithmType<PpoConfig> variant(String name, UnaryOperator<Builder> change) {
    return AlgorithmType.of(
        name,
        PpoConfig.defaults(),
        (config, setup) -> change.apply(builder(config)).open(setup),
        (config, observations, actions) -> change
            .apply(builder(config))
            .policy(observations, actions));
  }

  @Override
  public void iterate(double progress) {
    oldHead.freeze();
    collector.collect(shuffleAhead);
    Advantages.estimate(config.rollout(), rollout);
    timings.enter(Learner.MINIBATCHES);
    if (observer != null) {
      observer.collected(rollout);
    }
    update(progress);
    if (observer != null) {
      observer.updated();
    }
    iterated();
  }

  private void update(double progress) {
    double learningRate = config.optimizer().learningRateAt(progress);
    double clipRange = config.clipRangeSchedule().at(config.clipRange(), progress);
    learner.begin(learningRate);
    learner.set(PpoLoss.CLIP_RANGE, clipRange);
    learner.set(PpoLoss.KL_COEFFICIENT, klCoefficient.value());
    metrics.begin();
    metrics.set(OptimizerConfig.LEARNING_RATE, learningRate);
    metrics.set(CLIP_RANGE, clipRange);
    stopping.beginUpdate();
    for (int epoch = 1; epoch <= config.epochs(); epoch++) {
      stopping.beginEpoch();
      order.shuffle();
      if (!runEpoch(epoch) || stopping.endsAfterEpoch(order, epoch == config.epochs())) {
        break;
      }
    }
    learner.finish();
    timings.enter(Phase.REST);
    metrics.end();
    metrics.set(Advantages.EXPLAINED_VARIANCE, Advantages.explainedVariance(rollout));
    if (config.klStop() != KlStop.NEVER) {
      metrics.set(EPOCHS, stopping.epochs());
      metrics.set(STOP_KL, stopping.divergence());
    }
    adaptKlCoefficient();
  }

  /** Returns false if it was ended before its last step. */
  private boolean runEpoch(int epoch) {
    for (int first = order.start(); first < order.end(); first += config.minibatchSize()) {
      if (config.loss().normalizeAdvantages()) {
        StandardizedAdvantages.measure(
            learner, rollout.advantages, order.rows(), first, config.minibatchSize());
      }
      learner.compute(order.rows(), first);
      learner.addTo(metrics);
      if (stopping.endsBeforeStep()) {
        return false;
      }
      if (observer != null) {
        show(observer, epoch, first);
      }
      learner.step();
    }
    if (config.klStop() != KlStop.NEVER) {
      learner.takePending();
    }
    return true;
  }

  private void adaptKlCoefficient() {
    if (config.objective().isPenalized()) {
      metrics.set(KL_COEFFICIENT, klCoefficient.value());
    }
    if (config.objective() == PpoObjective.ADAPTIVE_KL) {
      divergence.measure(order.rows(), order.start(), config.rollout().batchSize());
      double reached = divergence.value(PpoLoss.EXACT_KL);
      metrics.set(UPDATE_KL, reached);
      klCoefficient.adapt(reached);
    }
  }

  private void show(PpoObserver to, int epoch, int first) {
    shown.measure(order.rows(), first, config.minibatchSize());
    shownNumbers.begin();
    learner.addTo(shownNumbers);
    shownNumbers.end();
    shownNumbers.set(OptimizerConfig.LEARNING_RATE, metrics.value(OptimizerConfig.LEARNING_RATE));
    shownNumbers.set(CLIP_RANGE, metrics.value(CLIP_RANGE));
    shownNumbers.set(PpoObserver.GRADIENT_SCALE, learner.scale());
    to.computed(
        epoch,
        Arrays.copyOfRange(order.rows(), first, first + config.minibatchSize()),
        shown,
        shownNumbers);
  }

  /**
   * Registers an observer, which receives every update from the next iteration on. It changes no
   * result; there is at most one at a time.
   *
   * @throws IllegalStateException if the networks have a memory, whose rows depend on each other
   */
  public void observe(PpoObserver added) {
    if (config.network().memory() != Memory.NONE) {
      throw new IllegalStateException(
          "an update of networks with a memory cannot be shown row by row: set ppo.memory to none");
    }
    observer = added;
  }

  @Override
  public void time(Timings clock) {
    timings = clock;
    collector.time(clock);
    learner.time(clock);
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
    return learner.steps();
  }

  /** Describes PPO. */
  public static final class Builder {
    private final PpoConfig config;
    private final List<LossTerm> terms = new ArrayList<>();
    private PolicyObjective objective;
    private BodyFactory body;

    private Builder(PpoConfig config) {
      this.config = config;
      objective = config.objective();
      body = Bodies.of(config.network());
    }

    /** Sets the objective L^π, in place of the settings' one. */
    public Builder objective(PolicyObjective ofPolicy) {
      objective = ofPolicy;
      return this;
    }

    /** Sets what makes the body of the policy's network and of the value's, or the shared one. */
    public Builder body(BodyFactory factory) {
      body = factory;
      return this;
    }

    /** Adds a term to what is minimised. */
    public Builder term(LossTerm term) {
      terms.add(term);
      return this;
    }

    private ActorCritic network(Space observations, Space actions, RandomStream random) {
      return new ActorCritic(observations, actions, config.network(), body, random);
    }

    /** Opens PPO at the start of a run. */
    public Ppo open(Setup setup) {
      return Resources.open(
          setup,
          config.rollout().environments(),
          config.rollout().discount(),
          resources -> new Ppo(this, resources));
    }

    /** A policy of the same shape, for parameters learnt before. */
    public Policy policy(Space observations, Space actions) {
      return new NetworkPolicy(network(observations, actions, new RandomStream(0)));
    }
  }
}

package jackdaw.algorithm.a2c;

import jackdaw.algorithm.AbstractAlgorithm;
import jackdaw.algorithm.AlgorithmType;
import jackdaw.algorithm.OnPolicy;
import jackdaw.algorithm.Resources;
import jackdaw.algorithm.Setup;
import jackdaw.collector.OnPolicyCollector;
import jackdaw.experience.Advantages;
import jackdaw.experience.Rollout;
import jackdaw.learning.Learner;
import jackdaw.learning.Losses;
import jackdaw.learning.MinibatchOrder;
import jackdaw.learning.OptimizerConfig;
import jackdaw.learning.StandardizedAdvantages;
import jackdaw.metric.Metrics;
import jackdaw.metric.Phase;
import jackdaw.metric.Timings;
import jackdaw.network.ActorCritic;
import jackdaw.network.Bodies;
import jackdaw.policy.NetworkPolicy;
import jackdaw.random.RandomStream;

/**
 * Synchronous advantage actor-critic: A3C (Mnih et al. 2016, algorithm S3) whose workers step
 * together; book, algorithm 3.3 with bootstrapped advantages.
 *
 * <p>In each iteration N environments take T steps with the current policy; advantages are
 * estimated from rewards and values; then one step is taken down the gradient of {@link A2cLoss} on
 * all N · T rows.
 */
public final class A2c extends AbstractAlgorithm {
  /** A2C as an algorithm to choose by name. */
  public static final AlgorithmType<A2cConfig> TYPE =
      AlgorithmType.of(
          "a2c",
          A2cConfig.defaults(),
          A2c::open,
          (config, observations, actions) -> new NetworkPolicy(
              new ActorCritic(observations, actions, config.network(), new RandomStream(0))));

  private final A2cConfig config;
  private final OnPolicyCollector collector;
  private final Rollout rollout;
  private final Learner learner;
  private final int[] rows;
  private final Metrics metrics;
  private Timings timings = Timings.OFF;

  private A2c(A2cConfig config, Resources resources) {
    super(resources);
    this.config = config;
    OnPolicy parts =
        OnPolicy.of(
            resources, episodes(), config.rollout(), config.network(),
            Bodies.of(config.network()), false);
    learnt(parts.network().parameters(), () -> new NetworkPolicy(parts.network()));
    collector = keep("collector", parts.collector());
    rollout = parts.rollout();
    learner = keep(
        "", learner(config, parts.network(), rollout)
            .context(() -> context("a2c.learning-rate", config.optimizer().learningRate()))
            .build(resources.workers()));
    StandardizedAdvantages.leave(learner);
    rows =
        MinibatchOrder.whole(rollout.environments(), rollout.size(), config.sequenceSteps());
    metrics =
        measure(
            Metrics.of(
                OptimizerConfig.LEARNING_RATE, Losses.POLICY_LOSS, Losses.VALUE_LOSS,
                Losses.ENTROPY, Learner.GRADIENT_NORM, Advantages.EXPLAINED_VARIANCE));
  }

  /** Opens A2C at the start of a run. */
  public static A2c open(A2cConfig config, Setup setup) {
    return Resources.open(
        setup,
        config.rollout().environments(),
        config.rollout().discount(),
        resources -> new A2c(config, resources));
  }

  static Learner.Builder learner(A2cConfig config, ActorCritic network, Rollout rollout) {
    return OnPolicy
        .learner(
            network, rollout, new A2cLoss(network, config.loss()), rollout.size(),
            config.sequenceSteps(), config.optimizer())
        .optimizer(
            config.optimizerKind().factory(config.rmspropDecay(), config.optimizerEpsilon()));
  }

  @Override
  public void iterate(double progress) {
    collector.collect();
    Advantages.estimate(config.rollout(), rollout);
    timings.enter(Learner.MINIBATCHES);
    if (config.loss().normalizeAdvantages()) {
      StandardizedAdvantages.measure(learner, rollout.advantages, rows, 0, rows.length);
    }
    double learningRate = config.optimizer().learningRateAt(progress);
    learner.begin(learningRate);
    learner.compute(rows, 0);
    learner.step();
    learner.finish();
    timings.enter(Phase.REST);
    metrics.begin();
    learner.addTo(metrics);
    metrics.end();
    metrics.set(OptimizerConfig.LEARNING_RATE, learningRate);
    metrics.set(Advantages.EXPLAINED_VARIANCE, Advantages.explainedVariance(rollout));
    iterated();
  }

  @Override
  public void time(Timings clock) {
    timings = clock;
    collector.time(clock);
    learner.time(clock);
  }

  @Override
  public long steps() {
    return collector.steps();
  }

  @Override
  public long updates() {
    return learner.steps();
  }
}

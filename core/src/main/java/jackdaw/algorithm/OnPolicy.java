package jackdaw.algorithm;

import jackdaw.collector.OnPolicyCollector;
import jackdaw.experience.EpisodeStatistics;
import jackdaw.experience.Rollout;
import jackdaw.experience.RolloutConfig;
import jackdaw.learning.Learner;
import jackdaw.learning.Loss;
import jackdaw.learning.OptimizerConfig;
import jackdaw.network.ActorCritic;
import jackdaw.network.BodyFactory;
import jackdaw.network.NetworkConfig;

/**
 * The parts that on-policy actor-critics have in common.
 *
 * @param network at the start of training
 * @param rollout which is collected between two updates
 * @param collector which fills it
 */
public record OnPolicy(ActorCritic network, Rollout rollout, OnPolicyCollector collector) {
  /**
   * Parts at the start of a run.
   *
   * @param body of the networks
   * @param logProbabilities whether the collector fills {@link Rollout#logProbabilities}
   */
  public static OnPolicy of(
      Resources resources,
      EpisodeStatistics episodes,
      RolloutConfig rolloutConfig,
      NetworkConfig networkConfig,
      BodyFactory body,
      boolean logProbabilities) {
    ActorCritic network =
        new ActorCritic(
            resources.observationSpace(),
            resources.actionSpace(),
            networkConfig,
            body,
            resources.random().split("initialisation"));
    Rollout rollout =
        OnPolicyCollector.rollout(
            network, resources.environment(), rolloutConfig.rolloutSteps());
    OnPolicyCollector collector =
        new OnPolicyCollector(
            network, resources.environment(), rollout, episodes, resources.random(),
            resources.workers(), logProbabilities);
    return new OnPolicy(network, rollout, collector);
  }

  /**
   * Begins to describe the learner of a loss over rollouts: policy and value are segments of their
   * own unless they share layers.
   *
   * @param minibatch rows of a minibatch
   * @param steps of each sequence; 1 without a memory
   */
  public static Learner.Builder learner(
      ActorCritic network,
      Rollout rollout,
      Loss loss,
      int minibatch,
      int steps,
      OptimizerConfig config) {
    Learner.Builder learner =
        Learner.on(rollout, minibatch)
            .sequences(steps)
            .maxGradientNorm(config.maxGradientNorm());
    return network.isShared()
        ? learner.loss(loss, network.parameters().all())
        : learner.loss(loss, network.policySegment()).loss(loss, network.valueSegment());
  }
}

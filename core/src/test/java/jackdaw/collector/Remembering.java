package jackdaw.collector;

import jackdaw.algorithm.probe.WindyLine;
import jackdaw.environment.VectorEnvironment;
import jackdaw.experience.EpisodeStatistics;
import jackdaw.experience.Rollout;
import jackdaw.network.ActorCritic;
import jackdaw.network.NetworkConfig;
import jackdaw.nn.Activation;
import jackdaw.nn.Memory;
import jackdaw.parallel.Workers;
import jackdaw.random.RandomStream;
import java.util.List;
import java.util.OptionalDouble;

/** Networks with a memory, away from where training starts, and rollouts that they collect. */
public final class Remembering {
  public final ActorCritic network;
  public final Rollout rollout;
  final OnPolicyCollector collector;

  /** Episodes of at most 25 steps, of which some terminate. */
  public Remembering(Memory memory, boolean shared, int steps, int environments) {
    VectorEnvironment environment =
        VectorEnvironment.of(() -> new WindyLine(false), environments);
    network = network(memory, shared, environment);
    rollout = new Rollout(
        steps, environments, 3, 1, 0, network.stateSize(), network.policyOutputs());
    collector = new OnPolicyCollector(
        network,
        environment,
        rollout,
        new EpisodeStatistics(OptionalDouble.empty()),
        new RandomStream(2),
        new Workers(1));
  }

  private static ActorCritic network(
      Memory memory, boolean shared, VectorEnvironment environment) {
    ActorCritic network = new ActorCritic(
        environment.observationSpace(),
        environment.actionSpace(),
        new NetworkConfig(
            List.of(), List.of(), List.of(6), Activation.TANH, memory, 5, shared, 0, false),
        new RandomStream(1));
    RandomStream random = new RandomStream(3);
    for (int i = 0; i < network.parameters().size(); i++) {
      network.parameters().values()[i] += (float) (0.8 * random.nextGaussian());
    }
    return network;
  }

  /** Collects the next rollout. */
  public void collect() {
    collector.collect();
  }
}

package jackdaw.algorithm.ppo;

import jackdaw.algorithm.Algorithm;
import jackdaw.algorithm.Setup;
import jackdaw.environment.Environment;
import jackdaw.network.ActorCritic;
import jackdaw.network.ForwardPass;
import jackdaw.program.Program;
import jackdaw.random.RandomStream;
import jackdaw.tensor.Tensor;
import java.util.function.Supplier;

/** Trains PPO and looks into what it has learnt. */
final class Learnt {
  private final ActorCritic network;

  private Learnt(ActorCritic network) {
    this.network = network;
  }

  /** What PPO knows after some iterations. */
  static Learnt after(
      int iterations, PpoConfig config, Supplier<? extends Environment> environments) {
    try (Algorithm ppo = Ppo.open(config, Setup.of(environments, 1))) {
      for (int i = 0; i < iterations; i++) {
        ppo.iterate((double) i / iterations);
      }
      Environment environment = environments.get();
      ActorCritic network = PpoLearning.network(
          config,
          environment.observationSpace(),
          environment.actionSpace(),
          new RandomStream(99));
      network.parameters().copyFrom(ppo.parameters().values());
      return new Learnt(network);
    }
  }

  private float compute(Tensor observation, Tensor output, float[] observed) {
    Program program = Program.compile(output);
    program.input(observation).set(observed, 0);
    network.parameters().bind(program).load();
    program.run();
    return program.output(output).value();
  }

  /** V(observation). */
  float value(float... observed) {
    ForwardPass pass = network.forward(1, 1);
    return compute(pass.observations(), pass.values(), observed);
  }

  /** π(action | observation) of a discrete action. */
  float probability(int action, float... observed) {
    ForwardPass pass = network.forward(1, 1);
    Tensor logProbability =
        network.distribution(pass.policyOutputs()).logProbability(Tensor.constant(action));
    return compute(pass.observations(), logProbability.exp(), observed);
  }

  /** The mean of a continuous action of one value. */
  float mean(float... observed) {
    ForwardPass pass = network.forward(1, 1);
    return compute(pass.observations(), pass.policyOutputs(), observed);
  }
}

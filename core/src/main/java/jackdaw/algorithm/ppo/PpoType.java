package jackdaw.algorithm.ppo;

import jackdaw.algorithm.Algorithm;
import jackdaw.algorithm.AlgorithmType;
import jackdaw.environment.Environment;
import jackdaw.environment.wrapper.EnvironmentConfig;
import jackdaw.policy.NetworkPolicy;
import jackdaw.policy.Policy;
import jackdaw.random.RandomStream;
import jackdaw.space.Space;
import java.util.function.Supplier;

/** How to make {@link Ppo} by name. */
final class PpoType implements AlgorithmType<PpoConfig> {
  @Override
  public String name() {
    return "ppo";
  }

  @Override
  public PpoConfig defaults() {
    return PpoConfig.defaults();
  }

  @Override
  public Algorithm create(
      PpoConfig config,
      EnvironmentConfig environment,
      Supplier<? extends Environment> environments,
      long seed,
      int threads) {
    return new Ppo(config, environment, environments, seed, threads);
  }

  @Override
  public Policy policy(PpoConfig config, Space observationSpace, Space actionSpace) {
    return new NetworkPolicy(
        Ppo.network(config, observationSpace, actionSpace, new RandomStream(0)));
  }
}

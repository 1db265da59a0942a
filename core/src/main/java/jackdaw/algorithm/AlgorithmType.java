package jackdaw.algorithm;

import jackdaw.environment.Environment;
import jackdaw.environment.wrapper.EnvironmentConfig;
import jackdaw.policy.Policy;
import jackdaw.space.Space;
import java.util.function.Supplier;

/**
 * An algorithm as something to choose by name: its settings, and how to make a learner and a policy
 * from them.
 *
 * @param <C> the record of its settings; component names are the settings' names, and its canonical
 *     constructor checks every range
 */
public interface AlgorithmType<C extends Record> {
  /** The name to choose it by, in lower case. */
  String name();

  /** The settings where nobody says otherwise. */
  C defaults();

  /**
   * A learner at the start of a run.
   *
   * @param environment how the environments are seen
   * @param environments makes one bare environment at each call
   * @param seed the run's one seed
   * @param threads how many threads may compute, at least 1; the result is the same for any number
   */
  Algorithm create(
      C config,
      EnvironmentConfig environment,
      Supplier<? extends Environment> environments,
      long seed,
      int threads);

  /** A policy with the shape that these settings give it, for parameters learnt before. */
  Policy policy(C config, Space observationSpace, Space actionSpace);
}

package jackdaw.algorithm;

import jackdaw.policy.Policy;
import jackdaw.space.Space;
import java.util.function.BiFunction;

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

  /** The default settings. */
  C defaults();

  /** Opens a learner at the start of a run. */
  Algorithm create(C config, Setup setup);

  /** A policy with the shape that these settings give it, for parameters learnt before. */
  Policy policy(C config, Space observationSpace, Space actionSpace);

  /** Makes a policy for parameters learnt before. */
  @FunctionalInterface
  interface PolicyFactory<C> {
    /** See {@link AlgorithmType#policy}. */
    Policy create(C config, Space observationSpace, Space actionSpace);
  }

  /**
   * An algorithm to choose by name.
   *
   * @param name in lower case, with hyphens
   * @param open opens a learner at the start of a run
   * @param policy makes a policy with the same shape as the learner's
   */
  static <C extends Record> AlgorithmType<C> of(
      String name,
      C defaults,
      BiFunction<C, Setup, ? extends Algorithm> open,
      PolicyFactory<C> policy) {
    record Type<C extends Record>(
        String name,
        C defaults,
        BiFunction<C, Setup, ? extends Algorithm> open,
        PolicyFactory<C> policyFactory) implements AlgorithmType<C> {
      @Override
      public Algorithm create(C config, Setup setup) {
        return open.apply(config, setup);
      }

      @Override
      public Policy policy(C config, Space observationSpace, Space actionSpace) {
        return policyFactory.create(config, observationSpace, actionSpace);
      }
    }
    return new Type<>(name, defaults, open, policy);
  }
}

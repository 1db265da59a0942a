package jackdaw.runs;

import jackdaw.algorithm.AlgorithmType;
import jackdaw.algorithm.a2c.A2c;
import jackdaw.algorithm.dqn.Dqn;
import jackdaw.algorithm.ppo.Ppo;
import jackdaw.algorithm.tabular.TabularLearner;
import java.util.List;

/** The algorithms that can be chosen by name. */
public final class Algorithms {
  private Algorithms() {}

  /** All of them, by name. */
  public static List<AlgorithmType<?>> all() {
    return List.of(
        Ppo.TYPE,
        A2c.TYPE,
        Dqn.TYPE,
        TabularLearner.Q_LEARNING,
        TabularLearner.DOUBLE_Q_LEARNING,
        TabularLearner.SARSA,
        TabularLearner.EXPECTED_SARSA);
  }

  /**
   * The algorithm of a name.
   *
   * @throws IllegalArgumentException if there is none; the message has the nearest names
   */
  public static AlgorithmType<?> named(String name) {
    for (AlgorithmType<?> type : all()) {
      if (type.name().equals(name)) {
        return type;
      }
    }
    List<String> names = all().stream().<String>map(AlgorithmType::name).toList();
    throw new IllegalArgumentException(
        "no algorithm is named %s: %s".formatted(name, Hints.of(name, names)));
  }

  /**
   * The algorithm that settings are for.
   *
   * @throws IllegalArgumentException if there is none
   */
  @SuppressWarnings("unchecked") // The settings are of the class of the type's defaults.
  public static <C extends Record> AlgorithmType<C> of(C settings) {
    for (AlgorithmType<?> type : all()) {
      if (type.defaults().getClass() == settings.getClass()) {
        return (AlgorithmType<C>) type;
      }
    }
    throw new IllegalArgumentException(
        "%s is not the settings of a built-in algorithm: give the AlgorithmType of your own, too"
            .formatted(settings.getClass().getSimpleName()));
  }
}

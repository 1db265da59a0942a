package jackdaw.runs;

import jackdaw.algorithm.AlgorithmType;
import jackdaw.algorithm.a2c.A2c;
import jackdaw.algorithm.dqn.Dqn;
import jackdaw.algorithm.ppo.Ppo;
import java.util.List;

/** The algorithms that can be chosen by name. */
public final class Algorithms {
  private Algorithms() {}

  /** All of them, by name. */
  public static List<AlgorithmType<?>> all() {
    return List.of(Ppo.TYPE, A2c.TYPE, Dqn.TYPE);
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
}

package jackdaw.runs;

import java.util.List;
import jackdaw.algorithm.AlgorithmType;

/** The algorithms that can be chosen by name. */
public final class Algorithms {
  private Algorithms() {}

  /** All of them, by name. */
  public static List<AlgorithmType<?>> all() {
    throw new UnsupportedOperationException();
  }

  /**
   * The algorithm of a name.
   *
   * @throws IllegalArgumentException if there is none; the message has the nearest names
   */
  public static AlgorithmType<?> named(String name) {
    throw new UnsupportedOperationException();
  }
}

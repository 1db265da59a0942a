package jackdaw.environment;

import jackdaw.space.Box;
import jackdaw.space.Dictionary;
import jackdaw.space.Discrete;
import jackdaw.space.MultiBinary;
import jackdaw.space.MultiDiscrete;
import jackdaw.space.Space;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The values of an observation that choose among several. One that is none of these, such as 5 in
 * {@code Discrete(5)}, would be learnt from as if nothing had been observed.
 */
final class ObservedChoices {
  /** Among how many values each value of an element chooses; 0 where any number is possible. */
  private final int[] counts;

  private ObservedChoices(int[] counts) {
    this.counts = counts;
  }

  /** Those of a space; null if it has none. */
  static @Nullable ObservedChoices of(Space space) {
    if (space instanceof Box) {
      return null;
    }
    int[] counts = new int[space.size()];
    fill(counts, 0, space);
    return Arrays.stream(counts).allMatch(count -> count == 0) ? null : new ObservedChoices(counts);
  }

  private static void fill(int[] counts, int from, Space space) {
    switch (space) {
      case Box _ -> {}
      case Discrete discrete -> counts[from] = discrete.count();
      case MultiBinary bits -> Arrays.fill(counts, from, from + bits.size(), 2);
      case MultiDiscrete multi -> {
        for (int i = 0; i < multi.size(); i++) {
          counts[from + i] = multi.counts().get(i);
        }
      }
      case Dictionary dictionary -> {
        int at = from;
        for (Dictionary.Part part : dictionary.parts()) {
          fill(counts, at, part.space());
          at += part.space().size();
        }
      }
    }
  }

  /** The first value of an observation that is no choice; −1 if there is none. */
  int firstWrong(float[] observation) {
    for (int i = 0; i < counts.length; i++) {
      int count = counts[i];
      float value = observation[i];
      if (count > 0 && !(value >= 0 && value < count && value == (int) value)) {
        return i;
      }
    }
    return -1;
  }

  /** Among how many values the one at an index chooses. */
  int count(int index) {
    return counts[index];
  }
}

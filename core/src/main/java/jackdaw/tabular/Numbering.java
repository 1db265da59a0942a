package jackdaw.tabular;

import jackdaw.space.Box;
import jackdaw.space.Dictionary;
import jackdaw.space.Space;
import java.util.Arrays;

/**
 * The elements of a space of whole numbers, counted from 0: the last part changes fastest, so that
 * {@code MultiDiscrete.of(3, 2)} counts (0, 0), (0, 1), (1, 0), … A dictionary counts its parts in
 * their order.
 */
public final class Numbering {
  private final int[] choices;
  private final int count;

  /**
   * Counts the elements of a space.
   *
   * @throws IllegalArgumentException if the space has continuous parts, or more than 2³¹ − 1
   *     elements
   */
  public Numbering(Space space) {
    choices = choices(space);
    long product = 1;
    for (int choice : choices) {
      product *= choice;
      if (product > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "%s has more elements than a table can have rows, which are %d: use a network"
                .formatted(space, Integer.MAX_VALUE));
      }
    }
    count = (int) product;
  }

  private static int[] choices(Space space) {
    return switch (space) {
      case Box box -> throw new IllegalArgumentException(
          "a table has no place for the continuous values of %s: use a network, or Discrete,"
              .formatted(box)
              + " MultiDiscrete or MultiBinary");
      case Dictionary dictionary -> dictionary.parts().stream()
          .flatMapToInt(part -> Arrays.stream(choices(part.space())))
          .toArray();
      default -> space.choices().stream().mapToInt(Integer::intValue).toArray();
    };
  }

  /** How many elements there are. */
  public int count() {
    return count;
  }

  /** The number of the element at {@code offset}. */
  public int of(float[] values, int offset) {
    int number = 0;
    for (int i = 0; i < choices.length; i++) {
      number = number * choices[i] + (int) values[offset + i];
    }
    return number;
  }

  /** Writes the element of a number at {@code offset}. */
  public void write(int number, float[] values, int offset) {
    int rest = number;
    for (int i = choices.length - 1; i >= 0; i--) {
      values[offset + i] = rest % choices[i];
      rest /= choices[i];
    }
  }

  /**
   * Says which elements are legal: those all of whose parts are.
   *
   * @param mask 1 for each value of each part that is legal, in the order of {@link Space#choices},
   *     from {@code offset} on
   * @param legal where to write it, by number
   */
  public void legal(float[] mask, int offset, boolean[] legal) {
    for (int number = 0; number < count; number++) {
      legal[number] = isLegal(mask, offset, number);
    }
  }

  private boolean isLegal(float[] mask, int offset, int number) {
    int rest = number;
    int end = offset;
    for (int choice : choices) {
      end += choice;
    }
    for (int i = choices.length - 1; i >= 0; i--) {
      end -= choices[i];
      if (mask[end + rest % choices[i]] == 0) {
        return false;
      }
      rest /= choices[i];
    }
    return true;
  }
}

package jackdaw.environment;

import jackdaw.space.Space;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** The mask of one environment's currently legal actions. */
public final class LegalActions {
  private final int[] choices;

  private final boolean[] legal;

  private LegalActions(int[] choices, int length) {
    this.choices = choices;
    legal = new boolean[length];
  }

  /**
   * Creates room for an environment's mask; of size 0 if the environment does not mask actions.
   */
  public static LegalActions of(Environment environment) {
    Space space = environment.actionSpace();
    if (!environment.masksActions()) {
      return new LegalActions(new int[0], 0);
    }
    if (space.maskSize() == 0) {
      throw new IllegalArgumentException(
          environment.name() + " " + nothingToMask(space));
    }
    return new LegalActions(
        space.choices().stream().mapToInt(Integer::intValue).toArray(), space.maskSize());
  }

  /** Describes the fault of a mask on an action space that has no choices. */
  public static String nothingToMask(Space space) {
    return "masks actions, and its action space %s has nothing to mask: use Discrete,"
        .formatted(space)
        + " MultiDiscrete or MultiBinary actions, or let masksActions be false";
  }

  /** Returns the number of flags; 0 if the environment does not mask actions. */
  public int size() {
    return legal.length;
  }

  /** Asks the environment; any exception of its own passes through. */
  public void ask(Environment environment) {
    if (legal.length > 0) {
      Arrays.fill(legal, false);
      environment.legalActions(legal);
    }
  }

  /** Returns the first part of an action without a legal value, or −1 if every part has one. */
  public int partWithoutValue() {
    int from = 0;
    for (int part = 0; part < choices.length; part++) {
      boolean any = false;
      for (int i = from; i < from + choices[part]; i++) {
        any |= legal[i];
      }
      if (!any) {
        return part;
      }
      from += choices[part];
    }
    return -1;
  }

  /** Returns "no legal action", or names the part that has no legal value. */
  public String problem(int part) {
    return choices.length == 1
        ? "no legal action"
        : "no legal value for part %d of the action".formatted(part);
  }

  /** Writes 1 for legal and 0 for illegal. */
  void write(float[] masks, int offset) {
    for (int i = 0; i < legal.length; i++) {
      masks[offset + i] = legal[i] ? 1 : 0;
    }
  }

  /** Replaces an action by a legal one, each part drawn uniformly from its legal values. */
  public void sample(RandomGenerator random, float[] action) {
    int from = 0;
    for (int part = 0; part < choices.length; part++) {
      int count = 0;
      for (int i = 0; i < choices[part]; i++) {
        if (legal[from + i] && random.nextInt(++count) == 0) {
          action[part] = i;
        }
      }
      from += choices[part];
    }
  }

  public boolean[] toArray() {
    return legal.clone();
  }
}

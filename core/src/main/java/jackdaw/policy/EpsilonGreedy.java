package jackdaw.policy;

import jackdaw.random.RandomStream;
import jackdaw.state.Snapshot;
import jackdaw.state.Stateful;

/**
 * Chooses the action of the largest value, or with probability ε any action, among the legal ones.
 * Both
 * branches keep to the mask, and the value of an illegal action is never read.
 */
public final class EpsilonGreedy implements Stateful {
  private final RandomStream random;

  /** Draws from a stream of its own, which is its state. */
  public EpsilonGreedy(RandomStream random) {
    this.random = random;
  }

  /** Draws whether the next action is a random one. */
  public boolean explores(double epsilon) {
    return epsilon > 0 && random.nextDouble() < epsilon;
  }

  /**
   * Draws a legal action, each with the same probability.
   *
   * @param count actions, at least 1
   * @param masks 1 where an action is legal, from {@code masksAt} on; empty if all are
   */
  public int any(int count, float[] masks, int masksAt) {
    if (masks.length == 0) {
      return random.nextInt(count);
    }
    int legal = 0;
    for (int i = 0; i < count; i++) {
      legal += masks[masksAt + i] != 0 ? 1 : 0;
    }
    int left = random.nextInt(legal);
    int action = 0;
    while (masks[masksAt + action] == 0 || left-- > 0) {
      action++;
    }
    return action;
  }

  /**
   * The legal action of the largest value; the first of several equal ones.
   *
   * @param values of each action, from {@code valuesAt} on
   */
  public static int best(
      float[] values, int valuesAt, int count, float[] masks, int masksAt) {
    int best = -1;
    for (int i = 0; i < count; i++) {
      boolean legal = masks.length == 0 || masks[masksAt + i] != 0;
      if (legal && (best < 0 || values[valuesAt + i] > values[valuesAt + best])) {
        best = i;
      }
    }
    return best;
  }

  @Override
  public void save(Snapshot snapshot) {
    random.save(snapshot);
  }

  @Override
  public void restore(Snapshot snapshot) {
    random.restore(snapshot);
  }
}

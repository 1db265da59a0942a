package jackdaw.tabular;

import jackdaw.random.RandomStream;

/**
 * Q(s, a) of every state and action, in one part of a vector, or the mean of two such tables. What
 * chooses among actions counts legal ones alone: an illegal action's value is never read.
 */
public final class ActionValues {
  private static final int NONE = -1;

  private final float[] values;
  private final int first;
  private final int second;
  private final int actions;

  private ActionValues(float[] values, int first, int second, int actions) {
    this.values = values;
    this.first = first;
    this.second = second;
    this.actions = actions;
  }

  /**
   * One table.
   *
   * @param values holds [states, actions] in row-major order from {@code offset} on
   */
  public static ActionValues table(float[] values, int offset, int actions) {
    return new ActionValues(values, offset, NONE, actions);
  }

  /** The mean of two tables of the same size. */
  public static ActionValues mean(ActionValues one, ActionValues other) {
    return new ActionValues(one.values, one.first, other.first, one.actions);
  }

  /** How many actions there are. */
  public int actions() {
    return actions;
  }

  /** Q(s, a). */
  public double value(int state, int action) {
    int pair = state * actions + action;
    return second == NONE
        ? values[first + pair]
        : 0.5 * ((double) values[first + pair] + values[second + pair]);
  }

  /** Adds to the value of a pair, which is state · actions + action. */
  void add(int pair, double change) {
    values[first + pair] += (float) change;
  }

  /** max_a Q(s, a) over the legal actions. */
  public double max(int state, boolean[] legal) {
    return value(state, greedy(state, legal));
  }

  /** The first legal action with the greatest value. */
  public int greedy(int state, boolean[] legal) {
    int best = NONE;
    double greatest = Double.NEGATIVE_INFINITY;
    for (int action = 0; action < actions; action++) {
      if (legal[action] && (best == NONE || value(state, action) > greatest)) {
        best = action;
        greatest = value(state, action);
      }
    }
    return best;
  }

  /** Any of the legal actions with the greatest value, each as likely as the others. */
  int greedy(int state, boolean[] legal, RandomStream random) {
    double greatest = max(state, legal);
    int best = NONE;
    int equals = 0;
    for (int action = 0; action < actions; action++) {
      if (legal[action] && value(state, action) == greatest) {
        equals++;
        if (equals == 1 || random.nextInt(equals) == 0) {
          best = action;
        }
      }
    }
    return best;
  }

  /** True if no legal action has a greater value. */
  public boolean isGreedy(int state, int action, boolean[] legal) {
    return value(state, action) >= max(state, legal);
  }
}

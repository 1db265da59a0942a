package jackdaw.tabular;

import jackdaw.state.Snapshot;
import jackdaw.state.Stateful;

/**
 * A table that learns: its values, how often each pair of state and action was visited, and the
 * step
 * size that follows from it,
 *
 * <pre>α(s, a) = α · N(s, a)^−ω,</pre>
 *
 * where N counts the visit itself. ω = 0 leaves α alone; with ω in (½, 1] the values of a fixed
 * policy
 * converge (Robbins and Monro 1951; Even-Dar and Mansour 2003).
 */
public final class LearningTable implements Stateful {
  private final ActionValues values;
  private final int[] visits;
  private final double power;
  private int visitedPairs;

  /**
   * A table that was never visited.
   *
   * @param states how many rows the values have
   * @param power ω in [0, 1]
   */
  public LearningTable(ActionValues values, int states, double power) {
    this.values = values;
    this.power = power;
    visits = new int[Math.multiplyExact(states, values.actions())];
  }

  /** Q of this table. */
  public ActionValues values() {
    return values;
  }

  /** How often a pair was visited; stays at 2³¹ − 1. */
  public int visits(int pair) {
    return visits[pair];
  }

  /** How many pairs were visited at all. */
  public int visitedPairs() {
    return visitedPairs;
  }

  /**
   * Counts a visit.
   *
   * @param stepSize α
   * @return α(s, a)
   */
  public double visit(int pair, double stepSize) {
    if (visits[pair] == 0) {
      visitedPairs++;
    }
    if (visits[pair] < Integer.MAX_VALUE) {
      visits[pair]++;
    }
    return stepSize * weight(visits[pair]);
  }

  /** N^−ω; StrictMath has the same bits everywhere, and its power alone allocates. */
  private double weight(int count) {
    if (power == 0) {
      return 1;
    }
    return power == 1 ? 1.0 / count : StrictMath.exp(-power * StrictMath.log(count));
  }

  /** Q(s, a) ← Q(s, a) + α δ (book eq. 2.4). */
  public void add(int pair, double change) {
    values.add(pair, change);
  }

  /** The visits; the values belong to the parameters, which are saved with them. */
  @Override
  public void save(Snapshot snapshot) {
    snapshot.put("visits", visits);
  }

  @Override
  public void restore(Snapshot snapshot) {
    System.arraycopy(snapshot.ints("visits", visits.length), 0, visits, 0, visits.length);
    visitedPairs = 0;
    for (int count : visits) {
      visitedPairs += count > 0 ? 1 : 0;
    }
  }
}

package jackdaw.experience;

import jackdaw.state.Snapshot;
import jackdaw.state.StateColumn;
import jackdaw.state.Stateful;
import java.util.Arrays;

/**
 * Priorities of rows, and draws in proportion to them: a binary tree of sums (Schaul et al. 2016,
 * "Prioritized experience replay", appendix B.2.1). A row without a priority is never drawn. Each
 * sum is
 * that of its two children alone, so that it depends on the priorities and not on how they came
 * about.
 */
public final class Priorities implements Stateful {
  /** ε of p = (|δ| + ε)^α, so that a row without an error is still drawn. */
  private static final double SMALL = 1e-6;

  private final int leaves;
  private final double exponent;

  /** Node 1 is the root, node i has the children 2i and 2i + 1; leaves come last. */
  private final double[] sums;

  private double largest = 1;

  /**
   * Without any priority.
   *
   * @param rows how many there are; at least 1
   * @param exponent α of p = (|δ| + ε)^α; 0 draws uniformly; in [0, 1]
   */
  public Priorities(int rows, double exponent) {
    leaves = leaves(rows);
    this.exponent = exponent;
    sums = new double[2 * leaves];
  }

  /** The next power of two. */
  static int leaves(int rows) {
    return rows == 1 ? 1 : Integer.highestOneBit(rows - 1) << 1;
  }

  /** The sum of all priorities. */
  public double total() {
    return sums[1];
  }

  /** The priority of a row; 0 if it has none. */
  public double of(int row) {
    return sums[leaves + row];
  }

  /** Gives a row the largest priority that there was so far, so that it is drawn soon. */
  void add(int row) {
    set(row, largest);
  }

  /** Takes a row's priority away. */
  void remove(int row) {
    set(row, 0);
  }

  /** Sets the priority of a row to (|δ| + ε)^α. */
  void update(int row, double error) {
    double priority = Math.pow(Math.abs(error) + SMALL, exponent);
    largest = Math.max(largest, priority);
    set(row, priority);
  }

  private void set(int row, double priority) {
    int node = leaves + row;
    sums[node] = priority;
    for (node >>= 1; node >= 1; node >>= 1) {
      sums[node] = sums[2 * node] + sums[2 * node + 1];
    }
  }

  /**
   * The row at a place of the sum: the first one at which the sum of priorities so far is above it.
   *
   * @param place in [0, {@link #total})
   */
  public int at(double place) {
    int node = 1;
    double left = place;
    while (node < leaves) {
      double first = sums[2 * node];
      // Rounding must not lead to a row without a priority.
      if (left < first || sums[2 * node + 1] == 0) {
        node = 2 * node;
      } else {
        left -= first;
        node = 2 * node + 1;
      }
    }
    return node - leaves;
  }

  @Override
  public void save(Snapshot snapshot) {
    snapshot.putShared("priorities", StateColumn.of(sums, leaves, 2 * leaves));
    snapshot.put("largest", largest);
  }

  @Override
  public void restore(Snapshot snapshot) {
    snapshot.copyTo("priorities", sums, leaves, 2 * leaves);
    largest = snapshot.oneDouble("largest");
    Arrays.fill(sums, 0, 1, 0);
    for (int node = leaves - 1; node >= 1; node--) {
      sums[node] = sums[2 * node] + sums[2 * node + 1];
    }
  }
}

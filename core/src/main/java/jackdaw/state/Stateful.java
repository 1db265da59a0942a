package jackdaw.state;

/**
 * Something whose state a checkpoint keeps. After {@code b.restore(s)} of a snapshot {@code s} that
 * {@code a.save(s)} filled, {@code b} goes on exactly as {@code a} would have: same numbers, bit for
 * bit.
 */
public interface Stateful {
  /** Writes the whole state into a snapshot; the arrays written are copies. */
  void save(Snapshot snapshot);

  /**
   * Takes over a saved state.
   *
   * @throws IllegalArgumentException if a column is missing or has another type or length
   */
  void restore(Snapshot snapshot);
}

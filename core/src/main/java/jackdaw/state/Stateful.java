package jackdaw.state;

/**
 * Something whose state a checkpoint keeps. After {@code b.restore(s)} of a snapshot {@code s} that
 * {@code a.save(s)} filled, {@code b} continues exactly as {@code a} would have: same numbers, bit
 * for bit.
 */
public interface Stateful {
  /**
   * Writes the whole state into a snapshot. Small columns are copied ({@code put}). A column too
   * large to be in memory twice is shared ({@link Snapshot#putShared}): then its values must not
   * change before the snapshot is written, which a run does before its next iteration.
   */
  void save(Snapshot snapshot);

  /**
   * Takes over a saved state. It copies what it keeps: {@link Snapshot#copyTo} fills an array
   * without another in between.
   *
   * @throws IllegalArgumentException if a column is missing or has another type or length
   */
  void restore(Snapshot snapshot);
}

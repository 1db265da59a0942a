package jackdaw.experience;

/** Columns with equally many rows, each one flat array in row-major order. */
public interface Columns {
  /** Number of rows. */
  int rows();

  /** Floats in one row of a column; 0 if there is no such column. */
  int width(Column column);

  /**
   * The values of a column, [rows, width].
   *
   * @return the same array for the life of this object
   * @throws IllegalArgumentException if there is no such column
   */
  float[] values(Column column);

  /**
   * Maps drawn rows to the rows of a column's array that belong to them. A replay that stores each
   * observation once answers with the rows of the next observations here.
   *
   * @param drawn the rows that were drawn, in any order
   * @return {@code drawn} itself, or the same array at each call with as many entries
   */
  default int[] rows(Column column, int[] drawn) {
    return drawn;
  }
}

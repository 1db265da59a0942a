package jackdaw.runs;

import java.util.List;

/** Sees the rows of {@code metrics.csv} while a run writes them. Called in the training thread. */
@FunctionalInterface
public interface RowListener {
  /**
   * Sees one row.
   *
   * @param names of the columns, as in the file's header
   * @param values of the row in their order, NaN where nothing is known; used again at the next row
   */
  void row(List<String> names, double[] values);
}

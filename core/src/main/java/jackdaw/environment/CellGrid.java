package jackdaw.environment;

import java.util.function.IntBinaryOperator;

/**
 * Where observations are the cells of a grid, numbered row by row from the top left: what a picture
 * of
 * values and arrows needs.
 *
 * @param rows how many rows of cells there are
 * @param columns how many columns
 * @param rowMove the rows down that an action, the second argument, means to go from a cell, the
 *     first
 * @param columnMove the columns to the right likewise
 */
public record CellGrid(
    int rows, int columns, IntBinaryOperator rowMove, IntBinaryOperator columnMove) {
  /**
   * A grid whose actions mean the same in every cell: rows down and columns to the right of each.
   */
  public static CellGrid of(int rows, int columns, int[] rowMoves, int[] columnMoves) {
    return new CellGrid(
        rows, columns, (_, action) -> rowMoves[action], (_, action) -> columnMoves[action]);
  }

  /** How many cells there are. */
  public int cells() {
    return rows * columns;
  }
}

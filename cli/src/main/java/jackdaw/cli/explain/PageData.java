package jackdaw.cli.explain;

import jackdaw.environments.GridWorld;
import java.util.List;
import java.util.Map;

/**
 * Everything that a page shows but its words; becomes JSON.
 *
 * @param grid what is where
 * @param rows the steps that were taken
 * @param passes how often the update goes over them; 0 where there is one pass without a name
 * @param flags what the page has to say besides, such as {@code normalized}
 * @param facts words and numbers by name that stand in the text and come from no formula
 * @param cells all numbers by name
 */
record PageData(
    Grid grid,
    List<Row> rows,
    int passes,
    List<String> flags,
    Map<String, String> facts,
    Map<String, Cells.Cell> cells) {

  /** A grid, with its cells by number, row by row from the top left. */
  record Grid(int rows, int columns, int start, int trap, int goal) {
    static Grid of(GridWorld world) {
      return new Grid(world.rows(), world.columns(), world.start(), world.trap(), world.goal());
    }

    int cells() {
      return rows * columns;
    }
  }

  /**
   * One step.
   *
   * @param episode which one of the rollout it belongs to, from 1
   * @param state the number of the cell
   * @param label what the page calls it
   * @param action 0 left, 1 right, 2 up, 3 down
   * @param next the number of the cell that it led to
   * @param end {@code goal}, {@code trap}, {@code limit} (of time), {@code cut} (the rollout stops
   *     in the middle of an episode), or empty
   */
  record Row(int episode, int state, String label, int action, int next, String end) {}
}

package jackdaw.cli;

import jackdaw.algorithm.tabular.TablePolicy;
import jackdaw.environment.CellGrid;
import jackdaw.environment.Environment;
import jackdaw.environment.Picture;
import jackdaw.runs.Run;
import jackdaw.runs.RunConfig;
import jackdaw.runs.RunDirectory;
import jackdaw.tabular.ActionValues;
import java.io.IOException;
import java.util.function.Function;
import java.util.function.Supplier;

/** Paints what a run's table has learnt over the pictures of its environment. */
final class TablePainter {
  private TablePainter() {}

  /**
   * What paints an environment: with values and arrows if the run learnt a table and the table's
   * states
   * are the cells of a grid, else as it is.
   */
  static Function<Environment, Picture> of(
      RunDirectory directory, Supplier<Environment> environments, boolean best) {
    try {
      RunConfig config = RunConfig.read(directory.configFile());
      try (Environment seen = config.environmentConfig().wrap(environments).get()) {
        if (Run.policy(directory, seen, best) instanceof TablePolicy table) {
          return environment -> over(environment, table);
        }
      }
    } catch (IllegalArgumentException | IllegalStateException | IOException e) {
      throw new InputException(e);
    }
    return environment -> environment.picture().orElseThrow();
  }

  private static Picture over(Environment environment, TablePolicy table) {
    Picture below = environment.picture().orElseThrow();
    CellGrid grid = environment.grid().orElse(null);
    if (grid == null || grid.cells() != table.states().count()) {
      return below;
    }
    ActionValues values = table.values();
    return new TablePicture(below, grid, values.actions(), values::value);
  }
}

package jackdaw.environments;

import jackdaw.environment.CellGrid;
import jackdaw.environment.Picture;
import jackdaw.environment.TabularModel;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A walk across a frozen lake with holes: Gymnasium's FrozenLake-v1 and FrozenLake8x8-v1 without
 * their limits of 100 and 200 steps, which {@link Environments} adds.
 *
 * <p>An observation is the number of the cell, row by row from 0 at the top left. Actions are 0
 * left, 1 down, 2 right, 3 up; a step against the edge stays in place. On slippery ice a step goes
 * in the intended direction with the success rate, by default 1/3, and else to either side with
 * equal probability. The goal at the bottom right has reward 1 and ends the episode; a hole ends it
 * without reward.
 */
public final class FrozenLake extends TabularEnvironment {
  /** Maximum length of an episode of FrozenLake-v1, in steps, on any map. */
  static final int MAX_STEPS = 100;

  /** Maximum length of an episode of FrozenLake8x8-v1, in steps. */
  static final int MAX_STEPS_8X8 = 200;

  /** The threshold that Gymnasium registers for FrozenLake-v1, where 0.74 is possible. */
  private static final double SOLVED_RETURN = 0.70;

  /** The threshold that Gymnasium registers for FrozenLake8x8-v1. */
  private static final double SOLVED_RETURN_8X8 = 0.85;

  private static final int ACTIONS = 4;
  private static final int[] ROW_MOVES = {0, 1, 0, -1};
  private static final int[] COLUMN_MOVES = {-1, 0, 1, 0};
  private static final char[] ARROWS = {'←', '↓', '→', '↑'};

  private final Lake lake;

  /** The maps: S is the start, F frozen, H a hole, G the goal. */
  public enum Lake {
    /** The map of FrozenLake-v1. */
    SMALL("SFFF", "FHFH", "FFFH", "HFFG"),
    /** The map of FrozenLake8x8-v1. */
    LARGE(
        "SFFFFFFF",
        "FFFFFFFF",
        "FFFHFFFF",
        "FFFFFHFF",
        "FFFHFFFF",
        "FHHFFFHF",
        "FHFFHFHF",
        "FFFHFFFG");

    @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable
    private final List<String> rows;

    Lake(String... rows) {
      this.rows = List.of(rows);
    }

    /** Returns the number of rows, which is also that of columns. */
    int size() {
      return rows.size();
    }

    char cell(int row, int column) {
      return rows.get(row).charAt(column);
    }
  }

  /**
   * Creates a lake.
   *
   * @param slippery whether a step may go to the side
   * @param successRate the probability of the intended direction on slippery ice; in (0, 1]
   * @throws IllegalArgumentException if the success rate is out of its range
   */
  public FrozenLake(Lake lake, boolean slippery, double successRate) {
    super(model(lake, slippery ? successRate : 1));
    this.lake = lake;
  }

  private static TabularModel model(Lake lake, double successRate) {
    if (!(successRate > 0 && successRate <= 1)) {
      throw new IllegalArgumentException(
          "a success rate of %s is not possible: use a number in (0, 1]".formatted(successRate));
    }
    int size = lake.size();
    TabularModel.Builder model = TabularModel.builder(size * size, ACTIONS);
    for (int state = 0; state < size * size; state++) {
      char cell = lake.cell(state / size, state % size);
      if (cell == 'S') {
        model.start(state, 1);
      }
      for (int action = 0; action < ACTIONS; action++) {
        if (cell == 'G' || cell == 'H') {
          model.outcome(state, action, 1, state, 0, true);
        } else if (successRate == 1) {
          move(model, lake, state, action, action, 1);
        } else {
          double side = (1 - successRate) / 2;
          move(model, lake, state, action, (action + 3) % ACTIONS, side);
          move(model, lake, state, action, action, successRate);
          move(model, lake, state, action, (action + 1) % ACTIONS, side);
        }
      }
    }
    return model.build();
  }

  private static void move(
      TabularModel.Builder model,
      Lake lake,
      int state,
      int action,
      int direction,
      double probability) {
    int size = lake.size();
    int row = Math.clamp(state / size + ROW_MOVES[direction], 0, size - 1);
    int column = Math.clamp(state % size + COLUMN_MOVES[direction], 0, size - 1);
    char cell = lake.cell(row, column);
    model.outcome(
        state,
        action,
        probability,
        row * size + column,
        cell == 'G' ? 1 : 0,
        cell == 'G' || cell == 'H');
  }

  /**
   * Returns the threshold that Gymnasium registers: 0.70 on the small lake and 0.85 on the large
   * one.
   */
  @Override
  public OptionalDouble solvedReturn() {
    return OptionalDouble.of(lake == Lake.SMALL ? SOLVED_RETURN : SOLVED_RETURN_8X8);
  }

  @Override
  String actionNames() {
    return "0 (left), 1 (down), 2 (right) or 3 (up)";
  }

  /** The intended change of row, downwards; 0 without an action. */
  static int rowMove(int action) {
    return action == NO_ACTION ? 0 : ROW_MOVES[action];
  }

  /** The intended change of column, to the right; 0 without an action. */
  static int columnMove(int action) {
    return action == NO_ACTION ? 0 : COLUMN_MOVES[action];
  }

  Lake lake() {
    return lake;
  }

  /**
   * Shows the map. The walker is an arrow for the last action, or @ at the start of an episode.
   */
  @Override
  public Optional<String> render() {
    int size = lake.size();
    StringBuilder text = new StringBuilder();
    for (int cell = 0; cell < size * size; cell++) {
      text.append(cell == state() ? walker() : lake.cell(cell / size, cell % size));
      text.append(cell % size < size - 1 ? " " : "\n");
    }
    return Optional.of(text.toString().stripTrailing());
  }

  private char walker() {
    return lastAction() == NO_ACTION ? '@' : ARROWS[lastAction()];
  }

  @Override
  public Optional<CellGrid> grid() {
    return Optional.of(CellGrid.of(lake.size(), lake.size(), ROW_MOVES, COLUMN_MOVES));
  }

  @Override
  public Optional<Picture> picture() {
    return Optional.of(new FrozenLakePicture(this));
  }
}

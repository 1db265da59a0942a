package jackdaw.environments;

import jackdaw.environment.CellGrid;
import jackdaw.environment.Picture;
import jackdaw.environment.TabularModel;
import java.util.Optional;

/**
 * A walk along a cliff (Sutton and Barto 2018, example 6.6): Gymnasium's CliffWalking-v1, and with
 * slippery ground its CliffWalkingSlippery-v1. There is no time limit, as in Gymnasium.
 *
 * <pre>
 *   .  .  .  .  .  .  .  .  .  .  .  .      0 to 11
 *   .  .  .  .  .  .  .  .  .  .  .  .     12 to 23     observations
 *   .  .  .  .  .  .  .  .  .  .  .  .     24 to 35
 *   S  C  C  C  C  C  C  C  C  C  C  G     36 to 47
 * </pre>
 *
 * <p>Actions are 0 up, 1 right, 2 down, 3 left; a step against the edge stays in place. Each step
 * costs −1; one into the cliff C costs −100 and leads back to the start S. The goal G ends the
 * episode, so the best return is −13. On slippery ground a step goes in the intended direction or
 * to either side, each with probability 1/3.
 */
public final class CliffWalking extends TabularEnvironment {
  static final int ROWS = 4;
  static final int COLUMNS = 12;
  static final int START = (ROWS - 1) * COLUMNS;
  static final int GOAL = ROWS * COLUMNS - 1;

  private static final double STEP_REWARD = -1;
  private static final double CLIFF_REWARD = -100;

  private static final int ACTIONS = 4;
  private static final int[] ROW_MOVES = {-1, 0, 1, 0};
  private static final int[] COLUMN_MOVES = {0, 1, 0, -1};
  private static final char[] ARROWS = {'↑', '→', '↓', '←'};

  /** Returns whether a cell is part of the cliff. */
  public CliffWalking(boolean slippery) {
    super(model(slippery));
  }

  private static TabularModel model(boolean slippery) {
    TabularModel.Builder model = TabularModel.builder(ROWS * COLUMNS, ACTIONS);
    model.start(START, 1);
    for (int state = 0; state < ROWS * COLUMNS; state++) {
      for (int action = 0; action < ACTIONS; action++) {
        if (slippery) {
          move(model, state, action, (action + 3) % ACTIONS, 1.0 / 3);
          move(model, state, action, action, 1.0 / 3);
          move(model, state, action, (action + 1) % ACTIONS, 1.0 / 3);
        } else {
          move(model, state, action, action, 1);
        }
      }
    }
    return model.build();
  }

  private static void move(
      TabularModel.Builder model, int state, int action, int direction, double probability) {
    int row = Math.clamp(state / COLUMNS + ROW_MOVES[direction], 0, ROWS - 1);
    int column = Math.clamp(state % COLUMNS + COLUMN_MOVES[direction], 0, COLUMNS - 1);
    int next = row * COLUMNS + column;
    if (isCliff(next)) {
      model.outcome(state, action, probability, START, CLIFF_REWARD, false);
    } else {
      model.outcome(state, action, probability, next, STEP_REWARD, next == GOAL);
    }
  }

  /** The intended change of row, downwards; 0 without an action. */
  static int rowMove(int action) {
    return action == NO_ACTION ? 0 : ROW_MOVES[action];
  }

  /** The intended change of column, to the right; 0 without an action. */
  static int columnMove(int action) {
    return action == NO_ACTION ? 0 : COLUMN_MOVES[action];
  }

  static boolean isCliff(int cell) {
    return cell > START && cell < GOAL;
  }

  @Override
  String actionNames() {
    return "0 (up), 1 (right), 2 (down) or 3 (left)";
  }

  /**
   * Shows the grid. The walker is an arrow for the last action, or @ at the start of an episode.
   */
  @Override
  public Optional<String> render() {
    StringBuilder text = new StringBuilder();
    for (int cell = 0; cell < ROWS * COLUMNS; cell++) {
      text.append(mark(cell)).append(cell % COLUMNS < COLUMNS - 1 ? " " : "\n");
    }
    return Optional.of(text.toString().stripTrailing());
  }

  private char mark(int cell) {
    if (cell == state()) {
      return lastAction() == NO_ACTION ? '@' : ARROWS[lastAction()];
    }
    return cell == START ? 'S' : cell == GOAL ? 'G' : isCliff(cell) ? 'C' : '.';
  }

  @Override
  public Optional<CellGrid> grid() {
    return Optional.of(CellGrid.of(ROWS, COLUMNS, ROW_MOVES, COLUMN_MOVES));
  }

  @Override
  public Optional<Picture> picture() {
    return Optional.of(new CliffWalkingPicture(this));
  }
}

package jackdaw.environments;

import jackdaw.environment.CellGrid;
import jackdaw.environment.Environment;
import jackdaw.environment.Picture;
import jackdaw.environment.Step;
import jackdaw.environment.TabularModel;
import jackdaw.space.Discrete;
import jackdaw.space.Space;
import java.awt.Graphics2D;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Queue;

/**
 * A walk from a start to a goal past a trap, the smallest world in which PPO can be followed by
 * hand.
 *
 * <p>Its rules are those of a worked example that often explains PPO: the actions are left, right,
 * up and down, a step costs −1, and one cell ends the episode with −10. In that example an episode
 * goes S1 →right→ S2 →down→ S3 →down→ trap. Its undiscounted returns are −12, −11 and −10, since
 * the step into the trap has −10 instead of −1. The default grid reproduces it:
 *
 * <pre>
 *   S1  S2  .       0  1  2
 *   .   S3  .       3  4  5      observations
 *   .   trap goal   6  7  8
 * </pre>
 *
 * <p>The example does not define the size of the grid, nor the place and worth of the goal. Here
 * the goal is the cell to the right of the trap, and the step into it has reward +10, so that the
 * best return is −1 −1 −1 +10 = 7. The example does not define walls, either: here a step against
 * the edge stays in place and costs −1.
 *
 * <p>An observation is the number of the cell, row by row from 0 at the top left; actions are 0
 * left, 1 right, 2 up, 3 down. Nothing is random, so the seed has no effect. A policy that walks
 * against a wall never ends an episode: {@link Environments} adds a limit of 100 steps.
 */
public final class GridWorld implements Environment {
  /** Maximum length of an episode of GridWorld-v1, in steps. */
  static final int MAX_STEPS = 100;

  private static final double STEP_REWARD = -1;
  private static final double TRAP_REWARD = -10;
  private static final double GOAL_REWARD = 10;

  private static final Discrete ACTION_SPACE = new Discrete(4);
  private static final int[] ROW_MOVES = {0, 0, -1, 1};
  private static final int[] COLUMN_MOVES = {-1, 1, 0, 0};
  private static final char[] ARROWS = {'←', '→', '↑', '↓'};
  private static final int NO_ACTION = -1;

  private final int rows;
  private final int columns;
  private final int start;
  private final int trap;
  private final int goal;
  private final Discrete observationSpace;
  private boolean running;
  private int cell;
  private int lastAction = NO_ACTION;

  /**
   * A cell of the grid.
   *
   * @param row from 0 at the top
   * @param column from 0 at the left
   */
  public record Cell(int row, int column) {}

  /** Creates the default grid of 3 × 3 cells. */
  public GridWorld() {
    this(3, 3, new Cell(0, 0), new Cell(2, 1), new Cell(2, 2));
  }

  /**
   * Creates another grid.
   *
   * @throws IllegalArgumentException if a cell lies outside of the grid, two of the cells are the
   *     same, or the goal cannot be reached without crossing the trap
   */
  public GridWorld(int rows, int columns, Cell start, Cell trap, Cell goal) {
    this.rows = rows;
    this.columns = columns;
    this.start = number("start", start);
    this.trap = number("trap", trap);
    this.goal = number("goal", goal);
    if (start.equals(trap) || start.equals(goal) || trap.equals(goal)) {
      throw new IllegalArgumentException(
          "start %s, trap %s and goal %s must be three cells".formatted(start, trap, goal));
    }
    observationSpace = new Discrete(Math.multiplyExact(rows, columns));
    if (distances()[this.goal] < 0) {
      throw new IllegalArgumentException(
          "goal %s cannot be reached from %s: the trap %s is in the way"
              .formatted(goal, start, trap));
    }
  }

  private int number(String what, Cell place) {
    if (place.row < 0 || place.row >= rows || place.column < 0 || place.column >= columns) {
      throw new IllegalArgumentException(
          "%s %s lies outside of %d rows and %d columns".formatted(what, place, rows, columns));
    }
    return place.row * columns + place.column;
  }

  @Override
  public Space observationSpace() {
    return observationSpace;
  }

  @Override
  public Space actionSpace() {
    return ACTION_SPACE;
  }

  /** Returns the best possible return; 7 in the default grid. */
  @Override
  public OptionalDouble solvedReturn() {
    int[] distances = distances();
    double best = pathReturn(distances[goal], GOAL_REWARD);
    return OptionalDouble.of(
        distances[trap] < 0 ? best : Math.max(best, pathReturn(distances[trap], TRAP_REWARD)));
  }

  private static double pathReturn(int steps, double lastReward) {
    return (steps - 1) * STEP_REWARD + lastReward;
  }

  /**
   * Returns the number of steps from the start to every cell; −1 if only a terminal cell leads
   * there.
   */
  private int[] distances() {
    int[] distances = new int[rows * columns];
    Arrays.fill(distances, -1);
    distances[start] = 0;
    Queue<Integer> next = new ArrayDeque<>();
    next.add(start);
    while (!next.isEmpty()) {
      int from = next.remove();
      for (int action = 0; action < ACTION_SPACE.count(); action++) {
        int to = neighbour(from, action);
        if (distances[to] < 0) {
          distances[to] = distances[from] + 1;
          if (to != trap && to != goal) {
            next.add(to);
          }
        }
      }
    }
    return distances;
  }

  /** Returns the number of rows. */
  public int rows() {
    return rows;
  }

  /** Returns the number of columns. */
  public int columns() {
    return columns;
  }

  /** Returns the number of the cell that episodes start in. */
  public int start() {
    return start;
  }

  /** Returns the number of the cell that ends an episode with −10. */
  public int trap() {
    return trap;
  }

  /** Returns the number of the cell that ends an episode with +10. */
  public int goal() {
    return goal;
  }

  /**
   * Returns the number of the cell that an action leads to: the same cell if a wall is in the way.
   *
   * @param from the number of a cell
   * @param action 0 left, 1 right, 2 up, 3 down
   */
  public int neighbour(int from, int action) {
    int row = Math.clamp(from / columns + ROW_MOVES[action], 0, rows - 1);
    int column = Math.clamp(from % columns + COLUMN_MOVES[action], 0, columns - 1);
    return row * columns + column;
  }

  @Override
  public void reset(long seed, float[] observation) {
    cell = start;
    lastAction = NO_ACTION;
    running = true;
    observation[0] = cell;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if no episode is running: before the first reset or after an end
   * @throws IllegalArgumentException if the action is not 0, 1, 2 or 3
   */
  @Override
  public void step(float[] action, Step step) {
    if (!running) {
      throw new IllegalStateException("no episode is running: call reset before step");
    }
    if (!ACTION_SPACE.contains(action, 0)) {
      throw new IllegalArgumentException(
          "action %s is not possible: use 0 (left), 1 (right), 2 (up) or 3 (down)"
              .formatted(action[0]));
    }
    lastAction = (int) action[0];
    int from = cell;
    cell = neighbour(from, lastAction);
    step.observation[0] = cell;
    step.terminated = cell == trap || cell == goal;
    step.reward = reward(from, cell);
    running = !step.terminated;
  }

  /**
   * Shows the grid with S, T and G for its special cells. The walker is an arrow for the last
   * action.
   */
  @Override
  public Optional<String> render() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < rows * columns; i++) {
      text.append(mark(i)).append(i % columns < columns - 1 ? " " : "\n");
    }
    return Optional.of(text.toString().stripTrailing());
  }

  private char mark(int place) {
    if (place == cell) {
      return lastAction == NO_ACTION ? '@' : ARROWS[lastAction];
    }
    return place == start ? 'S' : place == trap ? 'T' : place == goal ? 'G' : '.';
  }

  @Override
  public Optional<TabularModel> model() {
    TabularModel.Builder model = TabularModel.builder(rows * columns, ACTION_SPACE.count());
    model.start(start, 1);
    for (int from = 0; from < rows * columns; from++) {
      for (int action = 0; action < ACTION_SPACE.count(); action++) {
        int to = from == trap || from == goal ? from : neighbour(from, action);
        model.outcome(from, action, 1, to, reward(from, to), to == trap || to == goal);
      }
    }
    return Optional.of(model.build());
  }

  /** Of a move; an episode does not go on from its last cell. */
  private double reward(int from, int to) {
    if (from == trap || from == goal) {
      return 0;
    }
    return to == goal ? GOAL_REWARD : to == trap ? TRAP_REWARD : STEP_REWARD;
  }

  @Override
  public Optional<CellGrid> grid() {
    return Optional.of(CellGrid.of(rows, columns, ROW_MOVES, COLUMN_MOVES));
  }

  @Override
  public Optional<Picture> picture() {
    return Optional.of(new Painter());
  }

  /** Paints a cell; a separate class, so that training never loads it. */
  private final class Painter extends GridPicture {
    Painter() {
      super(rows, columns, 100);
    }

    @Override
    void paintCell(Graphics2D graphics, int row, int column) {
      Canvas canvas = new Canvas(graphics, 1, 1);
      int place = row * columns + column;
      if (place == trap) {
        canvas.rectangle(Canvas.RED, 0, 0, 1, 1);
        canvas.text(Canvas.PAPER, 0.2, 0.5, 0.5, "trap");
      } else if (place == goal) {
        canvas.rectangle(Canvas.GREEN, 0, 0, 1, 1);
        canvas.text(Canvas.PAPER, 0.2, 0.5, 0.5, "goal");
      } else if (place == start) {
        canvas.text(Canvas.FAINT, 0.2, 0.5, 0.5, "start");
      }
      if (place != cell) {
        return;
      }
      canvas.disc(Canvas.BLUE, 0.5, 0.5, 0.3);
      if (lastAction != NO_ACTION) {
        double reach = 0.2;
        double dx = reach * COLUMN_MOVES[lastAction];
        double dy = reach * ROW_MOVES[lastAction];
        canvas.arrow(Canvas.PAPER, 0.04, 0.5 - dx, 0.5 - dy, 0.5 + dx, 0.5 + dy);
      }
    }
  }
}

package jackdaw.environments;

import jackdaw.environment.Environment;
import jackdaw.environment.Picture;
import jackdaw.environment.Step;
import jackdaw.space.Discrete;
import jackdaw.space.Space;
import java.awt.Graphics2D;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Queue;

/**
 * A walk from a start to a goal past a trap, the smallest world in which PPO can be followed by hand.
 *
 * <p>Its rules are those of the worked example that is often used to explain PPO: the actions are
 * left, right, up and down, a step costs −1, and one cell ends the episode with −10. There an episode
 * goes S1 →right→ S2 →down→ S3 →down→ trap, and the undiscounted returns are −12, −11 and −10: the
 * step into the trap is worth −10 in place of −1. Here it can be followed in the default grid:
 *
 * <pre>
 *   S1  S2  .       0  1  2
 *   .   S3  .       3  4  5      observations
 *   .   trap goal   6  7  8
 * </pre>
 *
 * <p>The example leaves open how large the grid is, where the goal lies and what it is worth; ours is
 * the cell beyond the trap, and the step into it rewards +10, so that the best return is
 * −1 −1 −1 +10 = 7. So is what a wall does: a step against the edge stays in place and costs −1.
 *
 * <p>An observation is the number of the cell, row by row from 0 at the top left; actions are 0 left,
 * 1 right, 2 up, 3 down. Nothing is random, so the seed has no effect. A policy that walks against a
 * wall never ends an episode: {@link Environments} adds a limit of 100 steps.
 */
public final class GridWorld implements Environment {
  /** The longest that an episode of GridWorld-v1 is, in steps. */
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
   * A place in the grid.
   *
   * @param row from 0 at the top
   * @param column from 0 at the left
   */
  public record Cell(int row, int column) {}

  /** The default grid of 3 × 3 cells. */
  public GridWorld() {
    this(3, 3, new Cell(0, 0), new Cell(2, 1), new Cell(2, 2));
  }

  /**
   * Another grid.
   *
   * @throws IllegalArgumentException if a cell lies outside of the grid, two of them are the same, or
   *     the goal cannot be reached without crossing the trap
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

  /** The best return that there is; 7 in the default grid. */
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

  /** Steps from the start to every cell; −1 where only a terminal cell leads. */
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

  /** How many rows of cells there are. */
  public int rows() {
    return rows;
  }

  /** How many columns of cells there are. */
  public int columns() {
    return columns;
  }

  /** The number of the cell that episodes start in. */
  public int start() {
    return start;
  }

  /** The number of the cell that ends an episode with −10. */
  public int trap() {
    return trap;
  }

  /** The number of the cell that ends an episode with +10. */
  public int goal() {
    return goal;
  }

  /**
   * The number of the cell that an action leads to, which is the same one where a wall stands.
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
    cell = neighbour(cell, lastAction);
    step.observation[0] = cell;
    step.terminated = cell == trap || cell == goal;
    step.reward = cell == goal ? GOAL_REWARD : cell == trap ? TRAP_REWARD : STEP_REWARD;
    running = !step.terminated;
  }

  /** The grid with S, T and G for its special cells; an arrow, the last action, marks the walker. */
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
  public Optional<Picture> picture() {
    return Optional.of(new Painter());
  }

  /** Paints a cell; apart, so that training never loads it. */
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

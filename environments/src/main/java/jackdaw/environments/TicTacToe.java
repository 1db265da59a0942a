package jackdaw.environments;

import jackdaw.environment.Environment;
import jackdaw.environment.Picture;
import jackdaw.environment.Step;
import jackdaw.environment.TabularModel;
import jackdaw.random.RandomStream;
import jackdaw.space.Discrete;
import jackdaw.space.MultiDiscrete;
import jackdaw.space.Space;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.util.Arrays;
import java.util.Collections;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Noughts and crosses against an opponent that places its noughts at random. It is a game with a
 * mask: only empty cells are legal. The agent has the crosses and moves first.
 *
 * <p>An observation is the content of the nine cells, row by row: 0 nothing, 1 a cross, 2 a nought.
 * An action is the cell to place a cross in, 0 to 8. Three in a row end the game with a reward of 1
 * for crosses and −1 for noughts, a full board with 0; every other move has reward 0. Perfect play
 * never loses and wins more than 99 games of 100.
 */
public final class TicTacToe implements Environment {
  static final int CELLS = 9;
  static final int CROSS = 1;
  static final int NOUGHT = 2;

  /**
   * More than the mean return of a player who sees its own winning moves and none of the
   * opponent's.
   */
  private static final double SOLVED_RETURN = 0.95;

  private static final int[][] LINES = {
    {0, 1, 2}, {3, 4, 5}, {6, 7, 8}, {0, 3, 6}, {1, 4, 7}, {2, 5, 8}, {0, 4, 8}, {2, 4, 6}
  };

  private static final MultiDiscrete OBSERVATION_SPACE =
      new MultiDiscrete(Collections.nCopies(CELLS, 3));
  private static final Discrete ACTION_SPACE = new Discrete(CELLS);

  private final int[] cells = new int[CELLS];
  private final RandomStream opponent = new RandomStream(0);
  private int empty;
  private boolean running;

  /** Creates a game that has not begun. */
  public TicTacToe() {}

  @Override
  public Space observationSpace() {
    return OBSERVATION_SPACE;
  }

  @Override
  public Space actionSpace() {
    return ACTION_SPACE;
  }

  @Override
  public boolean masksActions() {
    return true;
  }

  @Override
  public void legalActions(boolean[] legal) {
    for (int i = 0; i < CELLS; i++) {
      legal[i] = cells[i] == 0;
    }
  }

  @Override
  public OptionalDouble solvedReturn() {
    return OptionalDouble.of(SOLVED_RETURN);
  }

  @Override
  public void reset(long seed, float[] observation) {
    opponent.reseed(seed);
    Arrays.fill(cells, 0);
    empty = CELLS;
    running = true;
    observe(observation);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if no game is running: before the first reset or after an end
   * @throws IllegalArgumentException if the action is not a cell, or its cell is taken
   */
  @Override
  public void step(float[] action, Step step) {
    if (!running) {
      throw new IllegalStateException("no episode is running: call reset before step");
    }
    if (!ACTION_SPACE.contains(action, 0) || cells[(int) action[0]] != 0) {
      throw new IllegalArgumentException(
          "action %s is not legal: choose an empty cell, 0 to 8".formatted(action[0]));
    }
    if (set((int) action[0], CROSS)) {
      step.reward = 1;
      running = false;
    } else if (empty > 0 && set(randomEmptyCell(), NOUGHT)) {
      step.reward = -1;
      running = false;
    } else {
      running = empty > 0;
    }
    step.terminated = !running;
    observe(step.observation);
  }

  @Override
  public Optional<TabularModel> model() {
    return Optional.of(TicTacToeModel.of());
  }

  private int randomEmptyCell() {
    int toSkip = opponent.nextInt(empty);
    for (int cell = 0;; cell++) {
      if (cells[cell] == 0 && toSkip-- == 0) {
        return cell;
      }
    }
  }

  /** Places a mark and returns whether it makes three in a row. */
  private boolean set(int cell, int sign) {
    cells[cell] = sign;
    empty--;
    return hasLine(cells, sign);
  }

  /** Whether a sign stands three in a row. */
  static boolean hasLine(int[] cells, int sign) {
    for (int[] line : LINES) {
      if (cells[line[0]] == sign && cells[line[1]] == sign && cells[line[2]] == sign) {
        return true;
      }
    }
    return false;
  }

  private void observe(float[] observation) {
    for (int i = 0; i < CELLS; i++) {
      observation[i] = cells[i];
    }
  }

  /** Shows the board with X for crosses and O for noughts. */
  @Override
  public Optional<String> render() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < CELLS; i++) {
      text.append(".XO".charAt(cells[i])).append(i % 3 == 2 ? "\n" : " ");
    }
    return Optional.of(text.toString().stripTrailing());
  }

  @Override
  public Optional<Picture> picture() {
    return Optional.of(new Painter());
  }

  /** Paints a cell; a separate class, so that training never loads it. */
  private final class Painter extends GridPicture {
    Painter() {
      super(3, 3, 100);
    }

    @Override
    void paintCell(Graphics2D graphics, int row, int column) {
      Canvas canvas = new Canvas(graphics, 1, 1);
      int sign = cells[3 * row + column];
      double near = 0.22;
      double far = 1 - near;
      double thickness = 0.09;
      if (sign == CROSS) {
        canvas.line(Canvas.BLUE, thickness, near, near, far, far);
        canvas.line(Canvas.BLUE, thickness, near, far, far, near);
      } else if (sign == NOUGHT) {
        canvas.outline(
            Canvas.ORANGE, thickness, new Ellipse2D.Double(near, near, far - near, far - near));
      }
    }
  }
}

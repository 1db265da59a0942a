package jackdaw.environments;

import jackdaw.environment.Environment;
import jackdaw.environment.Picture;
import jackdaw.environment.Step;
import jackdaw.random.RandomStream;
import jackdaw.space.Box;
import jackdaw.space.Discrete;
import jackdaw.space.Space;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A ball falls and has to be caught: the simplest diagnostic task of bsuite (Osband et al. 2020).
 * It needs only the assignment of a reward to actions a few steps earlier.
 *
 * <p>The board has 10 rows of 5 columns. The ball starts in the top row, in any column, and falls
 * one row in each step. The paddle starts in the middle of the bottom row. Actions are 0 left, 1
 * stay, 2 right. After 9 steps the ball is in the bottom row, and the episode ends: with 1 if the
 * paddle is there, else with −1. An observation is the board, row by row, with a 1 for the ball and
 * for the paddle.
 */
public final class Catch implements Environment {
  static final int ROWS = 10;
  static final int COLUMNS = 5;

  /** The return of catching nineteen balls of twenty. */
  private static final double SOLVED_RETURN = 0.9;

  private static final Box OBSERVATION_SPACE = Box.of(0, 1, ROWS, COLUMNS);
  private static final Discrete ACTION_SPACE = new Discrete(3);

  private final RandomStream random = new RandomStream(0);
  private int ballRow;
  private int ballColumn;
  private int paddle;
  private boolean running;

  /** Creates a board without a ball. */
  public Catch() {}

  @Override
  public Space observationSpace() {
    return OBSERVATION_SPACE;
  }

  @Override
  public Space actionSpace() {
    return ACTION_SPACE;
  }

  /** Returns 0.9: nineteen balls of twenty. */
  @Override
  public OptionalDouble solvedReturn() {
    return OptionalDouble.of(SOLVED_RETURN);
  }

  @Override
  public void reset(long seed, float[] observation) {
    random.reseed(seed);
    ballRow = 0;
    ballColumn = random.nextInt(COLUMNS);
    paddle = COLUMNS / 2;
    running = true;
    observe(observation);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if no episode is running: before the first reset or after an end
   * @throws IllegalArgumentException if the action is not 0, 1 or 2
   */
  @Override
  public void step(float[] action, Step step) {
    if (!running) {
      throw new IllegalStateException("no episode is running: call reset before step");
    }
    if (!ACTION_SPACE.contains(action, 0)) {
      throw new IllegalArgumentException(
          "action " + action[0] + " is not possible: use 0 (left), 1 (stay) or 2 (right)");
    }
    paddle = Math.clamp(paddle + (int) action[0] - 1, 0, COLUMNS - 1);
    ballRow++;
    step.terminated = ballRow == ROWS - 1;
    step.reward = !step.terminated ? 0 : paddle == ballColumn ? 1 : -1;
    running = !step.terminated;
    observe(step.observation);
  }

  private void observe(float[] observation) {
    Arrays.fill(observation, 0, ROWS * COLUMNS, 0);
    observation[ballRow * COLUMNS + ballColumn] = 1;
    observation[(ROWS - 1) * COLUMNS + paddle] = 1;
  }

  boolean hasBall(int row, int column) {
    return row == ballRow && column == ballColumn;
  }

  boolean hasPaddle(int row, int column) {
    return row == ROWS - 1 && column == paddle;
  }

  /** Shows the board: o is the ball, = the paddle, @ the ball on the paddle. */
  @Override
  public Optional<String> render() {
    StringBuilder text = new StringBuilder();
    for (int row = 0; row < ROWS; row++) {
      for (int column = 0; column < COLUMNS; column++) {
        boolean ball = hasBall(row, column);
        boolean caught = hasPaddle(row, column);
        text.append(ball && caught ? '@' : ball ? 'o' : caught ? '=' : '.');
        text.append(column < COLUMNS - 1 ? " " : "\n");
      }
    }
    return Optional.of(text.toString().stripTrailing());
  }

  @Override
  public Optional<Picture> picture() {
    return Optional.of(new CatchPicture(this));
  }
}

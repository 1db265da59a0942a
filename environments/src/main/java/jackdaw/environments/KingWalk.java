package jackdaw.environments;

import jackdaw.environment.Environment;
import jackdaw.environment.Picture;
import jackdaw.environment.Step;
import jackdaw.environment.TabularModel;
import jackdaw.random.RandomStream;
import jackdaw.space.Dictionary;
import jackdaw.space.Dictionary.Part;
import jackdaw.space.MultiDiscrete;
import jackdaw.space.Space;
import java.awt.Graphics2D;
import java.awt.geom.Path2D;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A king walks to a square of a board of 6 × 6 in as few moves as possible: a task with an action
 * of two choices, an observation of two named parts, and a mask that keeps the king on the board.
 *
 * <p>The parts {@code king} and {@code goal} of an observation are a column and a row each, 0 to 5.
 * An action chooses the step along the columns and the step along the rows: 0 is −1, 1 is none, 2
 * is +1. Every move costs −1, and the goal ends the episode. So the best return is minus the larger
 * of the two distances. The seed draws the two squares that king and goal start on. A king that
 * stands still never ends an episode: {@link Environments} adds a limit of 50 moves.
 */
public final class KingWalk implements Environment {
  /** Maximum length of an episode of KingWalk-v0, in steps. */
  static final int MAX_STEPS = 50;

  private static final int SIZE = 6;
  private static final int CHOICES = 3;

  /** Allowed difference between the mean of 100 best returns and the mean of all. */
  private static final double TOLERANCE = 0.25;

  private static final Dictionary OBSERVATION_SPACE =
      Dictionary.of(
          new Part("king", MultiDiscrete.of(SIZE, SIZE)),
          new Part("goal", MultiDiscrete.of(SIZE, SIZE)));
  private static final int KING = OBSERVATION_SPACE.offset("king");
  private static final int GOAL = OBSERVATION_SPACE.offset("goal");
  private static final MultiDiscrete ACTION_SPACE = MultiDiscrete.of(CHOICES, CHOICES);

  private final RandomStream random = new RandomStream(0);
  private final int[] king = new int[2];
  private final int[] goal = new int[2];
  private boolean running;

  /** Creates a board without pieces. */
  public KingWalk() {}

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
    for (int axis = 0; axis < 2; axis++) {
      for (int choice = 0; choice < CHOICES; choice++) {
        legal[axis * CHOICES + choice] = isOnBoard(king[axis] + choice - 1);
      }
    }
  }

  private static boolean isOnBoard(int place) {
    return place >= 0 && place < SIZE;
  }

  /** Returns the mean of the best returns less a quarter of a move. */
  @Override
  public OptionalDouble solvedReturn() {
    int sum = 0;
    int squares = SIZE * SIZE;
    for (int from = 0; from < squares; from++) {
      for (int to = 0; to < squares; to++) {
        sum +=
            Math.max(Math.abs(from / SIZE - to / SIZE), Math.abs(from % SIZE - to % SIZE));
      }
    }
    return OptionalDouble.of(-(double) sum / (squares * (squares - 1)) - TOLERANCE);
  }

  @Override
  public void reset(long seed, float[] observation) {
    random.reseed(seed);
    int from = random.nextInt(SIZE * SIZE);
    int to = random.nextInt(SIZE * SIZE - 1);
    to += to >= from ? 1 : 0;
    king[0] = from % SIZE;
    king[1] = from / SIZE;
    goal[0] = to % SIZE;
    goal[1] = to / SIZE;
    running = true;
    observe(observation);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if no episode is running: before the first reset or after an end
   * @throws IllegalArgumentException if the action is none, or leads off the board
   */
  @Override
  public void step(float[] action, Step step) {
    if (!running) {
      throw new IllegalStateException("no episode is running: call reset before step");
    }
    if (!ACTION_SPACE.contains(action, 0)
        || !isOnBoard(king[0] + (int) action[0] - 1)
        || !isOnBoard(king[1] + (int) action[1] - 1)) {
      throw new IllegalArgumentException(
          "action [%s, %s] is not legal: use 0, 1 and 2, and stay on the board"
              .formatted(action[0], action[1]));
    }
    king[0] += (int) action[0] - 1;
    king[1] += (int) action[1] - 1;
    step.reward = -1;
    step.terminated = king[0] == goal[0] && king[1] == goal[1];
    running = !step.terminated;
    observe(step.observation);
  }

  /**
   * Every pair of squares; a state's number is that of its observation, and an action's that of its
   * two
   * choices.
   */
  @Override
  public Optional<TabularModel> model() {
    int squares = SIZE * SIZE;
    TabularModel.Builder model =
        TabularModel.builder(squares * squares, CHOICES * CHOICES);
    for (int from = 0; from < squares; from++) {
      for (int to = 0; to < squares; to++) {
        if (from != to) {
          model.start(from * squares + to, 1.0 / (squares * (squares - 1)));
        }
        for (int action = 0; action < CHOICES * CHOICES; action++) {
          addMove(model, from, to, action);
        }
      }
    }
    return Optional.of(model.build());
  }

  private static void addMove(TabularModel.Builder model, int from, int to, int action) {
    int column = from / SIZE + action / CHOICES - 1;
    int row = from % SIZE + action % CHOICES - 1;
    int state = from * SIZE * SIZE + to;
    if (isOnBoard(column) && isOnBoard(row)) {
      int next = column * SIZE + row;
      model.outcome(state, action, 1, next * SIZE * SIZE + to, -1, next == to);
    } else {
      model.illegal(state, action);
    }
  }

  private void observe(float[] observation) {
    for (int axis = 0; axis < 2; axis++) {
      observation[KING + axis] = king[axis];
      observation[GOAL + axis] = goal[axis];
    }
  }

  /** Shows the board with K for the king and G for its goal. */
  @Override
  public Optional<String> render() {
    StringBuilder text = new StringBuilder();
    for (int row = 0; row < SIZE; row++) {
      for (int column = 0; column < SIZE; column++) {
        text.append(mark(column, row)).append(column < SIZE - 1 ? " " : "\n");
      }
    }
    return Optional.of(text.toString().stripTrailing());
  }

  private char mark(int column, int row) {
    return king[0] == column && king[1] == row
        ? 'K'
        : goal[0] == column && goal[1] == row ? 'G' : '.';
  }

  @Override
  public Optional<Picture> picture() {
    return Optional.of(new Painter());
  }

  /** Paints a square; a separate class, so that training never loads it. */
  private final class Painter extends GridPicture {
    Painter() {
      super(SIZE, SIZE, 100);
    }

    @Override
    void paintCell(Graphics2D graphics, int row, int column) {
      Canvas canvas = new Canvas(graphics, 1, 1);
      if ((row + column) % 2 == 1) {
        canvas.rectangle(Canvas.SHADE, 0, 0, 1, 1);
      }
      if (goal[0] == column && goal[1] == row) {
        canvas.rectangle(Canvas.GREEN, 0, 0, 1, 1);
      }
      if (king[0] == column && king[1] == row) {
        canvas.fill(Canvas.INK, crown());
      }
    }

    private static Path2D crown() {
      double left = 0.18;
      double right = 1 - left;
      double top = 0.24;
      double bottom = 1 - top;
      Path2D crown = new Path2D.Double();
      crown.moveTo(left, bottom);
      crown.lineTo(left, top);
      crown.lineTo((left + 0.5) / 2, 0.5);
      crown.lineTo(0.5, top);
      crown.lineTo((right + 0.5) / 2, 0.5);
      crown.lineTo(right, top);
      crown.lineTo(right, bottom);
      crown.closePath();
      return crown;
    }
  }
}

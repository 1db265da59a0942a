package jackdaw.environments;

import jackdaw.environment.Picture;
import jackdaw.environment.TabularModel;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A taxi that picks up passengers and drives them to their destination (Dietterich 2000):
 * Gymnasium's Taxi-v3 and Taxi-v4, which differ only in rain and fickle passengers. Their limit of
 * 200 steps is added by {@link Environments}. Rain and fickleness are those of Taxi-v4.
 *
 * <pre>
 *   +---------+
 *   |R: | : :G|
 *   | : | : : |
 *   | : : : : |
 *   | | : | : |
 *   |Y| : |B: |
 *   +---------+
 * </pre>
 *
 * <p>An observation is ((row · 5 + column) · 5 + passenger) · 4 + destination. The passenger is at
 * 0 R, 1 G, 2 Y, 3 B or 4 in the taxi; the destination is one of the first four. Actions are 0
 * south, 1 north, 2 east, 3 west, 4 pick up, 5 drop off. Each step costs −1; to pick up or drop off
 * in a wrong place costs −10. Dropping off at the destination has reward 20 and ends the episode.
 * An episode starts in any cell, with the passenger at one place and another place as destination.
 *
 * <p>In rain a move goes in the intended direction with 0.8, else to its left or right, unless a
 * wall is ahead. A fickle passenger, three of ten, chooses another destination when the taxi first
 * moves with them.
 */
public final class Taxi extends TabularEnvironment {
  /** Maximum length of an episode of Taxi-v3, in steps. */
  static final int MAX_STEPS = 200;

  /** The threshold that Gymnasium registers. */
  private static final double SOLVED_RETURN = 8;

  static final int SIZE = 5;
  static final int PLACES = 4;
  static final int IN_TAXI = 4;

  /** Rows and columns of R, G, Y and B. */
  static final int[] PLACE_ROWS = {0, 0, 4, 4};

  static final int[] PLACE_COLUMNS = {0, 4, 0, 3};
  static final String PLACE_NAMES = "RGYB";

  /** The wall or the open line to the right of each cell. */
  private static final String[] RIGHT_SIDES = {":|::|", ":|::|", "::::|", "|:|:|", "|:|:|"};

  private static final int STATES = SIZE * SIZE * (PLACES + 1) * PLACES;
  private static final double STEP_REWARD = -1;
  private static final double WRONG_REWARD = -10;
  private static final double ARRIVAL_REWARD = 20;
  private static final double STRAIGHT_PROBABILITY = 0.8; // in rain
  private static final double FICKLE_PROBABILITY = 0.3;

  private static final int ACTIONS = 6;
  private static final int PICK_UP = 4;
  private static final int[] ROW_MOVES = {1, -1, 0, 0};
  private static final int[] COLUMN_MOVES = {0, 0, 1, -1};

  /** The actions to the left and to the right of each move's direction. */
  private static final int[] LEFT = {2, 3, 1, 0};

  private static final int[] RIGHT = {3, 2, 0, 1};
  private static final char[] MARKS = {'↓', '↑', '→', '←', '@', '@'};

  /**
   * Creates a town.
   *
   * @param rainy whether a move may go to the side
   * @param fickle whether passengers may change their destination on the way
   */
  public Taxi(boolean rainy, boolean fickle) {
    super(new Table(rainy, fickle).model(), STATES);
  }

  /** Returns the number of a state without fickleness. */
  private static int number(int row, int column, int passenger, int destination) {
    return ((row * SIZE + column) * (PLACES + 1) + passenger) * PLACES + destination;
  }

  static int destination(int state) {
    return state % PLACES;
  }

  static int passenger(int state) {
    return state / PLACES % (PLACES + 1);
  }

  static int column(int state) {
    return state / (PLACES * (PLACES + 1)) % SIZE;
  }

  static int row(int state) {
    return state / (PLACES * (PLACES + 1) * SIZE) % SIZE;
  }

  /** Returns whether there is a wall to the right of a cell. */
  static boolean hasWallRight(int row, int column) {
    return RIGHT_SIDES[row].charAt(column) == '|';
  }

  /** Returns the place in a cell, or −1. */
  static int place(int row, int column) {
    for (int place = 0; place < PLACES; place++) {
      if (PLACE_ROWS[place] == row && PLACE_COLUMNS[place] == column) {
        return place;
      }
    }
    return -1;
  }

  /**
   * Creates the model. With fickle passengers every state exists twice: in states from {@link
   * #STATES} on, the passenger is about to change the destination.
   */
  private static final class Table {
    private final boolean rainy;
    private final boolean fickle;
    private final TabularModel.Builder model;

    Table(boolean rainy, boolean fickle) {
      this.rainy = rainy;
      this.fickle = fickle;
      model = TabularModel.builder(fickle ? 2 * STATES : STATES, ACTIONS);
    }

    TabularModel model() {
      int starts = SIZE * SIZE * PLACES * (PLACES - 1);
      for (int state = 0; state < STATES; state++) {
        if (passenger(state) != IN_TAXI && passenger(state) != destination(state)) {
          model.start(state, (fickle ? 1 - FICKLE_PROBABILITY : 1) / starts);
          if (fickle) {
            model.start(STATES + state, FICKLE_PROBABILITY / starts);
          }
        }
        addActions(state, 0);
        if (fickle) {
          addActions(state, STATES);
          model.observation(STATES + state, state);
        }
      }
      return model.build();
    }

    private void addActions(int state, int offset) {
      for (int action = 0; action < PICK_UP; action++) {
        if (!rainy) {
          move(state, offset, action, action, 1);
          continue;
        }
        // A wall ahead stops the taxi before it can drift.
        boolean free = neighbour(state, action) != state;
        double side = (1 - STRAIGHT_PROBABILITY) / 2;
        move(state, offset, action, action, STRAIGHT_PROBABILITY);
        move(state, offset, action, free ? LEFT[action] : action, side);
        move(state, offset, action, free ? RIGHT[action] : action, side);
      }
      pickUp(state, offset);
      dropOff(state, offset);
    }

    private void move(int state, int offset, int action, int direction, double probability) {
      int next = neighbour(state, direction);
      if (offset == 0 || passenger(state) != IN_TAXI || next == state) {
        model.outcome(offset + state, action, probability, offset + next, STEP_REWARD, false);
        return;
      }
      for (int other = 0; other < PLACES; other++) {
        if (other != destination(state)) {
          int changed = number(row(next), column(next), IN_TAXI, other);
          model.outcome(
              offset + state, action, probability / (PLACES - 1), changed, STEP_REWARD, false);
        }
      }
    }

    private static int neighbour(int state, int direction) {
      int row = row(state);
      int column = column(state);
      boolean wall =
          switch (direction) {
            case 2 -> hasWallRight(row, column);
            case 3 -> column == 0 || hasWallRight(row, column - 1);
            default -> false;
          };
      return wall
          ? state
          : number(
              Math.clamp(row + ROW_MOVES[direction], 0, SIZE - 1),
              column + COLUMN_MOVES[direction],
              passenger(state),
              destination(state));
    }

    private void pickUp(int state, int offset) {
      boolean here =
          passenger(state) != IN_TAXI && place(row(state), column(state)) == passenger(state);
      int passenger = here ? IN_TAXI : passenger(state);
      int next = number(row(state), column(state), passenger, destination(state));
      double reward = here ? STEP_REWARD : WRONG_REWARD;
      model.outcome(offset + state, PICK_UP, 1, offset + next, reward, false);
    }

    private void dropOff(int state, int offset) {
      int place = place(row(state), column(state));
      boolean possible = passenger(state) == IN_TAXI && place >= 0;
      boolean arrived = possible && place == destination(state);
      int passenger = possible ? place : passenger(state);
      int next = number(row(state), column(state), passenger, destination(state));
      double reward = arrived ? ARRIVAL_REWARD : possible ? STEP_REWARD : WRONG_REWARD;
      model.outcome(offset + state, PICK_UP + 1, 1, offset + next, reward, arrived);
    }
  }

  /**
   * Returns 8, the threshold that Gymnasium registers. Without rain the best expected return is
   * 7.93, so that only a lucky set of 100 episodes reaches it.
   */
  @Override
  public OptionalDouble solvedReturn() {
    return OptionalDouble.of(SOLVED_RETURN);
  }

  @Override
  String actionNames() {
    return "0 (south), 1 (north), 2 (east), 3 (west), 4 (pick up) or 5 (drop off)";
  }

  /**
   * Shows the town, with the waiting passenger's place in lower case. The taxi is an arrow for the
   * last move, or @. Passenger and destination follow below.
   */
  @Override
  public Optional<String> render() {
    StringBuilder text = new StringBuilder("+---------+\n");
    for (int row = 0; row < SIZE; row++) {
      text.append('|');
      for (int column = 0; column < SIZE; column++) {
        text.append(mark(row, column)).append(RIGHT_SIDES[row].charAt(column));
      }
      text.append('\n');
    }
    int passenger = passenger(state());
    return Optional.of(
        text.append("+---------+\n")
            .append("passenger ")
            .append(passenger == IN_TAXI ? "in the taxi" : "at " + PLACE_NAMES.charAt(passenger))
            .append(", to ")
            .append(PLACE_NAMES.charAt(destination(state())))
            .toString());
  }

  private char mark(int row, int column) {
    if (row(state()) == row && column(state()) == column) {
      return lastAction() == NO_ACTION ? '@' : MARKS[lastAction()];
    }
    int place = place(row, column);
    if (place < 0) {
      return ' ';
    }
    char name = PLACE_NAMES.charAt(place);
    return place == passenger(state()) ? Character.toLowerCase(name) : name;
  }

  @Override
  public Optional<Picture> picture() {
    return Optional.of(new TaxiPicture(this));
  }
}

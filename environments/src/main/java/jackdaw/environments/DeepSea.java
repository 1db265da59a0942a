package jackdaw.environments;

import jackdaw.environment.CellGrid;
import jackdaw.environment.Environment;
import jackdaw.environment.Picture;
import jackdaw.environment.Step;
import jackdaw.environment.TabularModel;
import jackdaw.random.RandomStream;
import jackdaw.space.Discrete;
import jackdaw.space.Space;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A dive to a treasure that random actions hardly ever find: bsuite's task of deep exploration
 * (Osband et al. 2020).
 *
 * <p>The sea has {@code size} rows and columns. A dive starts at the top left. Each step goes down
 * one row, to the left or to the right, and the edge stops sideways movement. A step to the right
 * costs 0.01 / size. Only steps to the right all the way lead to the treasure, where the last one
 * has reward 1. So the best return is 0.99, a dive that never moves right returns 0, and random
 * actions find the treasure in one dive of 2^size. For every cell it is drawn once which of the
 * actions 0 and 1 goes right, so that what is learnt in one cell does not help in another.
 *
 * <p>An observation is the number of the cell, row by row from 0 at the top left. An episode takes
 * {@code size} steps and terminates; in its last observation the diver remains in the bottom row.
 * Nothing is random within an episode, so its seed has no effect.
 */
public final class DeepSea implements Environment {
  private static final double MOVE_COST = 0.01; // of a dive that goes right in every step
  private static final double TREASURE = 1;

  /** The return of finding the treasure in nine dives of ten. */
  private static final double SOLVED_RETURN = 0.9;

  private static final Discrete ACTION_SPACE = new Discrete(2);

  private final int size;

  /** For each cell, the action that goes right. */
  private final int[] rightActions;

  private final Discrete observationSpace;
  private int row;
  private int column;
  private boolean running;

  /**
   * Creates a sea.
   *
   * @param size rows and columns; 2 to 1000
   * @param mapping determines which action goes right in each cell; with 0 it is always action 1
   * @throws IllegalArgumentException if the size is out of its range
   */
  public DeepSea(int size, long mapping) {
    if (size < 2 || size > 1000) {
      throw new IllegalArgumentException(
          "a sea of size %d is not possible: use 2 to 1000".formatted(size));
    }
    this.size = size;
    observationSpace = new Discrete(size * size);
    rightActions = new int[size * size];
    RandomStream random = new RandomStream(mapping).split("mapping");
    for (int cell = 0; cell < rightActions.length; cell++) {
      rightActions[cell] = mapping == 0 ? 1 : random.nextInt(2);
    }
  }

  @Override
  public Space observationSpace() {
    return observationSpace;
  }

  @Override
  public Space actionSpace() {
    return ACTION_SPACE;
  }

  /** Returns 0.9; the best return is 0.99, and a dive without treasure returns 0 at most. */
  @Override
  public OptionalDouble solvedReturn() {
    return OptionalDouble.of(SOLVED_RETURN);
  }

  @Override
  public Optional<TabularModel> model() {
    TabularModel.Builder model = TabularModel.builder(size * size, 2).start(0, 1);
    for (int cell = 0; cell < size * size; cell++) {
      for (int action = 0; action < 2; action++) {
        boolean right = action == rightActions[cell];
        model.outcome(
            cell, action, 1, next(cell, right), reward(cell, right), cell / size == size - 1);
      }
    }
    return Optional.of(model.build());
  }

  private int next(int cell, boolean right) {
    int nextRow = Math.min(cell / size + 1, size - 1);
    return nextRow * size + Math.clamp(cell % size + (right ? 1 : -1), 0, size - 1);
  }

  private double reward(int cell, boolean right) {
    return right ? -MOVE_COST / size + (cell == size * size - 1 ? TREASURE : 0) : 0;
  }

  @Override
  public void reset(long seed, float[] observation) {
    row = 0;
    column = 0;
    running = true;
    observation[0] = 0;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if no episode is running: before the first reset or after an end
   * @throws IllegalArgumentException if the action is neither 0 nor 1
   */
  @Override
  public void step(float[] action, Step step) {
    if (!running) {
      throw new IllegalStateException("no episode is running: call reset before step");
    }
    if (!ACTION_SPACE.contains(action, 0)) {
      throw new IllegalArgumentException(
          "action " + action[0] + " is not possible: use 0 or 1");
    }
    int cell = row * size + column;
    boolean right = (int) action[0] == rightActions[cell];
    step.reward = reward(cell, right);
    step.terminated = row == size - 1;
    running = !step.terminated;
    int next = next(cell, right);
    row = next / size;
    column = next % size;
    step.observation[0] = next;
  }

  int size() {
    return size;
  }

  boolean hasDiver(int atRow, int atColumn) {
    return row == atRow && column == atColumn;
  }

  /** Shows the sea: @ is the diver, T the treasure. */
  @Override
  public Optional<String> render() {
    StringBuilder text = new StringBuilder();
    for (int cell = 0; cell < size * size; cell++) {
      boolean diver = hasDiver(cell / size, cell % size);
      text.append(diver ? '@' : cell == size * size - 1 ? 'T' : '.');
      text.append(cell % size < size - 1 ? " " : "\n");
    }
    return Optional.of(text.toString().stripTrailing());
  }

  @Override
  public Optional<CellGrid> grid() {
    return Optional.of(
        new CellGrid(
            size, size, (_, _) -> 1, (cell, action) -> action == rightActions[cell] ? 1 : -1));
  }

  @Override
  public Optional<Picture> picture() {
    return Optional.of(new DeepSeaPicture(this));
  }
}

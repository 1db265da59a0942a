package jackdaw.environment;

import java.util.Optional;

/**
 * Ends an environment's episodes after a number of steps: sets {@link Step#truncated} at the limit,
 * unless the episode terminates in that same step. Everything else passes through.
 */
public final class TimeLimit extends Wrapper {
  private final int maxSteps;
  private int stepsLeft;

  /**
   * Limits the episodes of an environment, which is closed together with this wrapper.
   *
   * @param maxSteps maximum length of an episode in steps; at least 1
   * @throws IllegalArgumentException if {@code maxSteps} is below 1
   */
  public TimeLimit(Environment environment, int maxSteps) {
    super(environment);
    if (maxSteps < 1) {
      throw new IllegalArgumentException(
          "a time limit of %d steps is not possible: use 1 or more".formatted(maxSteps));
    }
    this.maxSteps = maxSteps;
  }

  /** Returns the maximum length of an episode in steps. */
  public int maxSteps() {
    return maxSteps;
  }

  /** Returns the model of the inner environment, which leaves out the limit. */
  @Override
  public Optional<TabularModel> model() {
    return environment.model();
  }

  @Override
  public Optional<CellGrid> grid() {
    return environment.grid();
  }

  @Override
  public void reset(long seed, float[] observation) {
    stepsLeft = 0;
    environment.reset(seed, observation);
    stepsLeft = maxSteps;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if no episode is running: before the first reset or after an end
   */
  @Override
  public void step(float[] action, Step step) {
    if (stepsLeft == 0) {
      // The inner environment does not know that its episode was cut off.
      throw new IllegalStateException("no episode is running: call reset before step");
    }
    environment.step(action, step);
    stepsLeft--;
    if (step.ended()) {
      stepsLeft = 0;
    } else if (stepsLeft == 0) {
      step.truncated = true;
    }
  }
}

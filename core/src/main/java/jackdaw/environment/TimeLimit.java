package jackdaw.environment;

import jackdaw.space.Space;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Ends an environment's episodes after a number of steps: {@link Step#truncated} is set at the
 * limit, unless the episode terminated by itself in that very step. Everything else passes through.
 */
public final class TimeLimit implements Environment {
  private final Environment environment;
  private final int maxSteps;
  private int stepsLeft;

  /**
   * Limits the episodes of an environment, which this object closes with itself.
   *
   * @param maxSteps how long an episode may be, in steps; at least 1
   * @throws IllegalArgumentException if {@code maxSteps} is below 1
   */
  public TimeLimit(Environment environment, int maxSteps) {
    if (maxSteps < 1) {
      throw new IllegalArgumentException(
          "a time limit of %d steps is not possible: use 1 or more".formatted(maxSteps));
    }
    this.environment = environment;
    this.maxSteps = maxSteps;
  }

  /** The environment whose episodes are limited. */
  Environment environment() {
    return environment;
  }

  /** How long an episode may be, in steps. */
  public int maxSteps() {
    return maxSteps;
  }

  @Override
  public Space observationSpace() {
    return environment.observationSpace();
  }

  @Override
  public Space actionSpace() {
    return environment.actionSpace();
  }

  @Override
  public boolean masksActions() {
    return environment.masksActions();
  }

  @Override
  public void legalActions(boolean[] legal) {
    environment.legalActions(legal);
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
      // The environment within cannot know that its episode was cut off.
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

  @Override
  public OptionalDouble solvedReturn() {
    return environment.solvedReturn();
  }

  @Override
  public Optional<String> render() {
    return environment.render();
  }

  @Override
  public void close() {
    environment.close();
  }
}

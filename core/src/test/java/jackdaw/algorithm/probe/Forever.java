package jackdaw.algorithm.probe;

import jackdaw.environment.Environment;
import jackdaw.environment.Step;
import jackdaw.space.Box;
import jackdaw.space.Discrete;
import jackdaw.space.Space;

/**
 * A reward of 1 in every step without end: V = 1 / (1 − γ) everywhere, as nothing that is observed
 * ever changes.
 */
public final class Forever implements Environment {
  private final int terminateAfter;
  private int steps;

  /** The task that has no end. */
  public Forever() {
    this(Integer.MAX_VALUE);
  }

  /** Another task: one that is over after some steps. */
  public Forever(int terminateAfter) {
    this.terminateAfter = terminateAfter;
  }

  @Override
  public Space observationSpace() {
    return Box.of(0, 1, 1);
  }

  @Override
  public Space actionSpace() {
    return new Discrete(2);
  }

  @Override
  public void reset(long seed, float[] observation) {
    steps = 0;
    observation[0] = 1;
  }

  @Override
  public void step(float[] action, Step step) {
    step.observation[0] = 1;
    step.reward = 1;
    step.terminated = ++steps == terminateAfter;
  }
}

package jackdaw.algorithm.probe;

import jackdaw.environment.Environment;
import jackdaw.environment.Step;
import jackdaw.space.Box;
import jackdaw.space.Discrete;
import jackdaw.space.Space;

/** A fixed number of steps that no action changes; each observation says how far along it is. */
final class Corridor implements Environment {
  private final double[] rewards;
  private int position;

  /** With the reward of each step; the last one terminates. */
  Corridor(double... rewards) {
    this.rewards = rewards;
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
    position = 0;
    observation[0] = 0;
  }

  @Override
  public void step(float[] action, Step step) {
    step.reward = rewards[position++];
    step.observation[0] = (float) position / rewards.length;
    step.terminated = position == rewards.length;
  }
}

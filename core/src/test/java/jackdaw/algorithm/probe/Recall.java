package jackdaw.algorithm.probe;

import jackdaw.environment.Environment;
import jackdaw.environment.Step;
import jackdaw.random.RandomStream;
import jackdaw.space.Box;
import jackdaw.space.Discrete;
import jackdaw.space.Space;

/** −1 or 1 is seen at first, then 0; the last action is to say which it was, for a reward of ±1. */
final class Recall implements Environment {
  private final int length;
  private float cue;
  private int steps;

  Recall(int length) {
    this.length = length;
  }

  @Override
  public Space observationSpace() {
    return Box.of(-1, 1, 1);
  }

  @Override
  public Space actionSpace() {
    return new Discrete(2);
  }

  @Override
  public void reset(long seed, float[] observation) {
    cue = new RandomStream(seed).nextBoolean() ? 1 : -1;
    steps = 0;
    observation[0] = cue;
  }

  @Override
  public void step(float[] action, Step step) {
    step.observation[0] = 0;
    step.terminated = ++steps == length;
    if (step.terminated) {
      step.reward = (action[0] == 1) == (cue == 1) ? 1 : -1;
    }
  }
}

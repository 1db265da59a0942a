package jackdaw.runs;

import jackdaw.environment.Environment;
import jackdaw.environment.Step;
import jackdaw.space.Box;
import jackdaw.space.Discrete;
import jackdaw.space.Space;

/** Five steps; the reward is the action. */
final class FakeEnvironment implements Environment {
  private int steps;

  @Override
  public Space observationSpace() {
    return Box.unbounded(1);
  }

  @Override
  public Space actionSpace() {
    return new Discrete(2);
  }

  @Override
  public void reset(long seed, float[] observation) {
    steps = 0;
    observation[0] = 0;
  }

  @Override
  public void step(float[] action, Step step) {
    steps++;
    step.observation[0] = steps;
    step.reward = action[0];
    step.terminated = steps == 5;
  }
}

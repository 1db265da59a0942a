package jackdaw.algorithm.probe;

import jackdaw.environment.Environment;
import jackdaw.environment.Step;
import jackdaw.random.RandomStream;
import jackdaw.space.Space;

/** Episodes of one step: something is seen, something is done, a reward follows from both. */
final class OneStep implements Environment {
  private final Space observationSpace;
  private final Space actionSpace;
  private final Draw draw;
  private final Reward reward;
  private float seen;

  interface Draw {
    float from(RandomStream random);
  }

  interface Reward {
    double of(float observation, float action);
  }

  OneStep(Space observationSpace, Space actionSpace, Draw draw, Reward reward) {
    this.observationSpace = observationSpace;
    this.actionSpace = actionSpace;
    this.draw = draw;
    this.reward = reward;
  }

  @Override
  public Space observationSpace() {
    return observationSpace;
  }

  @Override
  public Space actionSpace() {
    return actionSpace;
  }

  @Override
  public void reset(long seed, float[] observation) {
    seen = draw.from(new RandomStream(seed));
    observation[0] = seen;
  }

  @Override
  public void step(float[] action, Step step) {
    step.observation[0] = seen;
    step.reward = reward.of(seen, action[0]);
    step.terminated = true;
  }
}

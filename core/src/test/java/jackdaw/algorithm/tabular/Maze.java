package jackdaw.algorithm.tabular;

import jackdaw.environment.Environment;
import jackdaw.environment.Step;
import jackdaw.random.RandomStream;
import jackdaw.space.Discrete;
import jackdaw.space.Space;

/**
 * Nine states, any number of ways: in state s action s % 4 is illegal, the last state ends an
 * episode,
 * and what an action leads to is drawn.
 */
final class Maze implements Environment {
  static final int STATES = 9;
  static final int ACTIONS = 4;

  private final RandomStream random = new RandomStream(0);
  private int state;

  static boolean isLegal(int state, int action) {
    return action != state % ACTIONS;
  }

  @Override
  public Space observationSpace() {
    return new Discrete(STATES);
  }

  @Override
  public Space actionSpace() {
    return new Discrete(ACTIONS);
  }

  @Override
  public boolean masksActions() {
    return true;
  }

  @Override
  public void legalActions(boolean[] legal) {
    for (int action = 0; action < ACTIONS; action++) {
      legal[action] = isLegal(state, action);
    }
  }

  @Override
  public void reset(long seed, float[] observation) {
    random.reseed(seed);
    state = random.nextInt(STATES - 1);
    observation[0] = state;
  }

  @Override
  public void step(float[] action, Step step) {
    if (!isLegal(state, (int) action[0])) {
      throw new IllegalArgumentException("action " + action[0] + " is illegal in " + state);
    }
    step.reward = state - 2 * (int) action[0] + random.nextGaussian();
    state = random.nextInt(10) < 3 ? STATES - 1 : (state + (int) action[0] + 1) % STATES;
    step.terminated = state == STATES - 1;
    step.observation[0] = state;
  }
}

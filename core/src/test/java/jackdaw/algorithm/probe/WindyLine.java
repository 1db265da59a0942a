package jackdaw.algorithm.probe;

import jackdaw.environment.Environment;
import jackdaw.environment.Step;
import jackdaw.random.RandomStream;
import jackdaw.space.Box;
import jackdaw.space.Discrete;
import jackdaw.space.Space;

/**
 * A walker on a line in the wind: chance at the start and in every step, terminations beyond ±3,
 * truncations after 25 steps, so that much has to be right for a run to repeat.
 */
public final class WindyLine implements Environment {
  private static final int MAX_STEPS = 25;

  private final boolean continuous;
  private final double rewardScale;
  private final RandomStream random = new RandomStream(0);
  private double position;
  private int steps;

  /** With a push in [−1, 1]², of which the first value counts, or one of two pushes. */
  public WindyLine(boolean continuous) {
    this(continuous, 1);
  }

  /** With rewards of another size. */
  public WindyLine(boolean continuous, double rewardScale) {
    this.continuous = continuous;
    this.rewardScale = rewardScale;
  }

  @Override
  public Space observationSpace() {
    return Box.unbounded(3);
  }

  @Override
  public Space actionSpace() {
    return continuous ? Box.of(-1, 1, 2) : new Discrete(2);
  }

  @Override
  public void reset(long seed, float[] observation) {
    random.reseed(seed);
    position = 2 * random.nextDouble() - 1;
    steps = 0;
    observe(observation, 0);
  }

  @Override
  public void step(float[] action, Step step) {
    double push = continuous ? action[0] : 2 * action[0] - 1;
    double wind = random.nextDouble() - 0.5;
    position += 0.5 * push + wind;
    steps++;
    observe(step.observation, wind);
    step.reward = rewardScale * (1 - Math.abs(position));
    step.terminated = Math.abs(position) > 3;
    step.truncated = steps == MAX_STEPS;
  }

  private void observe(float[] observation, double wind) {
    observation[0] = (float) position;
    observation[1] = (float) wind;
    observation[2] = (float) steps / MAX_STEPS;
  }
}

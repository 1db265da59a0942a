package jackdaw.environment;

import jackdaw.random.RandomStream;
import jackdaw.space.Box;
import jackdaw.space.Space;
import java.util.OptionalDouble;

/**
 * A sound environment for the tests of this package: a walker on a line, moved by an action of two
 * values and by chance. It terminates beyond ±5 and is truncated after 40 steps. Faulty
 * environments extend it.
 */
public class RandomWalk implements Environment {
  public static final int MAX_STEPS = 40;

  final RandomStream random = new RandomStream(0);
  public float position;
  public int steps;
  public boolean running;
  public int closed;

  @Override
  public Space observationSpace() {
    return Box.of(new float[] {-8, 0, -2}, new float[] {8, MAX_STEPS, 2});
  }

  @Override
  public Space actionSpace() {
    return Box.of(-1, 1, 2);
  }

  @Override
  public void reset(long seed, float[] observation) {
    random.reseed(seed);
    position = random.nextFloat() - 0.5f;
    steps = 0;
    running = true;
    observe(observation, 0);
  }

  @Override
  public void step(float[] action, Step step) {
    if (!running) {
      throw new IllegalStateException("no episode is running");
    }
    float push = action[0] + 0.5f * action[1];
    position += push + random.nextFloat() - 0.5f;
    steps++;
    observe(step.observation, push);
    step.reward = 0.1 * position;
    step.terminated = Math.abs(position) > 5;
    step.truncated = !step.terminated && steps == MAX_STEPS;
    running = !step.ended();
  }

  public void observe(float[] observation, float push) {
    observation[0] = position;
    observation[1] = steps;
    observation[2] = push;
  }

  @Override
  public OptionalDouble solvedReturn() {
    return OptionalDouble.of(3.5);
  }

  @Override
  public void close() {
    closed++;
  }
}

package jackdaw.algorithm.probe;

import jackdaw.environment.Environment;
import jackdaw.environment.Step;
import jackdaw.random.RandomStream;
import jackdaw.space.Box;
import jackdaw.space.Discrete;
import jackdaw.space.Space;
import java.util.Arrays;

/**
 * A picture of 8 × 8 bytes with a bar of three bright pixels anywhere: the action says whether it
 * lies (0) or stands (1), for a reward of ±1. What is bright where says little by itself.
 */
public final class Bars implements Environment {
  /** Pixels of a side. */
  public static final int SIZE = 8;

  private static final int LENGTH = 3;

  private final RandomStream random = new RandomStream(0);
  private int stands;

  @Override
  public Space observationSpace() {
    return Box.of(0, 255, SIZE, SIZE);
  }

  @Override
  public Space actionSpace() {
    return new Discrete(2);
  }

  @Override
  public void reset(long seed, float[] observation) {
    random.reseed(seed);
    stands = random.nextInt(2);
    paint(
        stands == 1, random.nextInt(SIZE), random.nextInt(SIZE - LENGTH + 1), observation);
  }

  /** Paints a bar that begins at a place. */
  public static void paint(boolean stands, int across, int along, float[] observation) {
    Arrays.fill(observation, 0, SIZE * SIZE, 0);
    for (int i = along; i < along + LENGTH; i++) {
      observation[stands ? i * SIZE + across : across * SIZE + i] = 255;
    }
  }

  @Override
  public void step(float[] action, Step step) {
    Arrays.fill(step.observation, 0);
    step.reward = action[0] == stands ? 1 : -1;
    step.terminated = true;
  }
}

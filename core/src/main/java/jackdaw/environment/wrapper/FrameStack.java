package jackdaw.environment.wrapper;

import jackdaw.environment.Describe;
import jackdaw.environment.Environment;
import jackdaw.environment.Step;
import jackdaw.environment.Wrapper;
import jackdaw.space.Box;
import jackdaw.space.Space;

/**
 * Shows the last k observations at once, the oldest first. At the start of an episode its first
 * observation takes the place of the missing ones. An observation space of shape [a, b, …] becomes
 * one of shape [k, a, b, …] with the same bounds.
 */
public final class FrameStack extends Wrapper {
  private final int size;
  private final float[] stack;
  private final float[] first;
  private final Step inner;
  private final Space space;

  /**
   * Stacks observations.
   *
   * @param frames number of observations, k; at least 1
   * @throws IllegalArgumentException if {@code frames} is below 1, or the observation space is not
   *     a {@link Box}
   */
  public FrameStack(Environment environment, int frames) {
    super(environment);
    if (frames < 1) {
      throw new IllegalArgumentException(
          "a stack of %d observations is not possible: use 1 or more".formatted(frames));
    }
    Box box = Describe.box(environment, "a stack of observations");
    int[] shape = new int[box.shape().length + 1];
    shape[0] = frames;
    System.arraycopy(box.shape(), 0, shape, 1, box.shape().length);
    size = box.size();
    float[] low = new float[frames * size];
    float[] high = new float[frames * size];
    for (int i = 0; i < low.length; i++) {
      low[i] = box.low(i % size);
      high[i] = box.high(i % size);
    }
    space = Box.of(shape, low, high);
    stack = new float[frames * size];
    first = new float[size];
    inner = new Step(size);
  }

  @Override
  public Space observationSpace() {
    return space;
  }

  @Override
  public void reset(long seed, float[] observation) {
    environment.reset(seed, first);
    for (int at = 0; at < stack.length; at += size) {
      System.arraycopy(first, 0, stack, at, size);
    }
    System.arraycopy(stack, 0, observation, 0, stack.length);
  }

  @Override
  public void step(float[] action, Step step) {
    inner.clear();
    environment.step(action, inner);
    System.arraycopy(stack, size, stack, 0, stack.length - size);
    System.arraycopy(inner.observation, 0, stack, stack.length - size, size);
    System.arraycopy(stack, 0, step.observation, 0, stack.length);
    step.take(inner);
  }
}

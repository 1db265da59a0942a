package jackdaw.environment;

import jackdaw.space.Box;
import jackdaw.space.Discrete;
import jackdaw.space.Space;
import java.util.Arrays;

/**
 * Shows every observation as one vector of numbers: an array of any shape as its values in row-major
 * order, one of n things as a 1 among n − 1 zeros. The observation space becomes a {@link Box} of one
 * dimension.
 */
public final class Flatten extends Wrapper {
  private final Space inner;
  private final Box space;
  private final float[] first;
  private final Step innerStep;

  /** Flattens observations. */
  public Flatten(Environment environment) {
    super(environment);
    inner = environment.observationSpace();
    space = flat(inner);
    first = new float[inner.size()];
    innerStep = new Step(inner.size());
  }

  private static Box flat(Space space) {
    return switch (space) {
      case Discrete discrete -> Box.of(0, 1, discrete.count());
      case Box box -> {
        float[] low = new float[box.size()];
        float[] high = new float[box.size()];
        for (int i = 0; i < low.length; i++) {
          low[i] = box.low(i);
          high[i] = box.high(i);
        }
        yield Box.of(low, high);
      }
    };
  }

  @Override
  public Space observationSpace() {
    return space;
  }

  @Override
  public void reset(long seed, float[] observation) {
    environment.reset(seed, first);
    flatten(first, observation);
  }

  @Override
  public void step(float[] action, Step step) {
    innerStep.clear();
    environment.step(action, innerStep);
    flatten(innerStep.observation, step.observation);
    step.take(innerStep);
  }

  private void flatten(float[] from, float[] to) {
    if (inner instanceof Discrete) {
      Arrays.fill(to, 0, space.size(), 0);
      to[(int) from[0]] = 1;
    } else {
      System.arraycopy(from, 0, to, 0, from.length);
    }
  }
}

package jackdaw.environment.wrapper;

import jackdaw.environment.Describe;
import jackdaw.environment.Environment;
import jackdaw.environment.Step;
import jackdaw.environment.Wrapper;
import jackdaw.space.Box;
import jackdaw.space.Space;

/**
 * Clips every observed value. The observation space becomes the intersection of its own bounds and
 * these.
 */
public final class ObservationClip extends Wrapper {
  private final float low;
  private final float high;
  private final Space space;

  /**
   * Clips observations.
   *
   * @throws IllegalArgumentException if not {@code low < high}, or the observation space is not a
   *     {@link Box}
   */
  public ObservationClip(Environment environment, float low, float high) {
    super(environment);
    if (!(low < high)) {
      throw new IllegalArgumentException(
          "observations within [%s, %s] are not possible: give a low bound below the high one"
              .formatted(low, high));
    }
    this.low = low;
    this.high = high;
    Box box = Describe.box(environment, "a bound on observations");
    float[] lows = new float[box.size()];
    float[] highs = new float[box.size()];
    for (int i = 0; i < lows.length; i++) {
      lows[i] = Math.clamp(box.low(i), low, high);
      highs[i] = Math.clamp(box.high(i), low, high);
    }
    space = Box.of(box.shape(), lows, highs);
  }

  @Override
  public Space observationSpace() {
    return space;
  }

  @Override
  public void reset(long seed, float[] observation) {
    environment.reset(seed, observation);
    clip(observation);
  }

  @Override
  public void step(float[] action, Step step) {
    environment.step(action, step);
    clip(step.observation);
  }

  private void clip(float[] observation) {
    for (int i = 0; i < space.size(); i++) {
      observation[i] = Math.clamp(observation[i], low, high);
    }
  }
}

package jackdaw.environment.wrapper;

import jackdaw.environment.Environment;
import jackdaw.environment.Step;
import jackdaw.environment.Wrapper;
import jackdaw.space.Box;
import jackdaw.space.Space;

/**
 * Lets each value of an action range from −1 to 1, and maps it to the environment's own bounds: a =
 * low + (high − low) (x + 1) / 2, with x first clipped to [−1, 1]. The action space becomes a
 * {@link Box} of the same shape with bounds ±1.
 */
public final class ActionRescale extends Wrapper {
  private final Box inner;
  private final Space space;
  private final float[] rescaled;

  /**
   * Rescales actions.
   *
   * @throws IllegalArgumentException if the action space is not a {@link Box}, or has an infinite
   *     bound
   */
  public ActionRescale(Environment environment) {
    super(environment);
    if (!(environment.actionSpace() instanceof Box box)) {
      throw new IllegalArgumentException(
          "rescaled actions need a Box, and the actions of %s are %s"
              .formatted(environment.name(), environment.actionSpace()));
    }
    for (int i = 0; i < box.size(); i++) {
      if (!Float.isFinite(box.low(i)) || !Float.isFinite(box.high(i))) {
        throw new IllegalArgumentException(
            "rescaled actions need finite bounds, and those of %s are %s"
                .formatted(environment.name(), box));
      }
    }
    inner = box;
    space = Box.of(-1, 1, box.shape());
    rescaled = new float[box.size()];
  }

  @Override
  public Space actionSpace() {
    return space;
  }

  @Override
  protected void translate(float[] action) {
    for (int i = 0; i < action.length; i++) {
      double share = (Math.clamp(action[i], -1f, 1f) + 1.0) / 2;
      double value = inner.low(i) + share * ((double) inner.high(i) - inner.low(i));
      action[i] = Math.clamp((float) value, inner.low(i), inner.high(i));
    }
  }

  @Override
  public void step(float[] action, Step step) {
    System.arraycopy(action, 0, rescaled, 0, rescaled.length);
    translate(rescaled);
    environment.step(rescaled, step);
  }
}

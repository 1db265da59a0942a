package jackdaw.environment.wrapper;

import jackdaw.environment.Describe;
import jackdaw.environment.Environment;
import jackdaw.environment.Step;
import jackdaw.environment.Wrapper;
import jackdaw.space.Box;
import jackdaw.space.Space;

/**
 * Shows only some values of each observation, for example positions without velocities, so that the
 * agent has to remember or infer the others. The observation space becomes the vector of the values
 * shown, with their bounds.
 */
public final class ObservationSelection extends Wrapper {
  private final int[] shown;
  private final Box space;
  private final float[] whole;
  private final Step inner;

  /**
   * Selects observed values.
   *
   * @param shown indices into the flat observation, in the order in which they are shown
   * @throws IllegalArgumentException if the observation space is not a {@link Box}, or an index is
   *     not in it
   */
  public ObservationSelection(Environment environment, int... shown) {
    super(environment);
    this.shown = shown.clone();
    Box box = Describe.box(environment, "a selection of observed values");
    float[] low = new float[shown.length];
    float[] high = new float[shown.length];
    for (int i = 0; i < shown.length; i++) {
      if (shown[i] < 0 || shown[i] >= box.size()) {
        throw new IllegalArgumentException(
            "index %d is not in an observation of %d values: use 0 to %d"
                .formatted(shown[i], box.size(), box.size() - 1));
      }
      low[i] = box.low(shown[i]);
      high[i] = box.high(shown[i]);
    }
    space = Box.of(low, high);
    inner = new Step(box.size());
    whole = inner.observation;
  }

  @Override
  public Space observationSpace() {
    return space;
  }

  @Override
  public void reset(long seed, float[] observation) {
    environment.reset(seed, whole);
    show(observation);
  }

  @Override
  public void step(float[] action, Step step) {
    inner.clear();
    environment.step(action, inner);
    show(step.observation);
    step.take(inner);
  }

  private void show(float[] observation) {
    for (int i = 0; i < shown.length; i++) {
      observation[i] = whole[shown[i]];
    }
  }
}

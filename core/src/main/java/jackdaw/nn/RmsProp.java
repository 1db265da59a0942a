package jackdaw.nn;

import jackdaw.state.Snapshot;
import java.util.Arrays;

/**
 * RMSprop (Hinton 2012, lecture 6e): v ← ρ v + (1 − ρ) g². With ε outside the root, as in
 * PyTorch, x ← x − α g / (√v + ε); inside, as in TensorFlow, x ← x − α g / √(v + ε).
 */
public final class RmsProp implements Optimizer {
  private final float decay;
  private final float epsilon;
  private final boolean inside;
  private final int[] starts;
  private final float[] meanSquare;

  // The arguments of the current step.
  private float[] parameters = {};
  private float[] gradient = {};
  private float rate;
  private float scale;

  /**
   * Makes an optimiser for {@code size} values, with ε outside the root and an initial v of 0.
   *
   * @param decay ρ, in [0, 1); PyTorch's default is 0.99
   * @param epsilon above 0
   */
  public RmsProp(int size, double decay, double epsilon) {
    this(decay, epsilon, false, new int[] {0, size});
  }

  /**
   * Makes an optimiser with the given parts.
   *
   * @param decay ρ, in [0, 1)
   * @param epsilon above 0
   * @param inside true if ε is inside the root; then the initial v is 1 instead of 0, as in
   *     TensorFlow, so that the first steps are not too long
   * @param starts the start of each part, then the end of the last one
   */
  public RmsProp(double decay, double epsilon, boolean inside, int[] starts) {
    this.decay = (float) decay;
    this.epsilon = (float) epsilon;
    this.inside = inside;
    this.starts = starts.clone();
    meanSquare = new float[starts[starts.length - 1]];
    if (inside) {
      Arrays.fill(meanSquare, 1);
    }
  }

  @Override
  public int parts() {
    return starts.length - 1;
  }

  @Override
  public int start(int part) {
    return starts[part];
  }

  @Override
  public void begin(
      float[] parameters, float[] gradient, double learningRate, double gradientScale) {
    this.parameters = parameters;
    this.gradient = gradient;
    rate = (float) learningRate;
    scale = (float) gradientScale;
  }

  @Override
  public void stepPart(int part) {
    float[] x = parameters;
    float[] slope = gradient;
    float[] square = meanSquare;
    float inner = inside ? epsilon : 0;
    float outer = inside ? 0 : epsilon;
    for (int i = starts[part]; i < starts[part + 1]; i++) {
      float g = scale * slope[i];
      float v = decay * square[i] + (1 - decay) * g * g;
      square[i] = v;
      x[i] -= rate * g / ((float) Math.sqrt(v + inner) + outer);
    }
  }

  @Override
  public void copyFrom(Optimizer other) {
    System.arraycopy(((RmsProp) other).meanSquare, 0, meanSquare, 0, meanSquare.length);
  }

  @Override
  public void save(Snapshot snapshot) {
    snapshot.put("mean-square", meanSquare);
  }

  @Override
  public void restore(Snapshot snapshot) {
    System.arraycopy(
        snapshot.floats("mean-square", meanSquare.length), 0, meanSquare, 0, meanSquare.length);
  }
}

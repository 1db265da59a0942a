package jackdaw.nn;

import jackdaw.state.Snapshot;

/**
 * RMSprop (Hinton 2012, lecture 6e), with ε outside the root as in PyTorch: v ← ρ v + (1 − ρ) g², x
 * ← x − α g / (√v + ε).
 */
public final class RmsProp implements Optimizer {
  private final float decay;
  private final float epsilon;
  private final float[] meanSquare;

  /**
   * Makes an optimiser for vectors of {@code size} values.
   *
   * @param decay ρ, in [0, 1); PyTorch's default is 0.99
   * @param epsilon above 0
   */
  public RmsProp(int size, double decay, double epsilon) {
    this.decay = (float) decay;
    this.epsilon = (float) epsilon;
    meanSquare = new float[size];
  }

  @Override
  public void step(
      float[] parameters, float[] gradient, double learningRate, double gradientScale) {
    float rate = (float) learningRate;
    float scale = (float) gradientScale;
    for (int i = 0; i < meanSquare.length; i++) {
      float g = scale * gradient[i];
      meanSquare[i] = decay * meanSquare[i] + (1 - decay) * g * g;
      parameters[i] -= rate * g / ((float) Math.sqrt(meanSquare[i]) + epsilon);
    }
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

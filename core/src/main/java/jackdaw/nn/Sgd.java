package jackdaw.nn;

import jackdaw.state.Snapshot;

/** Gradient descent with momentum μ, as in PyTorch: u ← μ u + g, x ← x − α u. */
public final class Sgd implements Optimizer {
  private final float momentum;
  private final float[] velocity;

  /**
   * Makes an optimiser for vectors of {@code size} values.
   *
   * @param momentum μ, in [0, 1)
   */
  public Sgd(int size, double momentum) {
    this.momentum = (float) momentum;
    velocity = new float[size];
  }

  @Override
  public void step(
      float[] parameters, float[] gradient, double learningRate, double gradientScale) {
    float rate = (float) learningRate;
    float scale = (float) gradientScale;
    for (int i = 0; i < velocity.length; i++) {
      velocity[i] = momentum * velocity[i] + scale * gradient[i];
      parameters[i] -= rate * velocity[i];
    }
  }

  @Override
  public void save(Snapshot snapshot) {
    snapshot.put("velocity", velocity);
  }

  @Override
  public void restore(Snapshot snapshot) {
    System.arraycopy(
        snapshot.floats("velocity", velocity.length), 0, velocity, 0, velocity.length);
  }
}

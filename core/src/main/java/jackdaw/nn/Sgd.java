package jackdaw.nn;

import jackdaw.state.Snapshot;

/** Gradient descent with momentum μ, as in PyTorch: u ← μ u + g, x ← x − α u. */
public final class Sgd implements Optimizer {
  private final float momentum;
  private final int[] starts;
  private final float[] velocity;

  // The arguments of the current step.
  private float[] parameters = {};
  private float[] gradient = {};
  private float rate;
  private float scale;

  /**
   * Makes an optimiser for vectors of {@code size} values.
   *
   * @param momentum μ, in [0, 1)
   */
  public Sgd(int size, double momentum) {
    this(momentum, new int[] {0, size});
  }

  /**
   * Makes an optimiser with the given parts.
   *
   * @param momentum μ, in [0, 1)
   * @param starts the start of each part, then the end of the last one
   */
  public Sgd(double momentum, int[] starts) {
    this.momentum = (float) momentum;
    this.starts = starts.clone();
    velocity = new float[starts[starts.length - 1]];
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
    for (int i = starts[part]; i < starts[part + 1]; i++) {
      velocity[i] = momentum * velocity[i] + scale * gradient[i];
      parameters[i] -= rate * velocity[i];
    }
  }

  @Override
  public void copyFrom(Optimizer other) {
    System.arraycopy(((Sgd) other).velocity, 0, velocity, 0, velocity.length);
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

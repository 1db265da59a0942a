package jackdaw.nn;

import jackdaw.program.AdamUpdate;
import jackdaw.state.Snapshot;

/**
 * Adam (Kingma and Ba 2015, algorithm 1), with ε added to the root of the corrected second moment
 * as in PyTorch: x ← x − α m̂ / (√v̂ + ε).
 */
public final class Adam implements Optimizer {
  /** Least size of a part, in values. */
  private static final int PART_VALUES = 4096;

  private static final int MAX_PARTS = 8;

  private final double beta1;
  private final double beta2;
  private final float[] firstMoment;
  private final float[] secondMoment;
  private final AdamUpdate update;
  private final int[] starts;
  private long steps;

  /** Makes an optimiser with β₁ = 0.9 and β₂ = 0.999. */
  public Adam(int size, double epsilon) {
    this(size, 0.9, 0.999, epsilon);
  }

  /**
   * Makes an optimiser for vectors of {@code size} values.
   *
   * @param beta1 decay of the mean of gradients, in [0, 1)
   * @param beta2 decay of the mean of squared gradients, in [0, 1)
   * @param epsilon above 0
   */
  public Adam(int size, double beta1, double beta2, double epsilon) {
    this(beta1, beta2, epsilon, equalParts(size));
  }

  /**
   * Makes an optimiser with the given parts, β₁ = 0.9 and β₂ = 0.999.
   *
   * @param starts the start of each part, then the end of the last one
   */
  public Adam(double epsilon, int[] starts) {
    this(0.9, 0.999, epsilon, starts.clone());
  }

  private Adam(double beta1, double beta2, double epsilon, int[] starts) {
    this.beta1 = beta1;
    this.beta2 = beta2;
    this.starts = starts;
    int size = starts[starts.length - 1];
    firstMoment = new float[size];
    secondMoment = new float[size];
    update = new AdamUpdate(firstMoment, secondMoment, beta1, beta2, epsilon, starts);
  }

  /** Divides a vector into a few parts, each but the last a multiple of 16 values. */
  private static int[] equalParts(int size) {
    int parts = Math.clamp(size / PART_VALUES, 1, MAX_PARTS);
    int[] starts = new int[parts + 1];
    for (int i = 0; i < parts; i++) {
      starts[i] = (int) ((long) size * i / parts) / 16 * 16;
    }
    starts[parts] = size;
    return starts;
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
    if (parameters.length < firstMoment.length || gradient.length < firstMoment.length) {
      throw new IllegalArgumentException(
          "Adam for %d values cannot step %d parameters by a gradient of %d"
              .formatted(firstMoment.length, parameters.length, gradient.length));
    }
    steps++;
    update.begin(
        parameters,
        gradient,
        (float) gradientScale,
        (float) (learningRate / (1 - Math.pow(beta1, steps))),
        (float) (1 / Math.sqrt(1 - Math.pow(beta2, steps))));
  }

  @Override
  public void stepPart(int part) {
    update.step(part);
  }

  @Override
  public void copyFrom(Optimizer source) {
    Adam other = (Adam) source;
    steps = other.steps;
    System.arraycopy(other.firstMoment, 0, firstMoment, 0, firstMoment.length);
    System.arraycopy(other.secondMoment, 0, secondMoment, 0, secondMoment.length);
  }

  @Override
  public void save(Snapshot snapshot) {
    snapshot.put("steps", steps);
    snapshot.put("first-moment", firstMoment);
    snapshot.put("second-moment", secondMoment);
  }

  @Override
  public void restore(Snapshot snapshot) {
    steps = snapshot.oneLong("steps");
    float[] first = snapshot.floats("first-moment", firstMoment.length);
    float[] second = snapshot.floats("second-moment", secondMoment.length);
    System.arraycopy(first, 0, firstMoment, 0, first.length);
    System.arraycopy(second, 0, secondMoment, 0, second.length);
  }
}

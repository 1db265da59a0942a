package jackdaw.nn;

import jackdaw.machine.NativeCode;
import jackdaw.state.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * Adam (Kingma and Ba 2015, algorithm 1), with ε added to the root of the corrected second moment as
 * in PyTorch: x ← x − α m̂ / (√v̂ + ε).
 */
public final class Adam implements Optimizer {
  private final double beta1;
  private final double beta2;
  private final double epsilon;
  private final float[] firstMoment;
  private final float[] secondMoment;
  private final @Nullable MachineAdam machine;
  private long steps;

  /** With β₁ = 0.9 and β₂ = 0.999. */
  public Adam(int size, double epsilon) {
    this(size, 0.9, 0.999, epsilon);
  }

  /**
   * For vectors of {@code size} values.
   *
   * @param beta1 decay of the mean of gradients, in [0, 1)
   * @param beta2 decay of the mean of squared gradients, in [0, 1)
   * @param epsilon above 0
   */
  public Adam(int size, double beta1, double beta2, double epsilon) {
    this.beta1 = beta1;
    this.beta2 = beta2;
    this.epsilon = epsilon;
    firstMoment = new float[size];
    secondMoment = new float[size];
    machine =
        NativeCode.isSupported()
            ? new MachineAdam(firstMoment, secondMoment, beta1, beta2, epsilon)
            : null;
  }

  @Override
  public void step(
      float[] parameters, float[] gradient, double learningRate, double gradientScale) {
    if (parameters.length != firstMoment.length || gradient.length != firstMoment.length) {
      throw new IllegalArgumentException(
          "Adam for %d values cannot step %d parameters by a gradient of %d"
              .formatted(firstMoment.length, parameters.length, gradient.length));
    }
    steps++;
    float stepSize = (float) (learningRate / (1 - Math.pow(beta1, steps)));
    float rootScale = (float) (1 / Math.sqrt(1 - Math.pow(beta2, steps)));
    if (machine != null) {
      machine.step(parameters, gradient, (float) gradientScale, stepSize, rootScale);
    } else {
      update(parameters, gradient, (float) gradientScale, stepSize, rootScale);
    }
  }

  /** A plain loop over separate arrays, which the compiler turns into vector code by itself. */
  private void update(
      float[] parameters, float[] gradient, float scale, float stepSize, float rootScale) {
    float[] first = firstMoment;
    float[] second = secondMoment;
    float keepFirst = (float) beta1;
    float keepSecond = (float) beta2;
    float addFirst = (float) (1 - beta1);
    float addSecond = (float) (1 - beta2);
    float eps = (float) epsilon;
    for (int i = 0; i < first.length; i++) {
      float g = gradient[i] * scale;
      float m = first[i] * keepFirst + g * addFirst;
      float v = second[i] * keepSecond + g * g * addSecond;
      first[i] = m;
      second[i] = v;
      parameters[i] -= m * stepSize / ((float) Math.sqrt(v) * rootScale + eps);
    }
  }

  /** Takes over the state of another one of the same size. */
  public void copyFrom(Adam other) {
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

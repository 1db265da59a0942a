package jackdaw.nn;

import jackdaw.machine.NativeCode;
import jackdaw.state.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * Adam (Kingma and Ba 2015, algorithm 1), with ε added to the root of the corrected second moment as
 * in PyTorch: x ← x − α m̂ / (√v̂ + ε).
 *
 * <p>A step may be taken in {@link #parts}, which do not depend on each other and may be done by several
 * threads.
 */
public final class Adam implements Optimizer {
  private static final int PART = 4096;
  private static final int MAX_PARTS = 8;

  private final double beta1;
  private final double beta2;
  private final double epsilon;
  private final float[] firstMoment;
  private final float[] secondMoment;
  private final @Nullable MachineAdam machine;
  private final int parts;
  private long steps;

  // the present step
  private float[] parameters = {};
  private float[] gradient = {};
  private float scale;
  private float stepSize;
  private float rootScale;

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
    parts = Math.clamp(size / PART, 1, MAX_PARTS);
    int[] starts = new int[parts + 1];
    for (int i = 0; i <= parts; i++) {
      starts[i] = start(i);
    }
    machine =
        NativeCode.isSupported()
            ? new MachineAdam(firstMoment, secondMoment, beta1, beta2, epsilon, starts)
            : null;
  }

  /** Where a part begins, at a multiple of 16 values. */
  private int start(int part) {
    int size = firstMoment.length;
    return part == parts ? size : (int) ((long) size * part / parts) / 16 * 16;
  }

  @Override
  public void step(
      float[] parameters, float[] gradient, double learningRate, double gradientScale) {
    begin(parameters, gradient, learningRate, gradientScale);
    for (int i = 0; i < parts; i++) {
      stepPart(i);
    }
  }

  /** How many parts a step has, which follows from the size alone. */
  public int parts() {
    return parts;
  }

  /** Begins a {@link #step}; {@link #stepPart} takes it. */
  public void begin(
      float[] parameters, float[] gradient, double learningRate, double gradientScale) {
    if (parameters.length != firstMoment.length || gradient.length != firstMoment.length) {
      throw new IllegalArgumentException(
          "Adam for %d values cannot step %d parameters by a gradient of %d"
              .formatted(firstMoment.length, parameters.length, gradient.length));
    }
    steps++;
    this.parameters = parameters;
    this.gradient = gradient;
    scale = (float) gradientScale;
    stepSize = (float) (learningRate / (1 - Math.pow(beta1, steps)));
    rootScale = (float) (1 / Math.sqrt(1 - Math.pow(beta2, steps)));
    if (machine != null) {
      machine.begin(parameters, gradient, scale, stepSize, rootScale);
    }
  }

  /** Steps one part of what was begun. */
  public void stepPart(int part) {
    if (machine != null) {
      machine.stepPart(part);
    } else {
      update(start(part), start(part + 1));
    }
  }

  /** A plain loop over separate arrays, which the compiler turns into vector code by itself. */
  private void update(int from, int to) {
    float[] x = parameters;
    float[] slope = gradient;
    float[] first = firstMoment;
    float[] second = secondMoment;
    float factor = scale;
    float size = stepSize;
    float root = rootScale;
    float keepFirst = (float) beta1;
    float keepSecond = (float) beta2;
    float addFirst = (float) (1 - beta1);
    float addSecond = (float) (1 - beta2);
    float eps = (float) epsilon;
    for (int i = from; i < to; i++) {
      float g = slope[i] * factor;
      float m = first[i] * keepFirst + g * addFirst;
      float v = second[i] * keepSecond + g * g * addSecond;
      first[i] = m;
      second[i] = v;
      x[i] -= m * size / ((float) Math.sqrt(v) * root + eps);
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

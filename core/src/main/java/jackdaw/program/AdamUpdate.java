package jackdaw.program;

import jackdaw.machine.NativeCode;
import jackdaw.program.machine.MachineAdam;
import org.jspecify.annotations.Nullable;

/**
 * The arithmetic of Adam (Kingma and Ba 2015, algorithm 1) on flat vectors, in machine code if the
 * processor supports it. A step consists of segments, which different threads may compute.
 */
public final class AdamUpdate {
  private final float[] firstMoment;
  private final float[] secondMoment;
  private final float keepFirst;
  private final float keepSecond;
  private final float addFirst;
  private final float addSecond;
  private final float epsilon;
  private final int[] starts;
  private final @Nullable MachineAdam machine;
  private final Step current = new Step();

  /** The values that change with every step, apart so that the fields stay in all caches. */
  private static final class Step {
    float[] parameters = {};
    float[] gradient = {};
    float scale;
    float stepSize;
    float rootScale;
  }

  /**
   * Prepares the update. It writes to the arrays of the moments, and does not copy them.
   *
   * @param starts the start of each segment, then the end of the last one
   */
  public AdamUpdate(
      float[] firstMoment,
      float[] secondMoment,
      double beta1,
      double beta2,
      double epsilon,
      int[] starts) {
    this.firstMoment = firstMoment;
    this.secondMoment = secondMoment;
    keepFirst = (float) beta1;
    keepSecond = (float) beta2;
    addFirst = (float) (1 - beta1);
    addSecond = (float) (1 - beta2);
    this.epsilon = (float) epsilon;
    this.starts = starts;
    machine =
        NativeCode.isSupported()
            ? new MachineAdam(firstMoment, secondMoment, beta1, beta2, epsilon, starts)
            : null;
  }

  /**
   * Begins a step; {@link #step} computes it, segment by segment.
   *
   * @param scale factor for the gradient
   * @param stepSize α / (1 − β₁ᵗ)
   * @param rootScale 1 / √(1 − β₂ᵗ)
   */
  public void begin(
      float[] parameters, float[] gradient, float scale, float stepSize, float rootScale) {
    current.parameters = parameters;
    current.gradient = gradient;
    current.scale = scale;
    current.stepSize = stepSize;
    current.rootScale = rootScale;
    if (machine != null) {
      machine.begin(parameters, gradient);
    }
  }

  /** Computes one segment of the step: x ← x − stepSize · m / (√v · rootScale + ε). */
  public void step(int segment) {
    if (machine != null) {
      machine.step(segment, current.scale, current.stepSize, current.rootScale);
    } else {
      update(starts[segment], starts[segment + 1]);
    }
  }

  /** Computes a segment in a plain loop over arrays, which the compiler turns into vector code. */
  private void update(int from, int to) {
    float[] x = current.parameters;
    float[] slope = current.gradient;
    float[] first = firstMoment;
    float[] second = secondMoment;
    float factor = current.scale;
    float size = current.stepSize;
    float root = current.rootScale;
    float eps = epsilon;
    for (int i = from; i < to; i++) {
      float g = slope[i] * factor;
      float m = first[i] * keepFirst + g * addFirst;
      float v = second[i] * keepSecond + g * g * addSecond;
      first[i] = m;
      second[i] = v;
      x[i] -= m * size / ((float) Math.sqrt(v) * root + eps);
    }
  }
}

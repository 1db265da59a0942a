package jackdaw.tensor;

/** Arithmetic on whole flat vectors of parameters, on the same kernels as programs. */
public final class FlatVectors {
  private FlatVectors() {}

  /** Σ x². */
  public static double sumOfSquares(float[] x) {
    return KernelChoice.KERNELS.sumOfSquares(x);
  }

  /**
   * One step of Adam on all values; see Kingma and Ba 2015, algorithm 1. Computes m ← β₁ m + (1 − β₁)
   * s g, v ← β₂ v + (1 − β₂) (s g)², x ← x − a m / (√v · r + ε).
   *
   * @param gradientScale s, such as the factor of norm clipping
   * @param stepSize a, the learning rate over 1 − β₁ᵗ
   * @param rootScale r = 1 / √(1 − β₂ᵗ)
   */
  public static void adam(
      float[] x,
      float[] gradient,
      float[] firstMoment,
      float[] secondMoment,
      double gradientScale,
      double beta1,
      double beta2,
      double stepSize,
      double rootScale,
      double epsilon) {
    KernelChoice.KERNELS.adam(
        x,
        gradient,
        firstMoment,
        secondMoment,
        (float) gradientScale,
        (float) beta1,
        (float) beta2,
        (float) stepSize,
        (float) rootScale,
        (float) epsilon);
  }
}

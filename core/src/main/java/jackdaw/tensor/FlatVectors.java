package jackdaw.tensor;

/** Arithmetic on whole flat vectors of parameters, on the same kernels as programs. */
public final class FlatVectors {
  private FlatVectors() {}

  /** Σ x². */
  public static double sumOfSquares(float[] x) {
    return KernelChoice.KERNELS.sumOfSquares(x);
  }
}

package jackdaw.tensor;

/** Arithmetic on whole flat vectors of parameters, on the same kernels as programs. */
public final class FlatVectors {
  private static final Kernels KERNELS =
      KernelChoice.hasVectorModule()
          ? VectorKernels.SHARED
          : new ReferenceKernels();

  private FlatVectors() {}

  /** Σ x². */
  public static double sumOfSquares(float[] x) {
    return KERNELS.sumOfSquares(x);
  }
}

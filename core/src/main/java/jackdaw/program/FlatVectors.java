package jackdaw.program;

import jackdaw.program.kernel.Kernels;
import jackdaw.program.kernel.ReferenceKernels;
import jackdaw.program.kernel.VectorKernels;

/** Arithmetic on flat vectors of parameters, with the same kernels as programs. */
public final class FlatVectors {
  private static final Kernels KERNELS =
      KernelChoice.hasVectorModule()
          ? VectorKernels.SHARED
          : new ReferenceKernels();

  private FlatVectors() {}

  /** Returns Σ x². */
  public static double sumOfSquares(float[] x) {
    return sumOfSquares(x, 0, x.length);
  }

  /** Returns Σ x² of {@code x[from, to)}. */
  public static double sumOfSquares(float[] x, int from, int to) {
    return KERNELS.sumOfSquares(x, from, to);
  }
}

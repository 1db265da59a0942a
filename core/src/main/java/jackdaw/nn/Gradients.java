package jackdaw.nn;

import jackdaw.program.FlatVectors;
import jackdaw.program.Program;
import jackdaw.program.VectorParts;
import jackdaw.tensor.Tensor;
import java.util.List;

/** The places in a program where the gradient of each parameter comes out. */
public final class Gradients {
  private final VectorParts parts;

  /**
   * Finds them.
   *
   * @param views the parameters that were differentiated by
   * @param gradients their derivatives, outputs of the program, in the same order
   */
  public Gradients(Program program, List<ParameterVector.View> views, List<Tensor> gradients) {
    parts =
        new VectorParts(
            program, gradients, views.stream().mapToInt(ParameterVector.View::offset).toArray());
  }

  /** Writes each parameter's gradient to its place in the vector. */
  public void get(float[] vector) {
    parts.get(vector);
  }

  /** Adds each parameter's gradient to its place in the vector. */
  public void addTo(float[] vector) {
    parts.addTo(vector);
  }

  /** The Euclidean norm of a gradient. */
  public static double norm(float[] gradient) {
    return Math.sqrt(FlatVectors.sumOfSquares(gradient));
  }

  /**
   * The factor that shortens a gradient of the given norm to at most {@code maxNorm}, as in PyTorch:
   * maxNorm / (norm + 10⁻⁶), at most 1.
   *
   * @param maxNorm the limit; 0 is no limit
   */
  public static double clipScale(double norm, double maxNorm) {
    return maxNorm == 0 ? 1 : Math.min(1, maxNorm / (norm + 1e-6));
  }
}

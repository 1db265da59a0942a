package jackdaw.nn;

import jackdaw.program.FlatVectors;
import jackdaw.program.Program;
import jackdaw.program.VectorSegments;
import jackdaw.tensor.Tensor;
import java.util.List;

/** The outputs of a program that are the gradients of parameters. */
public final class Gradients {
  private final VectorSegments parts;

  /**
   * Finds the outputs.
   *
   * @param views the parameters
   * @param gradients the derivatives with respect to them, in the same order
   */
  public Gradients(Program program, List<ParameterVector.View> views, List<Tensor> gradients) {
    parts =
        new VectorSegments(
            program, gradients, views.stream().mapToInt(ParameterVector.View::offset).toArray());
  }

  /** Writes each parameter's gradient to its segment of the vector. */
  public void get(float[] vector) {
    parts.get(vector);
  }

  /** Adds each parameter's gradient to its segment of the vector. */
  public void addTo(float[] vector) {
    parts.addTo(vector);
  }

  /** Returns the Euclidean norm of a gradient. */
  public static double norm(float[] gradient) {
    return Math.sqrt(FlatVectors.sumOfSquares(gradient));
  }

  /**
   * Returns the factor that limits a gradient of the given norm to {@code maxNorm}, as in PyTorch:
   * maxNorm / (norm + 10⁻⁶), at most 1.
   *
   * @param maxNorm the largest norm; 0 is no limit
   */
  public static double clipScale(double norm, double maxNorm) {
    return maxNorm == 0 ? 1 : Math.min(1, maxNorm / (norm + 1e-6));
  }
}

package jackdaw.nn;

import jackdaw.tensor.FlatVectors;
import jackdaw.tensor.Program;
import jackdaw.tensor.Tensor;
import java.util.List;

/** The places in a program where the gradient of each parameter comes out. */
public final class Gradients {
  private final Program.Output[] outputs;
  private final int[] offsets;

  /**
   * Finds them.
   *
   * @param views the parameters that were differentiated by
   * @param gradients their derivatives, outputs of the program, in the same order
   */
  public Gradients(Program program, List<ParameterVector.View> views, List<Tensor> gradients) {
    outputs = new Program.Output[views.size()];
    offsets = new int[views.size()];
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] = program.output(gradients.get(i));
      offsets[i] = views.get(i).offset();
    }
  }

  /** Writes each parameter's gradient to its place in the vector. */
  public void get(float[] vector) {
    for (int i = 0; i < outputs.length; i++) {
      outputs[i].get(vector, offsets[i]);
    }
  }

  /** Adds each parameter's gradient to its place in the vector. */
  public void addTo(float[] vector) {
    for (int i = 0; i < outputs.length; i++) {
      outputs[i].addTo(vector, offsets[i]);
    }
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

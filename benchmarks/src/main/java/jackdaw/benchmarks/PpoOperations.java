package jackdaw.benchmarks;

import java.util.ArrayList;
import java.util.List;

/**
 * Floating-point operations of the matrix products that training needs, two for each multiplication
 * with its addition. Everything else (activations, losses, the optimiser, environments) counts as
 * nothing, so that a share of the peak is never flattered by it.
 */
public final class PpoOperations {
  private PpoOperations() {}

  /** One row forward through a network. */
  public static double forwardPerRow(int inputs, List<Integer> hidden, int outputs) {
    double operations = 0;
    int width = inputs;
    for (int size : sizes(hidden, outputs)) {
      operations += 2.0 * width * size;
      width = size;
    }
    return operations;
  }

  /**
   * One row forward and backward: each weight's gradient, and each layer's input's but the first's.
   */
  public static double trainingPerRow(int inputs, List<Integer> hidden, int outputs) {
    double first = 2.0 * inputs * sizes(hidden, outputs).getFirst();
    return 3 * forwardPerRow(inputs, hidden, outputs) - first;
  }

  /**
   * PPO with separate networks: an environment step is inferred once, valued once, and trained on
   * in every epoch.
   */
  public static double perStep(int inputs, List<Integer> hidden, int outputs, int epochs) {
    double forward = forwardPerRow(inputs, hidden, outputs) + forwardPerRow(inputs, hidden, 1);
    double training = trainingPerRow(inputs, hidden, outputs) + trainingPerRow(inputs, hidden, 1);
    return forward + epochs * training;
  }

  private static List<Integer> sizes(List<Integer> hidden, int outputs) {
    List<Integer> sizes = new ArrayList<>(hidden);
    sizes.add(outputs);
    return sizes;
  }
}

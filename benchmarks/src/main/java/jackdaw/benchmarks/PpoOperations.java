package jackdaw.benchmarks;

import java.util.ArrayList;
import java.util.List;

/**
 * Floating-point operations of the matrix products in training, two for each multiply-add.
 * Everything else (activations, losses, the optimiser, environments) counts as zero, so that it
 * never inflates a share of the peak.
 */
public final class PpoOperations {
  private PpoOperations() {}

  /** Returns the operations of one row forward through a network. */
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
   * Returns the operations of one row forward and backward: the gradients of all weights, and of
   * all layers' inputs except the first.
   */
  public static double trainingPerRow(int inputs, List<Integer> hidden, int outputs) {
    double first = 2.0 * inputs * sizes(hidden, outputs).getFirst();
    return 3 * forwardPerRow(inputs, hidden, outputs) - first;
  }

  /**
   * Returns the operations of PPO with separate networks. Each environment step passes once through
   * the policy, once through the value network, and through training in every epoch.
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

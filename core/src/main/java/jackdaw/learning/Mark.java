package jackdaw.learning;

import jackdaw.nn.Optimizer;
import jackdaw.nn.ParameterVector;
import java.util.Arrays;

/** Parameters and an optimiser's state at one time, to return to. */
final class Mark {
  private final ParameterVector parameters;
  private final Optimizer optimizer;
  private final float[] keptParameters;
  private final Optimizer keptOptimizer;

  Mark(ParameterVector parameters, Optimizer optimizer, Optimizer.Factory factory) {
    this.parameters = parameters;
    this.optimizer = optimizer;
    keptParameters = new float[parameters.size()];
    int[] starts = new int[optimizer.parts() + 1];
    Arrays.setAll(starts, optimizer::start);
    keptOptimizer = factory.of(starts);
  }

  void keep() {
    parameters.copyTo(keptParameters);
    keptOptimizer.copyFrom(optimizer);
  }

  void restore() {
    parameters.copyFrom(keptParameters);
    optimizer.copyFrom(keptOptimizer);
  }
}

package jackdaw.nn;

import jackdaw.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Linear layers, each followed by an activation.
 *
 * @param layers the layers in the order of their application; without any it is the identity
 */
public record MultilayerPerceptron(List<Linear> layers, Activation activation) {
  /** Keeps a copy of the list. */
  public MultilayerPerceptron {
    layers = List.copyOf(layers);
  }

  /** Creates layers named {@code name.0}, {@code name.1}, …, all with the same initialiser. */
  public static MultilayerPerceptron create(
      ParameterVector.Builder parameters,
      String name,
      int inputs,
      List<Integer> hiddenSizes,
      Activation activation,
      Initializer initializer) {
    List<Linear> layers = new ArrayList<>();
    int width = inputs;
    for (int size : hiddenSizes) {
      layers.add(Linear.create(parameters, name + "." + layers.size(), width, size, initializer));
      width = size;
    }
    return new MultilayerPerceptron(layers, activation);
  }

  /** Returns the last layer's activations [batch, last size] for x [batch, inputs]. */
  public Tensor apply(Tensor x) {
    Tensor h = x;
    for (Linear layer : layers) {
      h = activation.apply(layer.apply(h));
    }
    return h;
  }
}

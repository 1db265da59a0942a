package jackdaw.network;

import jackdaw.nn.Initializer;
import jackdaw.nn.Linear;
import jackdaw.nn.ParameterVector;
import jackdaw.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Makes the layers of a {@link QNetwork}: plain or noisy, with or without normalisation. */
final class QLayers {
  /** Keeps a division by a deviation of 0 finite, as in PyTorch. */
  private static final double SMALL = 1e-5;

  private final ParameterVector.Builder parameters;
  private final ParameterVector.Builder noise;
  private final QNetworkConfig settings;

  QLayers(
      ParameterVector.Builder parameters,
      ParameterVector.Builder noise,
      QNetworkConfig settings) {
    this.parameters = parameters;
    this.noise = noise;
    this.settings = settings;
  }

  /** Hidden layers with an activation after each. */
  UnaryOperator<Tensor> hidden(String name, int inputs, List<Integer> sizes) {
    List<UnaryOperator<Tensor>> layers = new ArrayList<>();
    int width = inputs;
    for (int size : sizes) {
      String each = name + '.' + layers.size();
      UnaryOperator<Tensor> linear = linear(each, width, size);
      UnaryOperator<Tensor> normalized =
          settings.layerNormalization() ? normalization(each, size) : x -> x;
      layers.add(x -> settings.activation().apply(normalized.apply(linear.apply(x))));
      width = size;
    }
    return x -> {
      Tensor h = x;
      for (UnaryOperator<Tensor> layer : layers) {
        h = layer.apply(h);
      }
      return h;
    };
  }

  /** An output layer. */
  UnaryOperator<Tensor> output(String name, int inputs, int outputs) {
    return linear(name, inputs, outputs);
  }

  /** Plain layers start as PyTorch's do, uniform in ±1 / √inputs, biases too. */
  private UnaryOperator<Tensor> linear(String name, int inputs, int outputs) {
    if (settings.noisy()) {
      return NoisyLinear.create(
          parameters, noise, name, inputs, outputs, settings.noiseScale())::apply;
    }
    Initializer uniform = Initializer.uniform(1 / Math.sqrt(inputs));
    return new Linear(
        parameters.add(name + ".weight", inputs, outputs, uniform),
        parameters.add(name + ".bias", 1, outputs, uniform))::apply;
  }

  /** (x − mean) / √(variance + ε) · g + b, over the values of each row (Ba et al. 2016, eq. 4). */
  private UnaryOperator<Tensor> normalization(String name, int width) {
    Tensor gain = parameters.add(name + ".gain", 1, width, Initializer.constant(1));
    Tensor shift = parameters.add(name + ".shift", 1, width, Initializer.zeros());
    return x -> {
      Tensor centred = x.minus(x.meanColumns());
      Tensor deviation = centred.square().meanColumns().plus(SMALL).sqrt();
      return centred.dividedBy(deviation).times(gain).plus(shift);
    };
  }
}

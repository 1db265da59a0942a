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
  private static final Initializer HIDDEN = Initializer.orthogonal(Math.sqrt(2));
  private static final Initializer OUTPUT = Initializer.orthogonal(1);

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
      UnaryOperator<Tensor> linear = linear(each, width, size, HIDDEN);
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
    return linear(name, inputs, outputs, OUTPUT);
  }

  private UnaryOperator<Tensor> linear(
      String name, int inputs, int outputs, Initializer initializer) {
    return settings.noisy()
        ? NoisyLinear.create(
            parameters, noise, name, inputs, outputs, settings.noiseScale())::apply
        : Linear.create(parameters, name, inputs, outputs, initializer)::apply;
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

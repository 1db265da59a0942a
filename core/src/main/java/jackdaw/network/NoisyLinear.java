package jackdaw.network;

import jackdaw.nn.Initializer;
import jackdaw.nn.ParameterVector;
import jackdaw.tensor.Tensor;

/**
 * A linear layer whose weights have noise, W = μ + σ ⊙ f(ε)ᵀ f(ε′) and b = μ′ + σ′ ⊙ f(ε′), with
 * f(x) =
 * sgn(x) √|x| and a number ε for each input and ε′ for each output (Fortunato et al. 2018, eq. 10
 * and 11).
 * Without noise the layer is that of the means.
 */
record NoisyLinear(
    Tensor weight,
    Tensor weightScale,
    Tensor bias,
    Tensor biasScale,
    Tensor inputNoise,
    Tensor outputNoise) {

  /**
   * Creates a layer, with the initial values of the paper.
   *
   * @param noise where f(ε) and f(ε′) are kept
   * @param scale σ₀
   */
  static NoisyLinear create(
      ParameterVector.Builder parameters,
      ParameterVector.Builder noise,
      String name,
      int inputs,
      int outputs,
      double scale) {
    double limit = 1 / Math.sqrt(inputs);
    return new NoisyLinear(
        parameters.add(name + ".weight", inputs, outputs, Initializer.uniform(limit)),
        parameters.add(
            name + ".weight-scale", inputs, outputs, Initializer.constant(scale * limit)),
        parameters.add(name + ".bias", 1, outputs, Initializer.uniform(limit)),
        parameters.add(name + ".bias-scale", 1, outputs, Initializer.constant(scale * limit)),
        noise.add(name + ".input-noise", inputs, 1, Initializer.zeros()),
        noise.add(name + ".output-noise", 1, outputs, Initializer.zeros()));
  }

  /** Returns the layer's output [batch, outputs] for x [batch, inputs]. */
  Tensor apply(Tensor x) {
    Tensor noisyWeight = weight.plus(weightScale.times(inputNoise.times(outputNoise)));
    return x.matmul(noisyWeight).plus(bias.plus(biasScale.times(outputNoise)));
  }
}

package jackdaw.network;

import jackdaw.nn.Activation;
import jackdaw.nn.Memory;
import jackdaw.setting.SettingCheck;
import java.util.List;

/**
 * Settings of a {@link QNetwork}.
 *
 * @param convolutions see {@link NetworkConfig#convolutions}
 * @param encoderSizes see {@link NetworkConfig#encoderSizes}
 * @param hiddenSizes widths of the hidden layers; none is linear in what is observed
 * @param activation the function after each convolution and each hidden layer
 * @param dueling whether Q is V + A − mean A, of two streams that have the last hidden layer each
 *     for
 *     themselves (Wang et al. 2016, eq. 9)
 * @param layerNormalization whether the inputs of each hidden layer's activation are shifted to
 *     mean 0 and
 *     scaled to variance 1 (Ba et al. 2016)
 * @param noisy whether hidden and output layers have noise that is learnt, in place of ε (Fortunato
 *     et
 *     al. 2018)
 * @param noiseScale σ₀, what the noise of a layer of n inputs starts with, times √n; above 0
 */
public record QNetworkConfig(
    List<Integer> convolutions,
    List<Integer> encoderSizes,
    List<Integer> hiddenSizes,
    Activation activation,
    boolean dueling,
    boolean layerNormalization,
    boolean noisy,
    double noiseScale) {
  /** Two hidden layers of 128 with ReLU. */
  public static final QNetworkConfig DEFAULTS =
      new QNetworkConfig(
          List.of(), List.of(), List.of(128, 128), Activation.RELU, false, false, false, 0.5);

  /** Copies the lists. */
  public QNetworkConfig {
    convolutions = List.copyOf(convolutions);
    encoderSizes = List.copyOf(encoderSizes);
    hiddenSizes = List.copyOf(hiddenSizes);
  }

  /** Checks every range for the algorithm that has these settings. */
  public void check(SettingCheck check) {
    asNetwork(hiddenSizes).check(check);
    check.above("noise-scale", noiseScale, 0, "0.5");
  }

  /** The same as settings of a body, with other hidden layers. */
  NetworkConfig asNetwork(List<Integer> hidden) {
    return new NetworkConfig(
        convolutions, encoderSizes, hidden, activation, Memory.NONE, 1, false, 0, false);
  }

  /**
   * Setters of a builder that has these settings.
   *
   * @param <B> the builder
   */
  public interface Setters<B> {
    /** The settings so far. */
    QNetworkConfig network();

    /** Replaces all of them. */
    B network(QNetworkConfig settings);

    /** See {@link QNetworkConfig#convolutions}. */
    default B convolutions(List<Integer> value) {
      QNetworkConfig s = network();
      return network(
          new QNetworkConfig(
              value, s.encoderSizes, s.hiddenSizes, s.activation, s.dueling, s.layerNormalization,
              s.noisy, s.noiseScale));
    }

    /** See {@link QNetworkConfig#encoderSizes}. */
    default B encoderSizes(List<Integer> value) {
      QNetworkConfig s = network();
      return network(
          new QNetworkConfig(
              s.convolutions, value, s.hiddenSizes, s.activation, s.dueling, s.layerNormalization,
              s.noisy, s.noiseScale));
    }

    /** See {@link QNetworkConfig#hiddenSizes}. */
    default B hiddenSizes(List<Integer> value) {
      QNetworkConfig s = network();
      return network(
          new QNetworkConfig(
              s.convolutions, s.encoderSizes, value, s.activation, s.dueling, s.layerNormalization,
              s.noisy, s.noiseScale));
    }

    /** See {@link QNetworkConfig#activation}. */
    default B activation(Activation value) {
      QNetworkConfig s = network();
      return network(
          new QNetworkConfig(
              s.convolutions, s.encoderSizes, s.hiddenSizes, value, s.dueling, s.layerNormalization,
              s.noisy, s.noiseScale));
    }

    /** See {@link QNetworkConfig#dueling}. */
    default B dueling(boolean value) {
      QNetworkConfig s = network();
      return network(
          new QNetworkConfig(
              s.convolutions, s.encoderSizes, s.hiddenSizes, s.activation, value,
              s.layerNormalization, s.noisy, s.noiseScale));
    }

    /** See {@link QNetworkConfig#layerNormalization}. */
    default B layerNormalization(boolean value) {
      QNetworkConfig s = network();
      return network(
          new QNetworkConfig(
              s.convolutions, s.encoderSizes, s.hiddenSizes, s.activation, s.dueling, value,
              s.noisy, s.noiseScale));
    }

    /** See {@link QNetworkConfig#noisy}. */
    default B noisy(boolean value) {
      QNetworkConfig s = network();
      return network(
          new QNetworkConfig(
              s.convolutions, s.encoderSizes, s.hiddenSizes, s.activation, s.dueling,
              s.layerNormalization, value, s.noiseScale));
    }

    /** See {@link QNetworkConfig#noiseScale}. */
    default B noiseScale(double value) {
      QNetworkConfig s = network();
      return network(
          new QNetworkConfig(
              s.convolutions, s.encoderSizes, s.hiddenSizes, s.activation, s.dueling,
              s.layerNormalization, s.noisy, value));
    }
  }
}

package jackdaw.network;

import jackdaw.nn.Activation;
import jackdaw.nn.ConvolutionalLayers;
import jackdaw.nn.Memory;
import jackdaw.setting.AddedSetting;
import jackdaw.setting.SettingCheck;
import java.util.List;

/**
 * Settings of the networks of an {@link ActorCritic}.
 *
 * @param convolutions three numbers for each convolution that an image goes through before the
 *     hidden layers: filters, size of the window, stride, all at least 1; none takes any
 *     observation as a list of numbers. An image is an observation of a {@link jackdaw.space.Box}
 *     of [height, width], [height, width, channels] or [channels, height, width]; the smaller end
 *     is the channels
 * @param encoderSizes widths of the layers that each part of a {@link jackdaw.space.Dictionary}
 *     observation has for itself before all parts are concatenated for the hidden layers; none
 *     concatenates the parts as they are, and is the only possibility for any other observation
 * @param hiddenSizes widths of the hidden layers; none is a linear policy
 * @param activation the function after each convolution and each hidden layer
 * @param memory what the networks remember of an episode: nothing, or a recurrent cell after the
 *     hidden layers
 * @param memorySize H, the width of the cell's output; at least 1
 * @param sharedNetwork whether policy and value share the hidden layers and the cell
 * @param initialLogStd logarithm of the standard deviation that a Gaussian policy starts with; in
 *     [−20, 2]
 * @param squashActions whether continuous actions are squashed into their bounds by tanh, which
 *     needs finite ones; otherwise they are clipped for the environment and learnt from as they
 *     were drawn
 */
public record NetworkConfig(
    @AddedSetting List<Integer> convolutions,
    List<Integer> encoderSizes,
    List<Integer> hiddenSizes,
    Activation activation,
    Memory memory,
    int memorySize,
    boolean sharedNetwork,
    double initialLogStd,
    boolean squashActions) {
  /** Two hidden layers of 64 with tanh, of each network's own; no memory. */
  public static final NetworkConfig DEFAULTS =
      new NetworkConfig(
          List.of(), List.of(), List.of(64, 64), Activation.TANH, Memory.NONE, 64, false, 0, false);

  /** Copies the lists. */
  public NetworkConfig {
    convolutions = List.copyOf(convolutions);
    encoderSizes = List.copyOf(encoderSizes);
    hiddenSizes = List.copyOf(hiddenSizes);
  }

  /** Checks every range for the algorithm that has these settings. */
  public void check(SettingCheck check) {
    check.require(
        convolutions.size() % ConvolutionalLayers.SIZES == 0,
        "convolutions %s are not three numbers a layer: set %s.convolutions to filters, size and stride"
            .formatted(convolutions, check.algorithm())
            + " of each, such as [32, 8, 4, 64, 4, 2, 64, 3, 1]");
    for (int size : convolutions) {
      check.within("convolutions", size, 1, 1 << 12, "[32, 8, 4, 64, 4, 2, 64, 3, 1]");
    }
    for (int size : encoderSizes) {
      check.within("encoder-sizes", size, 1, 1 << 16, "[32], or [] for none");
    }
    for (int size : hiddenSizes) {
      check.within("hidden-sizes", size, 1, 1 << 16, "[64, 64]");
    }
    check.within("memory-size", memorySize, 1, 1 << 16, "32 to 256");
    check.within("initial-log-std", initialLogStd, -20, 2, "-1 to 0");
  }

  /**
   * Setters of a builder that has these settings.
   *
   * @param <B> the builder
   */
  public interface Setters<B> {
    /** The settings so far. */
    NetworkConfig network();

    /** Replaces all of them. */
    B network(NetworkConfig settings);

    /** See {@link NetworkConfig#convolutions}. */
    default B convolutions(List<Integer> value) {
      NetworkConfig s = network();
      return network(
          new NetworkConfig(
              value, s.encoderSizes, s.hiddenSizes, s.activation, s.memory, s.memorySize,
              s.sharedNetwork, s.initialLogStd, s.squashActions));
    }

    /** See {@link NetworkConfig#encoderSizes}. */
    default B encoderSizes(List<Integer> value) {
      NetworkConfig s = network();
      return network(
          new NetworkConfig(
              s.convolutions, value, s.hiddenSizes, s.activation, s.memory, s.memorySize,
              s.sharedNetwork, s.initialLogStd, s.squashActions));
    }

    /** See {@link NetworkConfig#hiddenSizes}. */
    default B hiddenSizes(List<Integer> value) {
      NetworkConfig s = network();
      return network(
          new NetworkConfig(
              s.convolutions, s.encoderSizes, value, s.activation, s.memory, s.memorySize,
              s.sharedNetwork, s.initialLogStd, s.squashActions));
    }

    /** See {@link NetworkConfig#activation}. */
    default B activation(Activation value) {
      NetworkConfig s = network();
      return network(
          new NetworkConfig(
              s.convolutions, s.encoderSizes, s.hiddenSizes, value, s.memory, s.memorySize,
              s.sharedNetwork, s.initialLogStd, s.squashActions));
    }

    /** See {@link NetworkConfig#memory}. */
    default B memory(Memory value) {
      NetworkConfig s = network();
      return network(
          new NetworkConfig(
              s.convolutions, s.encoderSizes, s.hiddenSizes, s.activation, value,
              s.memorySize, s.sharedNetwork, s.initialLogStd, s.squashActions));
    }

    /** See {@link NetworkConfig#memorySize}. */
    default B memorySize(int value) {
      NetworkConfig s = network();
      return network(
          new NetworkConfig(
              s.convolutions, s.encoderSizes, s.hiddenSizes, s.activation, s.memory, value,
              s.sharedNetwork, s.initialLogStd, s.squashActions));
    }

    /** See {@link NetworkConfig#sharedNetwork}. */
    default B sharedNetwork(boolean value) {
      NetworkConfig s = network();
      return network(
          new NetworkConfig(
              s.convolutions, s.encoderSizes, s.hiddenSizes, s.activation, s.memory,
              s.memorySize, value, s.initialLogStd, s.squashActions));
    }

    /** See {@link NetworkConfig#initialLogStd}. */
    default B initialLogStd(double value) {
      NetworkConfig s = network();
      return network(
          new NetworkConfig(
              s.convolutions, s.encoderSizes, s.hiddenSizes, s.activation, s.memory,
              s.memorySize, s.sharedNetwork, value, s.squashActions));
    }

    /** See {@link NetworkConfig#squashActions}. */
    default B squashActions(boolean value) {
      NetworkConfig s = network();
      return network(
          new NetworkConfig(
              s.convolutions, s.encoderSizes, s.hiddenSizes, s.activation, s.memory,
              s.memorySize, s.sharedNetwork, s.initialLogStd, value));
    }
  }
}

package jackdaw.network;

import jackdaw.nn.Activation;
import jackdaw.nn.Memory;
import java.util.List;

/**
 * How the networks of an {@link ActorCritic} are built.
 *
 * @param convolutions three numbers for each convolution that an image, an observation of a {@link
 *     jackdaw.space.Box} of [height, width], [height, width, channels] or [channels, height, width] (told
 *     apart by the smaller end), goes through before the hidden layers: filters, size of the window,
 *     stride; none takes any observation as a list of numbers
 * @param encoderSizes widths of the layers that each part of a {@link jackdaw.space.Dictionary}
 *     observation has for itself before all are put side by side; none puts them side by side as they
 *     are, and any other observation has none
 * @param hiddenSizes widths of the hidden layers; none is a linear policy
 * @param activation what follows each convolution and each of these layers
 * @param memory the kind of cell that follows the hidden layers
 * @param memorySize the width of a cell's output, H
 * @param shared whether policy and value share their layers and cell
 * @param initialLogStd where log σ of a continuous policy starts
 * @param squashActions whether continuous actions are squashed into their bounds by tanh; else they are
 *     clipped for the environment
 */
public record NetworkConfig(
    List<Integer> convolutions,
    List<Integer> encoderSizes,
    List<Integer> hiddenSizes,
    Activation activation,
    Memory memory,
    int memorySize,
    boolean shared,
    double initialLogStd,
    boolean squashActions) {
  /** Copies the lists. */
  public NetworkConfig {
    convolutions = List.copyOf(convolutions);
    encoderSizes = List.copyOf(encoderSizes);
    hiddenSizes = List.copyOf(hiddenSizes);
  }
}

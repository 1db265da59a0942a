package jackdaw.network;

import jackdaw.nn.ConvolutionalLayers;
import jackdaw.nn.Initializer;
import jackdaw.nn.MultilayerPerceptron;
import jackdaw.nn.ParameterVector;
import jackdaw.space.Box;
import jackdaw.space.Dictionary;
import jackdaw.space.Discrete;
import jackdaw.space.MultiBinary;
import jackdaw.space.MultiDiscrete;
import jackdaw.space.Space;
import jackdaw.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a network sees of an observation: numbers and bits as they are, a choice as a 1 among zeros,
 * the parts of a dictionary side by side, each through layers of its own where there are such, an
 * image through convolutions where there are such.
 */
final class ObservationEncoder {
  private final Space space;

  /** Of each part of the dictionary; empty where there are none. */
  private final List<MultilayerPerceptron> layers = new ArrayList<>();

  private final @Nullable ConvolutionalLayers convolutions;

  private final int width;

  /**
   * An encoder whose parameters are named {@code name.encoder.part} or {@code name.convolution.0}.
   *
   * @throws IllegalArgumentException if there are layers for what is not a dictionary, or
   *     convolutions for what is not an image or too small for them
   */
  ObservationEncoder(
      ParameterVector.Builder parameters,
      String name,
      Space space,
      NetworkConfig settings,
      Initializer initializer) {
    this.space = space;
    List<Integer> sizes = settings.encoderSizes();
    convolutions =
        settings.convolutions().isEmpty()
            ? null
            : convolutions(parameters, name + ".convolution", space, settings, initializer);
    if (sizes.isEmpty()) {
      width = convolutions == null ? size(space) : convolutions.outputs();
      return;
    }
    if (!(space instanceof Dictionary dictionary)) {
      throw new IllegalArgumentException(
          "encoder sizes %s are for observations of a Dictionary, and the observation space is %s:"
              .formatted(sizes, space)
              + " leave encoder-sizes empty");
    }
    for (Dictionary.Part part : dictionary.parts()) {
      layers.add(
          MultilayerPerceptron.create(
              parameters,
              name + ".encoder." + part.name(),
              size(part.space()),
              sizes,
              settings.activation(),
              initializer));
    }
    width = Math.multiplyExact(layers.size(), sizes.getLast());
  }

  private static ConvolutionalLayers convolutions(
      ParameterVector.Builder parameters,
      String name,
      Space space,
      NetworkConfig settings,
      Initializer initializer) {
    int[] shape = space instanceof Box box ? box.shape() : new int[0];
    if (shape.length != 2 && shape.length != 3) {
      throw new IllegalArgumentException(
          "convolutions %s are for images, a Box of [height, width], [height, width, channels] or"
              .formatted(settings.convolutions())
              + " [channels, height, width], and the observation space is %s: leave convolutions empty"
                  .formatted(space));
    }
    // no picture has more channels than pixels in a line
    boolean planes = shape.length == 3 && shape[0] < shape[2];
    try {
      return ConvolutionalLayers.create(
          parameters,
          name,
          planes,
          shape[planes ? 1 : 0],
          shape[planes ? 2 : 1],
          shape.length == 2 ? 1 : shape[planes ? 0 : 2],
          settings.convolutions(),
          settings.activation(),
          initializer,
          1 / brightest((Box) space));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "convolutions %s do not fit observations of %s: %s"
              .formatted(settings.convolutions(), space, e.getMessage()),
          e);
    }
  }

  /** The bound of all pixels that start at 0; 1 if they have no such bound. */
  private static double brightest(Box box) {
    float high = box.high(0);
    for (int i = 0; i < box.size(); i++) {
      if (box.low(i) != 0 || box.high(i) != high) {
        return 1;
      }
    }
    return Float.isInfinite(high) || high == 0 ? 1 : high;
  }

  /** How many values come out. */
  int width() {
    return width;
  }

  /** What the network sees [rows, {@link #width}] of observations [rows, observation size]. */
  Tensor apply(Tensor observations) {
    if (convolutions != null) {
      return convolutions.apply(observations);
    }
    if (layers.isEmpty()) {
      return encode(space, observations);
    }
    List<Dictionary.Part> parts = ((Dictionary) space).parts();
    List<Tensor> encoded = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < parts.size(); i++) {
      Space part = parts.get(i).space();
      Tensor block = observations.columns(from, from + part.size());
      encoded.add(layers.get(i).apply(encode(part, block)));
      from += part.size();
    }
    return Tensor.concatenateColumns(encoded);
  }

  private static int size(Space space) {
    return switch (space) {
      case Discrete discrete -> discrete.count();
      case MultiDiscrete multi -> multi.counts().stream().mapToInt(Integer::intValue).sum();
      case MultiBinary bits -> bits.size();
      case Box box -> box.size();
      case Dictionary dictionary ->
          dictionary.parts().stream().mapToInt(part -> size(part.space())).sum();
    };
  }

  private static Tensor encode(Space space, Tensor observations) {
    return switch (space) {
      case Discrete discrete -> observations.oneHot(discrete.count());
      case MultiDiscrete multi -> {
        List<Tensor> encoded = new ArrayList<>();
        for (int i = 0; i < multi.size(); i++) {
          encoded.add(observations.columns(i, i + 1).oneHot(multi.counts().get(i)));
        }
        yield Tensor.concatenateColumns(encoded);
      }
      case MultiBinary bits -> observations;
      case Box box -> observations;
      case Dictionary dictionary -> {
        List<Tensor> encoded = new ArrayList<>();
        int from = 0;
        for (Dictionary.Part part : dictionary.parts()) {
          int size = part.space().size();
          encoded.add(encode(part.space(), observations.columns(from, from + size)));
          from += size;
        }
        yield Tensor.concatenateColumns(encoded);
      }
    };
  }
}

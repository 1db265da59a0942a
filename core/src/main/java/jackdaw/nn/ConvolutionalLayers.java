package jackdaw.nn;

import jackdaw.tensor.Convolution;
import jackdaw.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Convolutions of images, each followed by an activation.
 *
 * @param layers the layers in the order of their application; at least one
 * @param scale factor for the pixels before the first layer
 */
public record ConvolutionalLayers(List<Layer> layers, Activation activation, double scale) {
  /** How many numbers describe a layer: filters, size of the window, stride. */
  public static final int SIZES = 3;

  /** Keeps a copy of the list. */
  public ConvolutionalLayers {
    layers = List.copyOf(layers);
  }

  /**
   * One convolution.
   *
   * @param weight [window, filters]
   * @param bias [1, filters]
   */
  public record Layer(Convolution convolution, Tensor weight, Tensor bias) {}

  /**
   * Creates layers whose parameters are named {@code name.0.weight}, {@code name.0.bias}, …. All
   * weights have the same initialiser; the biases are 0.
   *
   * @param planes true if images are [channels, height, width], false if they are [height, width,
   *     channels]
   * @param channels values of a pixel
   * @param sizes three numbers for each layer: filters, size of the window, stride
   * @param scale factor for the pixels, such as 1/255 for bytes
   * @throws IllegalArgumentException if a window is larger than the image that reaches it
   */
  public static ConvolutionalLayers create(
      ParameterVector.Builder parameters,
      String name,
      boolean planes,
      int height,
      int width,
      int channels,
      List<Integer> sizes,
      Activation activation,
      Initializer initializer,
      double scale) {
    List<Layer> layers = new ArrayList<>();
    int h = height;
    int w = width;
    int values = channels;
    for (int i = 0; i < sizes.size(); i += SIZES) {
      Convolution convolution =
          new Convolution(
              planes && layers.isEmpty(), h, w, values, sizes.get(i), sizes.get(i + 1),
              sizes.get(i + 2));
      String layer = name + "." + layers.size();
      layers.add(
          new Layer(
              convolution,
              parameters.add(
                  layer + ".weight", convolution.window(), convolution.filters(), initializer),
              parameters.add(layer + ".bias", 1, convolution.filters(), Initializer.zeros())));
      h = convolution.outHeight();
      w = convolution.outWidth();
      values = convolution.filters();
    }
    return new ConvolutionalLayers(layers, activation, scale);
  }

  /** The number of outputs for an image. */
  public int outputs() {
    return layers.getLast().convolution().outputs();
  }

  /** Returns [batch, {@link #outputs}] for images [batch, height · width · channels]. */
  public Tensor apply(Tensor images) {
    Tensor h = images;
    // Scales the weights, since they are fewer than the pixels.
    double factor = scale;
    for (Layer layer : layers) {
      Convolution convolution = layer.convolution();
      Tensor pixels =
          h.convolve(layer.weight().times(factor), convolution)
              .reshape(h.rows() * convolution.places(), convolution.filters());
      h =
          activation.apply(pixels.plus(layer.bias()))
              .reshape(images.rows(), convolution.outputs());
      factor = 1;
    }
    return h;
  }
}

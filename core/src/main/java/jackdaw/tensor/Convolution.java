package jackdaw.tensor;

/**
 * The sizes of a convolution of images without padding. A square window of weights moves over the
 * image in steps of {@code stride} pixels. Each of its places gives one number for each filter.
 *
 * <p>An image is a row of a tensor: [height, width, channels], channels last, in row-major order.
 * So the values under one line of the window are contiguous, and the result is an image in the same
 * order, [outHeight, outWidth, filters]. Weights are [size · size · channels, filters], with rows
 * in the order down, across, channel. The first images may also be [channels, height, width], plane
 * after plane; then the rows of the weights are in the order channel, down, across.
 *
 * @param planes true if images are [channels, height, width]
 * @param height of an image in pixels, at least the window's size
 * @param width of an image in pixels, at least the window's size
 * @param channels values of a pixel, at least 1
 * @param filters values of a pixel of the result, at least 1
 * @param size the window's height and width, at least 1
 * @param stride pixels from one place of the window to the next, at least 1
 */
public record Convolution(
    boolean planes, int height, int width, int channels, int filters, int size, int stride) {
  /** A convolution of images with channels last. */
  public Convolution(int height, int width, int channels, int filters, int size, int stride) {
    this(false, height, width, channels, filters, size, stride);
  }

  /** Checks the sizes. */
  public Convolution {
    if (channels < 1 || filters < 1 || size < 1 || stride < 1) {
      throw new IllegalArgumentException(
          "a convolution of %d channels with %d filters of size %d and stride %d is not possible:"
              .formatted(channels, filters, size, stride)
              + " all must be at least 1");
    }
    if (height < size || width < size) {
      throw new IllegalArgumentException(
          "a window of %d × %d does not fit into an image of %d × %d: use a larger image or a"
              .formatted(size, size, height, width)
              + " smaller window");
    }
  }

  /** The number of places of the window from top to bottom. */
  public int outHeight() {
    return (height - size) / stride + 1;
  }

  /** The number of places of the window from left to right. */
  public int outWidth() {
    return (width - size) / stride + 1;
  }

  /** The number of places of the window in an image. */
  public int places() {
    return Math.multiplyExact(outHeight(), outWidth());
  }

  /** The number of values under the window, which is the number of rows of the weights. */
  public int window() {
    return Math.multiplyExact(Math.multiplyExact(size, size), channels);
  }

  /** The number of values of an image. */
  public int inputs() {
    return Math.multiplyExact(Math.multiplyExact(height, width), channels);
  }

  /** The number of values of a result. */
  public int outputs() {
    return Math.multiplyExact(places(), filters);
  }

  /** The number of contiguous runs under the window: its lines, in each plane. */
  public int runs() {
    return planes ? size * channels : size;
  }

  /** The number of values of a run. */
  public int run() {
    return planes ? size : size * channels;
  }

  /** The start of a run, in values from the window's first one. */
  public int runAt(int index) {
    return index / size * height * width + index % size * line();
  }

  /** The distance from one place of the window to the next one across, in values. */
  public int step() {
    return planes ? stride : stride * channels;
  }

  /** The distance from one line of the image to the next, in values. */
  public int line() {
    return planes ? width : width * channels;
  }
}

package jackdaw.tensor;

/**
 * The sizes of a convolution of images without padding: a square window of weights stands at every
 * place where it lies within the image, {@code stride} pixels apart, and gives there one number for each
 * filter.
 *
 * <p>An image is a row of a tensor: [height, width, channels], channels last, in row-major order. So what
 * lies under one line of the window is one run of memory, and what comes out is an image in the same
 * order, [outHeight, outWidth, filters]. Weights are [size · size · channels, filters], rows in the order
 * of the window: down, across, channel. Images that come from elsewhere may also be [channels, height,
 * width], planes one after the other; weights are then in the order channel, down, across.
 *
 * @param planes whether images are [channels, height, width]
 * @param height of an image in pixels, at least the window's size
 * @param width of an image in pixels, at least the window's size
 * @param channels values of a pixel, at least 1
 * @param filters values of a pixel of the result, at least 1
 * @param size the window's height and width, at least 1
 * @param stride pixels from one place of the window to the next, at least 1
 */
public record Convolution(
    boolean planes, int height, int width, int channels, int filters, int size, int stride) {
  /** Channels last. */
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

  /** Places of the window from top to bottom. */
  public int outHeight() {
    return (height - size) / stride + 1;
  }

  /** Places of the window from left to right. */
  public int outWidth() {
    return (width - size) / stride + 1;
  }

  /** All places of the window in an image. */
  public int places() {
    return Math.multiplyExact(outHeight(), outWidth());
  }

  /** Values under the window at one place: the rows of the weights. */
  public int window() {
    return Math.multiplyExact(Math.multiplyExact(size, size), channels);
  }

  /** Values of an image. */
  public int inputs() {
    return Math.multiplyExact(Math.multiplyExact(height, width), channels);
  }

  /** Values that come out of an image. */
  public int outputs() {
    return Math.multiplyExact(places(), filters);
  }

  /** Runs of memory under the window: its lines, in each plane where there are planes. */
  public int runs() {
    return planes ? size * channels : size;
  }

  /** Values of a run. */
  public int run() {
    return planes ? size : size * channels;
  }

  /** Where a run begins, counted in values from the window's first. */
  public int runAt(int index) {
    return index / size * height * width + index % size * line();
  }

  /** From one place of the window to the next in its line, in values. */
  public int step() {
    return planes ? stride : stride * channels;
  }

  /** From one line of the image to the next, in values. */
  public int line() {
    return planes ? width : width * channels;
  }
}

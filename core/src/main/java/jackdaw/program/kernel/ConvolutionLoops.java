package jackdaw.program.kernel;

import jackdaw.tensor.Convolution;
import java.util.Arrays;

/**
 * Convolutions image by image. The pixels under the window are copied to a matrix [places, window]
 * in scratch memory that fits into a cache, and a matrix product does the rest (Chellapilla et al.
 * 2006, "High performance convolutional neural networks for document processing").
 *
 * <p>Scratch memory holds that matrix, and after it the image's rows of the result or of its
 * gradient, [places, filters]. The rows of both are padded as usual.
 */
public final class ConvolutionLoops {
  private ConvolutionLoops() {}

  /** The size of the scratch memory in floats. */
  public static int scratch(Convolution c) {
    return Math.multiplyExact(
        c.places(), Math.addExact(Layout.padded(c.window()), Layout.padded(c.filters())));
  }

  /** The offset of the second matrix in scratch memory. */
  public static int results(Convolution c, int scratch) {
    return scratch + c.places() * Layout.padded(c.window());
  }

  /** See {@link Kernels#convolve}. */
  static void convolve(
      Kernels kernels,
      float[] m,
      Convolution c,
      int images,
      int out,
      int outStride,
      int x,
      int xStride,
      int w,
      int wStride,
      int zeros,
      int scratch) {
    int results = results(c, scratch);
    int patchStride = Layout.padded(c.window());
    int resultStride = Layout.padded(c.filters());
    for (int n = 0; n < images; n++) {
      copyPatches(m, c, scratch, x + n * xStride);
      kernels.multiply(
          m, results, resultStride, c.places(), c.filters(), c.window(), scratch, patchStride, 1, w,
          wStride, zeros, 0);
      kernels.copy(
          m, out + n * outStride, c.filters(), 1, results, resultStride, 1, c.places(),
          c.filters());
    }
  }

  /** See {@link Kernels#convolveWeights}. */
  static void convolveWeights(
      Kernels kernels,
      float[] m,
      Convolution c,
      int images,
      int out,
      int outStride,
      int x,
      int xStride,
      int g,
      int gStride,
      int zeros,
      int scratch) {
    int results = results(c, scratch);
    int patchStride = Layout.padded(c.window());
    int resultStride = Layout.padded(c.filters());
    for (int n = 0; n < images; n++) {
      copyPatches(m, c, scratch, x + n * xStride);
      kernels.copy(
          m, results, resultStride, 1, g + n * gStride, c.filters(), 1, c.places(), c.filters());
      kernels.multiply(
          m, out, outStride, c.window(), c.filters(), c.places(), scratch, 1, patchStride, results,
          resultStride, n == 0 ? zeros : out, n == 0 ? 0 : outStride);
    }
  }

  /** See {@link Kernels#convolveImages}. */
  static void convolveImages(
      Kernels kernels,
      float[] m,
      Convolution c,
      int images,
      int out,
      int outStride,
      int g,
      int gStride,
      int w,
      int wStride,
      int zeros,
      int scratch) {
    int results = results(c, scratch);
    int patchStride = Layout.padded(c.window());
    int resultStride = Layout.padded(c.filters());
    for (int n = 0; n < images; n++) {
      kernels.copy(
          m, results, resultStride, 1, g + n * gStride, c.filters(), 1, c.places(), c.filters());
      kernels.multiply(
          m, scratch, patchStride, c.places(), c.window(), c.filters(), results, resultStride, 1, w,
          wStride, zeros, 0);
      addPatches(m, c, out + n * outStride, scratch);
    }
  }

  private static void copyPatches(float[] m, Convolution c, int patches, int image) {
    int to = patches;
    for (int y = 0; y < c.outHeight(); y++) {
      for (int x = 0; x < c.outWidth(); x++) {
        int from = image + y * c.stride() * c.line() + x * c.step();
        for (int i = 0; i < c.runs(); i++) {
          System.arraycopy(m, from + c.runAt(i), m, to + i * c.run(), c.run());
        }
        to += Layout.padded(c.window());
      }
    }
  }

  private static void addPatches(float[] m, Convolution c, int image, int patches) {
    Arrays.fill(m, image, image + c.inputs(), 0);
    int from = patches;
    for (int y = 0; y < c.outHeight(); y++) {
      for (int x = 0; x < c.outWidth(); x++) {
        int to = image + y * c.stride() * c.line() + x * c.step();
        for (int i = 0; i < c.runs(); i++) {
          add(m, to + c.runAt(i), from + i * c.run(), c.run());
        }
        from += Layout.padded(c.window());
      }
    }
  }

  private static void add(float[] m, int to, int from, int length) {
    for (int j = 0; j < length; j++) {
      m[to + j] += m[from + j];
    }
  }
}

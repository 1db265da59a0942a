package jackdaw.program.machine;

import static jackdaw.machine.Assembler.NONE;
import static jackdaw.machine.Assembler.R10;
import static jackdaw.machine.Assembler.R11;
import static jackdaw.machine.Assembler.R12;
import static jackdaw.machine.Assembler.R13;
import static jackdaw.machine.Assembler.R8;
import static jackdaw.machine.Assembler.R9;
import static jackdaw.machine.Assembler.RBX;
import static jackdaw.machine.Assembler.RDX;
import static jackdaw.machine.Assembler.RSI;
import static jackdaw.program.machine.MachineKernels.FLOAT;

import jackdaw.machine.Assembler;
import jackdaw.machine.Assembler.Binary;
import jackdaw.program.kernel.ConvolutionLoops;
import jackdaw.program.kernel.Kernels;
import jackdaw.program.kernel.Layout;
import jackdaw.tensor.Convolution;

/**
 * {@link ConvolutionLoops} as machine code. The loop over the images keeps its state in registers
 * that nothing else here changes: RBX counts the images, R12 and R13 point at the current image's
 * rows of both operands.
 */
final class MachineConvolutions {
  /** The mask for the end of a run under the window. */
  private static final int RUN = 2;

  /** The mask for the end of a pixel of the result. */
  private static final int PIXEL = 3;

  private final Assembler code;
  private final int lanes;
  private final Convolution c;
  private final int patches;
  private final int results;
  private final int patchStride;
  private final int resultStride;

  MachineConvolutions(Assembler code, Convolution c, int scratch) {
    this.code = code;
    lanes = code.lanes();
    this.c = c;
    patches = scratch;
    results = ConvolutionLoops.results(c, scratch);
    patchStride = Layout.padded(c.window());
    resultStride = Layout.padded(c.filters());
  }

  /** See {@link Kernels#convolve}. */
  void convolve(
      int images, int out, int outStride, int x, int xStride, int w, int wStride, int zeros) {
    forEachImage(images, x, xStride, out, outStride, () -> {
      copyPatches();
      new MachineProducts(code)
          .multiply(
              results, resultStride, c.places(), c.filters(), c.window(), patches, patchStride, 1,
              w, wStride, zeros, 0);
      code.address(R9, RSI, results * FLOAT);
      copyPixels(R13, c.filters(), R9, resultStride);
    });
  }

  /** See {@link Kernels#convolveWeights}. */
  void convolveWeights(
      int images, int out, int outStride, int x, int xStride, int g, int gStride) {
    code.zero(0);
    code.address(R8, RSI, out * FLOAT);
    zero(c.window() * outStride);
    forEachImage(images, x, xStride, g, gStride, () -> {
      copyPatches();
      copyGradient(R13);
      new MachineProducts(code)
          .multiply(
              out, outStride, c.window(), c.filters(), c.places(), patches, 1, patchStride,
              results, resultStride, out, outStride);
    });
  }

  /** See {@link Kernels#convolveImages}. */
  void convolveImages(
      int images, int out, int outStride, int g, int gStride, int w, int wStride, int zeros) {
    forEachImage(images, g, gStride, out, outStride, () -> {
      copyGradient(R12);
      new MachineProducts(code)
          .multiply(
              patches, patchStride, c.places(), c.window(), c.filters(), results, resultStride, 1,
              w, wStride, zeros, 0);
      code.zero(0);
      code.copy(R8, R13);
      zero(c.inputs());
      addPatches();
    });
  }

  private void forEachImage(
      int images, int a, int aStride, int b, int bStride, Runnable body) {
    code.push(RBX);
    code.push(R12);
    code.push(R13);
    code.address(R12, RSI, a * FLOAT);
    code.address(R13, RSI, b * FLOAT);
    code.set(RBX, images);
    int start = code.position();
    body.run();
    code.add(R12, aStride * FLOAT);
    code.add(R13, bStride * FLOAT);
    code.decrement(RBX);
    code.jumpIfNotZero(start);
    code.pop(R13);
    code.pop(R12);
    code.pop(RBX);
  }

  /** Sets a mask, each time again: with AVX2 masks are vectors, which products change. */
  private void setTail(int mask, int length) {
    if (length % lanes != 0) {
      code.setTail(mask, length % lanes);
    }
  }

  /** Stores vector 0 to so many floats from R8 on, rounded up to vectors; changes R8, R11. */
  private void zero(int length) {
    code.set(R11, (length + lanes - 1) / lanes);
    int start = code.position();
    code.store(0, R8, NONE, 0);
    code.add(R8, code.vectorBytes());
    code.decrement(R11);
    code.jumpIfNotZero(start);
  }

  private void copyGradient(int from) {
    code.address(R8, RSI, results * FLOAT);
    copyPixels(R8, resultStride, from, c.filters());
  }

  /** Copies a matrix [places, filters]. */
  private void copyPixels(int to, int toStride, int from, int fromStride) {
    setTail(PIXEL, c.filters());
    code.copy(R8, to);
    code.copy(R9, from);
    code.set(R11, c.places());
    int start = code.position();
    forEachVector(
        c.filters(),
        displacement -> {
          code.load(0, R9, NONE, displacement);
          code.store(0, R8, NONE, displacement);
        },
        displacement -> {
          code.loadMasked(0, PIXEL, R9, NONE, displacement);
          code.storeMasked(0, PIXEL, R8, NONE, displacement);
        });
    code.add(R8, toStride * FLOAT);
    code.add(R9, fromStride * FLOAT);
    code.decrement(R11);
    code.jumpIfNotZero(start);
  }

  /** Writes the code for one displacement. */
  private interface Body {
    void at(int displacement);
  }

  private void forEachVector(int length, Body whole, Body rest) {
    for (int i = 0; i < length / lanes; i++) {
      whole.at(i * code.vectorBytes());
    }
    if (length % lanes != 0) {
      rest.at(length / lanes * code.vectorBytes());
    }
  }

  /** Copies the pixels under the window to scratch memory, from the image in R12. */
  private void copyPatches() {
    forEachPlace(
        R12, (inPatch, inImage) -> forEachVector(
            c.run(),
            displacement -> {
              code.load(0, R9, NONE, inImage + displacement);
              code.store(0, R8, NONE, inPatch + displacement);
            },
            displacement -> {
              code.loadMasked(0, RUN, R9, NONE, inImage + displacement);
              code.storeMasked(0, RUN, R8, NONE, inPatch + displacement);
            }));
  }

  /** Adds the rows of scratch memory to the image in R13. */
  private void addPatches() {
    forEachPlace(
        R13, (inPatch, inImage) -> forEachVector(
            c.run(),
            displacement -> {
              code.load(0, R9, NONE, inImage + displacement);
              code.apply(Binary.ADD, 0, 0, R8, NONE, inPatch + displacement);
              code.store(0, R9, NONE, inImage + displacement);
            },
            displacement -> {
              code.loadMasked(0, RUN, R9, NONE, inImage + displacement);
              code.loadMasked(1, RUN, R8, NONE, inPatch + displacement);
              code.apply(Binary.ADD, 0, 0, 1);
              code.storeMasked(0, RUN, R9, NONE, inImage + displacement);
            }));
  }

  /** Writes the code for one line of the window, at displacements in bytes from R8 and R9. */
  private interface Line {
    void at(int inPatch, int inImage);
  }

  /** A loop over the window's places: R8 points at the row in scratch memory, R9 at the pixel. */
  private void forEachPlace(int image, Line each) {
    setTail(RUN, c.run());
    code.address(R8, RSI, patches * FLOAT);
    code.copy(RDX, image);
    code.set(R10, c.outHeight());
    int down = code.position();
    code.copy(R9, RDX);
    code.set(R11, c.outWidth());
    int across = code.position();
    for (int i = 0; i < c.runs(); i++) {
      each.at(i * c.run() * FLOAT, c.runAt(i) * FLOAT);
    }
    code.add(R8, patchStride * FLOAT);
    code.add(R9, c.step() * FLOAT);
    code.decrement(R11);
    code.jumpIfNotZero(across);
    code.add(RDX, c.stride() * c.line() * FLOAT);
    code.decrement(R10);
    code.jumpIfNotZero(down);
  }
}

package jackdaw.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jackdaw.PyTorch;
import jackdaw.machine.NativeCode;
import jackdaw.program.kernel.ReferenceKernels;
import jackdaw.program.kernel.VectorKernels;
import jackdaw.tensor.Convolution;
import jackdaw.tensor.Derivatives;
import jackdaw.tensor.Differences;
import jackdaw.tensor.Floats;
import jackdaw.tensor.Interpreter;
import jackdaw.tensor.Tensor;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Convolutions against central differences, the plain definition and PyTorch. */
class ConvolutionTest {
  /** Relative to the largest value of a result. */
  private static final double TOLERANCE = 5e-6;

  private final RandomGenerator random = new SplittableRandom(5);

  @ParameterizedTest
  @ValueSource(
      strings = {"1 1 1 1 1 1", "3 4 2 3 2 1", "5 4 1 2 3 1", "6 5 2 2 2 3", "3 4 2 3 2 1 planes"})
  void shouldDifferentiateTwice(String sizes) {
    Convolution c = convolution(sizes);
    Tensor x = Tensor.input("x", 2, c.inputs());
    Tensor w = Tensor.input("w", c.window(), c.filters());
    Map<Tensor, double[][]> point = new IdentityHashMap<>();
    point.put(x, Differences.random(x.rows(), x.columns(), random));
    point.put(w, Differences.random(w.rows(), w.columns(), random));
    Differences.check(x.convolve(w, c), List.of(x, w), point, random);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // Wide and narrow runs, filters that fill vectors or do not, and all layouts.
        "1 1 1 1 1 1", "2 2 1 1 1 1", "3 3 1 2 2 1", "4 4 1 16 2 1", "5 7 3 5 3 2", "9 9 4 17 2 2",
        "6 8 8 32 2 2", "8 6 16 16 3 1", "12 12 2 33 5 3", "7 7 17 4 2 5",
        "9 7 3 5 3 2 planes", "24 20 2 16 17 3 planes"})
  void shouldComputeAsDefinedWithAllKernels(String sizes) {
    Convolution c = convolution(sizes);
    for (int images : new int[] {1, 2, 40}) {
      Tensor x = Tensor.input("x", images, c.inputs());
      Tensor w = Tensor.input("w", c.window(), c.filters());
      Tensor g = Tensor.input("g", images, c.outputs());
      Map<Tensor, double[][]> point = new IdentityHashMap<>();
      for (Tensor input : List.of(x, w, g)) {
        point.put(input, Differences.random(input.rows(), input.columns(), random));
      }
      Tensor y = x.convolve(w, c);
      List<Tensor> outputs = new ArrayList<>(Derivatives.of(y, g, List.of(x, w)));
      outputs.add(y);
      Interpreter interpreter = new Interpreter(point);
      for (Program program : programs(outputs)) {
        point.forEach((input, value) -> program.input(input).set(Floats.of(value), 0));
        // The second run starts with the memory that the first one left.
        program.run();
        program.run();
        for (Tensor output : outputs) {
          assertThat(
              Floats.error(program.output(output).toArray(), interpreter.value(output)))
              .as("%d images through %s: %s", images, c, output)
              .isLessThan(TOLERANCE);
        }
      }
    }
  }

  private static List<Program> programs(List<Tensor> outputs) {
    List<Program> programs = new ArrayList<>();
    programs.add(Program.compile(outputs, new ReferenceKernels()));
    programs.add(Program.compile(outputs, new PaddingPoison(new VectorKernels(0))));
    if (NativeCode.isSupported()) {
      programs.add(Program.compile(outputs, KernelChoice.MACHINE));
    }
    return programs;
  }

  @ParameterizedTest
  @CsvSource({
    "one-pixel, 3, 5 4 1 1 1 1", "odd, 2, 9 7 3 5 3 2", "stride-one, 2, 6 8 2 17 2 1",
    "stride-beyond-window, 2, 10 10 5 16 2 3", "nature-0, 2, 84 84 4 32 8 4",
    "nature-1, 2, 20 20 32 64 4 2", "nature-2, 2, 9 9 64 64 3 1"})
  void shouldEqualPyTorch(String name, int images, String sizes) {
    Convolution c = convolution(sizes);
    Tensor x = Tensor.input("x", images, c.inputs());
    Tensor w = Tensor.input("w", c.window(), c.filters());
    Tensor b = Tensor.input("b", 1, c.filters());
    Tensor g = Tensor.input("g", images, c.outputs());
    Tensor pixels = x.convolve(w, c).reshape(images * c.places(), c.filters()).plus(b);
    Tensor y = pixels.reshape(images, c.outputs());
    List<Tensor> outputs = new ArrayList<>(Derivatives.of(y, g, List.of(x, w, b)));
    outputs.addFirst(y);
    for (Program program : programs(outputs)) {
      program.input(x).set(pattern(x, 7), 0);
      program.input(w).set(pattern(w, 11), 0);
      program.input(b).set(pattern(b, 13), 0);
      program.input(g).set(pattern(g, 17), 0);
      program.run();
      String[] kinds = {"output", "images", "weights", "bias"};
      for (int i = 0; i < kinds.length; i++) {
        float[] all = program.output(outputs.get(i)).toArray();
        PyTorch.assertClose("convolution." + name + "." + kinds[i], some(all), TOLERANCE);
      }
    }
  }

  /** The same numbers as {@code pattern} in record_pytorch.py. */
  private static float[] pattern(Tensor like, int factor) {
    float[] values = new float[like.rows() * like.columns()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) ((long) i * factor % 1009 / 1009.0 - 0.5);
    }
    return values;
  }

  /** The values that record_pytorch.py records. */
  private static float[] some(float[] all) {
    int step = Math.max(1, all.length / 200);
    float[] some = new float[(all.length + step - 1) / step];
    for (int i = 0; i < some.length; i++) {
      some[i] = all[i * step];
    }
    return some;
  }

  @Test
  void shouldRefuseWhatDoesNotFit() {
    assertThatThrownBy(() -> new Convolution(7, 84, 4, 32, 8, 4))
        .hasMessageContaining("a window of 8 × 8 does not fit into an image of 7 × 84");
    assertThatThrownBy(() -> new Convolution(84, 84, 4, 32, 8, 0))
        .hasMessageContaining("stride 0 is not possible: all must be at least 1");
    Convolution c = new Convolution(4, 4, 1, 2, 2, 1);
    Tensor w = Tensor.input("w", 4, 2);
    assertThatThrownBy(() -> Tensor.input("x", 1, 15).convolve(w, c))
        .hasMessageContaining("a row has to have 16 values");
    assertThatThrownBy(() -> Tensor.input("x", 1, 16).convolve(w.transpose(), c))
        .hasMessageContaining("they have to be [4, 2]");
  }

  /** Height, width, channels, filters, size, stride, and a word for channels first. */
  private static Convolution convolution(String sizes) {
    String[] words = sizes.split(" ", -1);
    int[] s = new int[6];
    for (int i = 0; i < s.length; i++) {
      s[i] = Integer.parseInt(words[i]);
    }
    return new Convolution(words.length > 6, s[0], s[1], s[2], s[3], s[4], s[5]);
  }
}

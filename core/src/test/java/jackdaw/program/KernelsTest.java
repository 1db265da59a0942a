package jackdaw.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.Assertions.within;

import jackdaw.machine.Assembler;
import jackdaw.machine.NativeCode;
import jackdaw.program.kernel.Kernels;
import jackdaw.program.kernel.Layout;
import jackdaw.program.kernel.ReferenceKernels;
import jackdaw.program.kernel.VectorKernels;
import jackdaw.program.machine.MachineKernels;
import jackdaw.tensor.Operation.Binary;
import jackdaw.tensor.Operation.Unary;
import jackdaw.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Compares the vector kernels with the reference for many odd sizes. All padding is NaN, to detect
 * a kernel that uses it; and no memory outside the result's block may change.
 */
public class KernelsTest {
  private static final int[] SIZES =
      {1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 23, 31, 33, 48, 63, 65, 70};

  /** Relative to the result, or to the number of terms of its sum; measured: 2.3e-7. */
  private static final double TOLERANCE = 1e-6;

  private final SplittableRandom random = new SplittableRandom(7);
  private final float[] memory = new float[1 << 15];
  private int end;

  /**
   * A block of values between 0.1 and 2 or their negatives, with NaN in its padding and after it.
   */
  private int block(int rows, int columns, boolean positive) {
    int start = end;
    int stride = Layout.padded(columns);
    end += rows * stride + Kernels.ALIGNMENT_FLOATS;
    Arrays.fill(memory, start, end, Float.NaN);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        float value = (float) random.nextDouble(0.1, 2);
        memory[start + i * stride + j] = positive || random.nextBoolean() ? value : -value;
      }
    }
    return start;
  }

  private int block(int rows, int columns) {
    return block(rows, columns, false);
  }

  /** Runs all kernels and compares [rows, columns] at {@code out}. */
  private void check(
      int out, int rows, int columns, double scale, BiConsumer<Kernels, float[]> kernel) {
    float[] before = Arrays.copyOf(memory, end);
    float[] expected = before.clone();
    end = 0;
    kernel.accept(new ReferenceKernels(), expected);
    float[] byVectors = before.clone();
    kernel.accept(new VectorKernels(0), byVectors);
    compare(out, rows, columns, scale, before, expected, byVectors);
    // A machine with vectors of 16 floats also has those of 8.
    for (int lanes = NativeCode.lanes(); lanes >= 8; lanes /= 2) {
      float[] byMachine = before.clone();
      runMachine(lanes, kernel, byMachine);
      compare(out, rows, columns, scale, before, expected, byMachine);
    }
  }

  /** Writes the code of one kernel and runs it on a memory of the same content. */
  public static void runMachine(
      int lanes, BiConsumer<Kernels, float[]> kernel, float[] values) {
    Assembler assembler = Assembler.of(lanes);
    MachineKernels kernels = new MachineKernels(assembler);
    kernels.move(Assembler.RSI, Assembler.RDI, 0, values.length);
    kernel.accept(kernels, values);
    kernels.move(Assembler.RDI, Assembler.RSI, 0, values.length);
    assembler.endOfCode();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment blocks = arena.allocate(4L * values.length, 64);
      NativeCode.of(assembler.finish()).run(MemorySegment.ofArray(values), blocks);
    }
  }

  private void compare(
      int out,
      int rows,
      int columns,
      double scale,
      float[] before,
      float[] expected,
      float[] actual) {
    int stride = Layout.padded(columns);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        float right = expected[out + i * stride + j];
        float found = actual[out + i * stride + j];
        if (!(Math.abs(found - right) <= TOLERANCE * Math.max(scale, Math.abs(right)))) {
          fail("%s instead of %s at [%d, %d] of [%d, %d]", found, right, i, j, rows, columns);
        }
      }
    }
    System.arraycopy(before, out, actual, out, rows * stride);
    assertThat(Arrays.equals(actual, before)).as("all but the result is as before").isTrue();
  }

  @Test
  void shouldMultiply() {
    for (int rows : new int[] {1, 2, 3, 4, 5, 7, 8, 17}) {
      for (int inner : new int[] {1, 2, 5, 16, 33, 70}) {
        for (int columns : SIZES) {
          checkMultiply(rows, inner, columns, false, false);
          checkMultiply(rows, inner, columns, true, true);
        }
      }
    }
    checkMultiply(70, 17, 65, false, true);
    checkMultiply(63, 64, 64, true, false);
  }

  private void checkMultiply(int rows, int inner, int columns, boolean flipped, boolean repeated) {
    int p = flipped ? block(inner, rows) : block(rows, inner);
    int pStride = Layout.padded(flipped ? rows : inner);
    int q = block(inner, columns);
    int init = block(repeated ? 1 : rows, columns);
    int out = block(rows, columns);
    int stride = Layout.padded(columns);
    check(
        out,
        rows,
        columns,
        inner,
        (kernels, m) -> kernels.multiply(
            m,
            out,
            stride,
            rows,
            columns,
            inner,
            p,
            flipped ? 1 : pStride,
            flipped ? pStride : 1,
            q,
            stride,
            init,
            repeated ? 0 : stride));
  }

  @Test
  void shouldMultiplyInPartsWithTheSameBits() {
    for (int[] shape : new int[][] {{40, 300, 600}, {700, 129, 80}, {7, 2000, 128}}) {
      Tensor p = Tensor.input("p", shape[0], shape[1]);
      Tensor flipped = Tensor.input("pT", shape[1], shape[0]);
      Tensor q = Tensor.input("q", shape[1], shape[2]);
      Tensor start = Tensor.input("start", shape[0], shape[2]);
      List<Tensor> products =
          List.of(p.matmul(q), start.plus(p.matmul(q)), flipped.transpose().matmul(q));
      Program fast = Program.compile(products);
      Program plain = Program.compile(products, new ReferenceKernels());
      for (Tensor input : List.of(p, flipped, q, start)) {
        float[] values = new float[input.rows() * input.columns()];
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) random.nextDouble(-1, 1);
        }
        fast.input(input).set(values, 0);
        plain.input(input).set(values, 0);
      }
      fast.run();
      plain.run();
      for (Tensor product : products) {
        assertThat(fast.output(product).toArray()).as("%s", product)
            .isEqualTo(plain.output(product).toArray());
      }
    }
  }

  @Test
  void shouldMultiplyTransposed() {
    for (int rows : new int[] {1, 2, 3, 4, 5, 9}) {
      for (int inner : SIZES) {
        for (int columns : SIZES) {
          int p = block(rows, inner);
          int q = block(columns, inner);
          int out = block(rows, columns);
          int stride = Layout.padded(inner);
          check(
              out,
              rows,
              columns,
              inner,
              (kernels, m) -> kernels.multiplyTransposed(
                  m, out, Layout.padded(columns), rows, columns, inner, p, stride, q, stride));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldComputeUnary(Unary f) {
    for (int columns : SIZES) {
      int a = block(3, columns, f == Unary.LOG || f == Unary.SQRT);
      int out = block(3, columns);
      int stride = Layout.padded(columns);
      check(
          out, 3, columns, 1,
          (kernels, m) -> kernels.unary(f, m, out, stride, a, stride, 3, columns));
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldComputeBinaryWithRepeatedRowsAndColumns(Binary f) {
    for (int columns : SIZES) {
      for (int steps = 0; steps < 16; steps++) {
        int stride = Layout.padded(columns);
        int aRow = steps % 2 * stride;
        int aColumn = steps / 2 % 2;
        int bRow = steps / 4 % 2 * stride;
        int bColumn = steps / 8;
        int a = block(3, columns);
        int b = block(3, columns);
        memory[b] = memory[a];
        int out = block(3, columns);
        check(
            out,
            3,
            columns,
            1,
            (kernels, m) -> kernels.binary(
                f, m, out, stride, a, aRow, aColumn, b, bRow, bColumn, 3, columns));
      }
    }
  }

  @Test
  void shouldSumSoftmaxAndTranspose() {
    for (int rows : new int[] {1, 2, 3, 4, 5, 8, 15, 16, 17, 33, 70}) {
      for (int columns : SIZES) {
        int stride = Layout.padded(columns);
        int a = block(rows, columns);
        int sums = block(1, rows);
        check(sums, 1, rows, columns, (k, m) -> k.sumColumns(m, sums, a, stride, rows, columns));
        int b = block(rows, columns);
        int sum = block(1, columns);
        check(sum, 1, columns, rows, (k, m) -> k.sumRows(m, sum, b, stride, rows, columns));
        int x = block(rows, columns);
        int out = block(rows, columns);
        check(
            out,
            rows,
            columns,
            1,
            (k, m) -> k.logSoftmax(m, out, stride, x, stride, rows, columns));
        int z = block(rows, columns);
        int flipped = block(columns, rows);
        check(
            flipped,
            columns,
            rows,
            0,
            (k, m) -> k.transpose(m, flipped, Layout.padded(rows), z, stride, rows, columns));
      }
    }
  }

  @Test
  void shouldPickAndMarkOne() {
    for (int rows : SIZES) {
      for (int classes : SIZES) {
        int stride = Layout.padded(classes);
        int x = block(rows, classes);
        int index = indices(rows, classes);
        int picked = block(1, rows);
        check(picked, 1, rows, 0, (k, m) -> k.pick(m, picked, x, stride, 1, index, rows, classes));
        int again = indices(rows, classes);
        int hot = block(rows, classes);
        check(hot, rows, classes, 0, (k, m) -> k.oneHot(m, hot, stride, 1, again, rows, classes));
        int column = Layout.padded(rows);
        int flipped = block(classes, rows);
        int theirs = indices(rows, classes);
        int fromColumns = block(1, rows);
        check(
            fromColumns, 1, rows, 0,
            (k, m) -> k.pick(m, fromColumns, flipped, 1, column, theirs, rows, classes));
        int numbers = indices(rows, classes);
        int columns = block(classes, rows);
        check(
            columns, classes, rows, 0,
            (k, m) -> k.oneHot(m, columns, 1, column, numbers, rows, classes));
      }
    }
  }

  private int indices(int count, int classes) {
    int start = block(1, count);
    for (int i = 0; i < count; i++) {
      // Sometimes an index that is no class.
      memory[start + i] = random.nextInt(-1, classes + 1);
    }
    return start;
  }

  @Test
  void shouldCopyWithAnySteps() {
    for (int rows : new int[] {1, 2, 3, 17}) {
      for (int columns : SIZES) {
        int stride = Layout.padded(columns);
        int tall = Layout.padded(rows);
        int a = block(rows, columns);
        int out = block(rows, columns);
        check(
            out, rows, columns, 0,
            (k, m) -> k.copy(m, out, stride, 1, a, stride, 1, rows, columns));
        int b = block(rows, columns);
        int repeated = block(rows, columns);
        check(
            repeated, rows, columns, 0,
            (k, m) -> k.copy(m, repeated, stride, 1, b, stride, 0, rows, columns));
        int c = block(rows, columns);
        int flipped = block(columns, rows);
        check(
            flipped, columns, rows, 0,
            (k, m) -> k.copy(m, flipped, 1, tall, c, stride, 1, rows, columns));
      }
    }
  }

  @Test
  void shouldSumSquares() {
    for (int size : SIZES) {
      float[] values = new float[size];
      System.arraycopy(memory, block(1, size), values, 0, size);
      end = 0;
      int from = size / 3;
      assertThat(new VectorKernels(0).sumOfSquares(values, from, size))
          .isCloseTo(
              new ReferenceKernels().sumOfSquares(values, from, size), within(size * TOLERANCE));
      assertThat(new ReferenceKernels().sumOfSquares(values, 0, from))
          .isCloseTo(
              IntStream.range(0, from).mapToDouble(i -> values[i]).map(v -> v * v).sum(),
              within(size * TOLERANCE));
    }
  }
}

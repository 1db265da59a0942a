package jackdaw.program.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import jackdaw.machine.NativeCode;
import jackdaw.program.KernelsTest;
import jackdaw.tensor.Operation.Unary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The vector kernels' elementary functions against double precision, over all magnitudes. */
class VectorMathTest {
  /** Floats between one tested and the next; prime, so that all mantissas occur. */
  private static final int SPARSENESS = 49999;

  private static final float[] SPECIAL = {
    0f,
    -0f,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    Float.NaN,
    Float.intBitsToFloat(0x7fc00001),
    Float.intBitsToFloat(0xffffffff),
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    Float.MIN_NORMAL,
    -Float.MIN_NORMAL,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    1e-8f,
    -1e-8f,
    1,
    -1,
    88.37f,
    88.38f,
    88.7f,
    88.721f,
    88.73f,
    -87.3f,
    -87.34f,
    -103,
    104
  };

  private interface ErrorMeasure {
    double of(double actual, double expected);
  }

  /** Numbers below the normal ones may be flushed to zero. */
  private static double relative(double actual, double expected) {
    double difference = Math.abs(actual - expected);
    boolean flushed = Math.abs(expected) < Float.MIN_NORMAL && difference < Float.MIN_NORMAL;
    return flushed ? 0 : difference / Math.abs(expected);
  }

  private static double absoluteBelowOne(double actual, double expected) {
    return Math.abs(actual - expected) / Math.max(1, Math.abs(expected));
  }

  /**
   * Checks the Vector API, then machine code with vectors of each size that this machine has.
   */
  private static List<float[]> apply(Unary f, float[] x) {
    int n = Layout.padded(x.length);
    BiConsumer<Kernels, float[]> kernel = (kernels, m) -> kernels.unary(f, m, n, n, 0, n, 1, n);
    List<float[]> all = new ArrayList<>();
    float[] byVectors = Arrays.copyOf(x, 2 * n);
    kernel.accept(new VectorKernels(0), byVectors);
    all.add(Arrays.copyOfRange(byVectors, n, n + x.length));
    for (int lanes = NativeCode.lanes(); lanes >= 8; lanes /= 2) {
      float[] byMachine = Arrays.copyOf(x, 2 * n);
      KernelsTest.runMachine(lanes, kernel, byMachine);
      all.add(Arrays.copyOfRange(byMachine, n, n + x.length));
    }
    return all;
  }

  /** The largest error over floats of all magnitudes and, more densely, between −20 and 20. */
  private static double worst(Unary f, DoubleUnaryOperator exact, ErrorMeasure error) {
    float[] x = new float[4096];
    double worst = 0;
    long bits = Integer.MIN_VALUE;
    double near = -20;
    while (bits <= Integer.MAX_VALUE) {
      for (int i = 0; i < x.length; i++) {
        if (i % 2 == 0) {
          x[i] = Float.intBitsToFloat((int) bits);
          bits += SPARSENESS;
        } else {
          near = near >= 20 ? -20 : near + 2.3e-5;
          x[i] = (float) near;
        }
      }
      for (float[] y : apply(f, x)) {
        for (int i = 0; i < x.length; i++) {
          worst = Math.max(worst, error(f, x[i], y[i], exact.applyAsDouble(x[i]), error));
        }
      }
    }
    return worst;
  }

  private static double error(
      Unary f, float x, float y, double expected, ErrorMeasure measure) {
    if (Double.isNaN(expected)) {
      assertThat(y).as("%s(%s)", f, x).isNaN();
      return 0;
    }
    if (Math.abs(expected) > Float.MAX_VALUE) {
      assertThat((double) y).as("%s(%s)", f, x).isEqualTo((double) (float) expected);
      return 0;
    }
    double error = measure.of(y, expected);
    if (!(error < 1)) {
      fail("%s(%s) = %s, not %s", f, x, y, expected);
    }
    return error;
  }

  // Measured over every 311th float: exp 1.2e-7, log 8.0e-8, tanh 3.4e-7, sigmoid 1.9e-7, softplus
  // 2.3e-7 (a float is exact to 6e-8).

  @Test
  void shouldComputeExp() {
    assertThat(worst(Unary.EXP, Math::exp, VectorMathTest::relative)).isLessThan(2e-7);
  }

  @Test
  void shouldComputeLog() {
    DoubleUnaryOperator log =
        x -> x >= 0 && x < Float.MIN_NORMAL ? Double.NEGATIVE_INFINITY : Math.log(x);
    assertThat(worst(Unary.LOG, log, VectorMathTest::absoluteBelowOne)).isLessThan(1e-7);
  }

  @Test
  void shouldComputeTanh() {
    assertThat(worst(Unary.TANH, Math::tanh, VectorMathTest::relative)).isLessThan(5e-7);
  }

  @Test
  void shouldComputeSigmoid() {
    DoubleUnaryOperator sigmoid = x -> 1 / (1 + Math.exp(-x));
    assertThat(worst(Unary.SIGMOID, sigmoid, VectorMathTest::relative)).isLessThan(3e-7);
  }

  @Test
  void shouldComputeSoftplus() {
    DoubleUnaryOperator softplus = x -> Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    assertThat(worst(Unary.SOFTPLUS, softplus, VectorMathTest::relative)).isLessThan(4e-7);
  }

  @Test
  void shouldNotLeaveRangeOfTanhAndSigmoid() {
    float[] x = new float[1 << 14];
    for (int i = 0; i < x.length; i++) {
      x[i] = -20 + i * (40f / x.length);
    }
    for (float[] all : apply(Unary.TANH, x)) {
      for (float y : all) {
        assertThat(y).isBetween(-1f, 1f);
      }
    }
    for (float[] all : apply(Unary.SIGMOID, x)) {
      for (float y : all) {
        assertThat(y).isBetween(0f, 1f);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldTreatSpecialValuesAsReferenceDoes(Unary f) {
    int n = SPECIAL.length;
    float[] expected = Arrays.copyOf(SPECIAL, 2 * n);
    new ReferenceKernels().unary(f, expected, n, n, 0, n, 1, n);
    for (float[] actual : apply(f, SPECIAL)) {
      for (int i = 0; i < n; i++) {
        checkSpecial(f, SPECIAL[i], actual[i], expected[n + i]);
      }
    }
  }

  private static void checkSpecial(Unary f, float x, float actual, float expected) {
    boolean subnormal = x > 0 && x < Float.MIN_NORMAL;
    float right = f == Unary.LOG && subnormal ? Float.NEGATIVE_INFINITY : expected;
    if (Float.isNaN(right) || Float.isInfinite(right)) {
      assertThat(actual).as("%s(%s)", f, x).isEqualTo((Float) right);
    } else {
      assertThat(relative(actual, right)).as("%s(%s) = %s", f, x, actual).isLessThan(4e-7);
    }
  }
}

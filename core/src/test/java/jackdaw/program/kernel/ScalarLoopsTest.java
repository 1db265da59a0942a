package jackdaw.program.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import jackdaw.tensor.Operation.Binary;
import jackdaw.tensor.Operation.Unary;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Compares the plain loops with the vector loops, which must give the same bits. */
class ScalarLoopsTest {
  private static final int N = 1 << 14;

  private static final float[] SPECIAL = {
    0, -0f, 1, -1, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.NaN, Float.MIN_VALUE,
    -Float.MIN_VALUE, Float.MIN_NORMAL, -Float.MIN_NORMAL, Float.MAX_VALUE, -Float.MAX_VALUE, 88.7f,
    88.723f, 88.73f, 90, -87.4f, -103.9f, -104, -107, 8.5f, -8.6f
  };

  private final SplittableRandom random = new SplittableRandom(5);

  /** Special values, values of any bits, and values of moderate size. */
  private float[] values() {
    float[] m = Arrays.copyOf(SPECIAL, 3 * N);
    for (int i = SPECIAL.length; i < 2 * N; i++) {
      m[i] =
          i % 2 == 0
              ? Float.intBitsToFloat(random.nextInt())
              : (float) random.nextDouble(-20, 20);
    }
    for (int i = 0; i < SPECIAL.length * SPECIAL.length; i++) {
      m[i] = SPECIAL[i % SPECIAL.length];
      m[N + i] = SPECIAL[i / SPECIAL.length];
    }
    return m;
  }

  @ParameterizedTest
  @EnumSource
  void shouldGiveBitsOfVectorsForFunctionOfOne(Unary f) {
    float[] plain = values();
    float[] vector = plain.clone();
    ScalarLoops.unary(f, plain, 2 * N, 0, N);
    new VectorKernels(0).unary(f, vector, 2 * N, N, 0, N, 1, N);
    assertSame(plain, vector);
  }

  @ParameterizedTest
  @EnumSource
  void shouldGiveBitsOfVectorsForFunctionOfTwo(Binary f) {
    float[] plain = values();
    float[] vector = plain.clone();
    for (int steps = 0; steps < 4; steps++) {
      int aColumn = steps % 2;
      int bColumn = steps / 2;
      int a = aColumn == 1 ? 0 : random.nextInt(N);
      int b = bColumn == 1 ? N : random.nextInt(N);
      ScalarLoops.binary(f, plain, 2 * N, a, aColumn, b, bColumn, N);
      new VectorKernels(0).binary(f, vector, 2 * N, N, a, 0, aColumn, b, 0, bColumn, 1, N);
      assertSame(plain, vector);
    }
  }

  /** Compares bits, but treats all NaNs as equal. */
  private static void assertSame(float[] plain, float[] vector) {
    int difference = Arrays.mismatch(plain, vector);
    if (difference >= 0) {
      int i = difference - 2 * N;
      assertThat(vector[difference])
          .as("f(%s, %s)", plain[i], plain[N + i])
          .isEqualTo((Float) plain[difference]);
    }
    assertThat(difference).isNegative();
  }
}

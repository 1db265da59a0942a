package jackdaw.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import jackdaw.random.RandomStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InitializerTest {
  private static float[] fill(Initializer initializer, int rows, int columns, long seed) {
    float[] values = new float[rows * columns + 2];
    initializer.fill(values, 1, rows, columns, new RandomStream(seed));
    assertThat(values[0]).isZero();
    assertThat(values[values.length - 1]).isZero();
    return Arrays.copyOfRange(values, 1, values.length - 1);
  }

  /** QᵀQ = gain² I for a tall matrix, Q Qᵀ = gain² I for a wide one. */
  @ParameterizedTest
  @CsvSource({"4,4,1", "64,64,1.4142135", "4,64,1.4142135", "64,2,0.01", "1,5,1", "5,1,1",
    "300,7,3"})
  void shouldBeOrthogonal(int rows, int columns, double gain) {
    float[] q = fill(Initializer.orthogonal(gain), rows, columns, 1);
    boolean wide = columns > rows;
    int count = Math.min(rows, columns);
    for (int i = 0; i < count; i++) {
      for (int j = 0; j <= i; j++) {
        double product = 0;
        for (int k = 0; k < Math.max(rows, columns); k++) {
          product += wide
              ? (double) q[i * columns + k] * q[j * columns + k]
              : (double) q[k * columns + i] * q[k * columns + j];
        }
        assertThat(product).isCloseTo(i == j ? gain * gain : 0, within(1e-6 * gain * gain));
      }
    }
  }

  /** Uniform over orthogonal matrices means that both signs of a corner are as likely. */
  @Test
  void shouldHaveNoPreferredSign() {
    int positive = 0;
    for (int seed = 0; seed < 1000; seed++) {
      positive += fill(Initializer.orthogonal(1), 2, 2, seed)[0] > 0 ? 1 : 0;
    }
    assertThat(positive).isBetween(435, 565);
  }

  @Test
  void shouldHaveTheVariancesOfTheirNames() {
    assertThat(variance(Initializer.normal(0.3))).isCloseTo(0.09, within(0.005));
    assertThat(variance(Initializer.uniform(0.6))).isCloseTo(0.12, within(0.005));
    assertThat(variance(Initializer.xavier(2))).isCloseTo(4 * 2.0 / 300, within(0.001));
    assertThat(variance(Initializer.kaiming(Math.sqrt(2)))).isCloseTo(2.0 / 100, within(0.001));
    assertThat(fill(Initializer.zeros(), 2, 3, 1)).containsOnly(0);
    assertThat(fill(Initializer.constant(-0.5), 2, 3, 1)).containsOnly(-0.5f);
  }

  private static double variance(Initializer initializer) {
    double squares = 0;
    for (float value : fill(initializer, 100, 200, 3)) {
      squares += (double) value * value;
    }
    return squares / (100 * 200);
  }

  @Test
  void shouldRepeatWithTheSameSeed() {
    Initializer initializer = Initializer.orthogonal(1);
    assertThat(fill(initializer, 7, 5, 2)).isEqualTo(fill(initializer, 7, 5, 2))
        .isNotEqualTo(fill(initializer, 7, 5, 3));
  }
}

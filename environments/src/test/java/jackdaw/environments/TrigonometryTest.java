package jackdaw.environments;

import static org.assertj.core.api.Assertions.assertThat;

import jackdaw.random.RandomStream;
import org.junit.jupiter.api.Test;

class TrigonometryTest {
  private static final double ULP_OF_ONE = 0x1p-52;

  private static void check(double x) {
    assertThat(Math.abs(Trigonometry.sin(x) - StrictMath.sin(x)))
        .as("sin %s", x)
        .isLessThanOrEqualTo(ULP_OF_ONE);
    assertThat(Math.abs(Trigonometry.cos(x) - StrictMath.cos(x)))
        .as("cos %s", x)
        .isLessThanOrEqualTo(ULP_OF_ONE);
  }

  @Test
  void shouldBeWithinAnUlpOfOneOfTheJdk() {
    RandomStream random = new RandomStream(1);
    for (double range : new double[] {0.5, 4, 100, 1e5}) {
      for (int i = 0; i < 200_000; i++) {
        check(range * (2 * random.nextDouble() - 1));
      }
    }
  }

  @Test
  void shouldBeExactWhereQuartersMeet() {
    for (int k = -64; k <= 64; k++) {
      double at = k * Math.PI / 4;
      check(at);
      check(Math.nextUp(at));
      check(Math.nextDown(at));
    }
    assertThat(Trigonometry.sin(0)).isZero();
    assertThat(Trigonometry.cos(0)).isEqualTo(1);
  }
}

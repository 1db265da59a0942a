package jackdaw.environments;

import static org.assertj.core.api.Assertions.assertThat;

import jackdaw.random.RandomStream;
import org.junit.jupiter.api.Test;

/** Compares the series with the JDK's functions, which are within one unit in the last place. */
class SmallAngleTest {
  @Test
  void shouldEqualTheJdkToTheLastPlace() {
    RandomStream random = new RandomStream(1);
    int others = 0;
    int count = 20_000;
    for (int i = 0; i < count; i++) {
      double x = (2 * random.nextDouble() - 1) * (i % 2 == 0 ? SmallAngle.MAX : 0.21);
      double sin = StrictMath.sin(x);
      double cos = StrictMath.cos(x);
      assertThat(Math.abs(SmallAngle.sin(x) - sin)).isLessThanOrEqualTo(Math.ulp(sin));
      assertThat(Math.abs(SmallAngle.cos(x) - cos)).isLessThanOrEqualTo(Math.ulp(cos));
      others += SmallAngle.sin(x) == sin && SmallAngle.cos(x) == cos ? 0 : 1;
    }
    assertThat(others).as("values in which a last bit differs").isLessThan(count / 20);
  }

  @Test
  void shouldTakeSpecialAndLargeValues() {
    for (double x : new double[] {0, 1e-300, -1e-9, 0.75, -3, 100}) {
      assertThat(SmallAngle.sin(x)).isEqualTo(Math.sin(x));
      assertThat(SmallAngle.cos(x)).isEqualTo(Math.cos(x));
    }
    assertThat(SmallAngle.sin(Double.NaN)).isNaN();
    assertThat(SmallAngle.cos(Double.POSITIVE_INFINITY)).isNaN();
  }
}

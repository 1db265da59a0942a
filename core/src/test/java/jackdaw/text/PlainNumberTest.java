package jackdaw.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainNumberTest {
  @ParameterizedTest
  @CsvSource({
    "475, 475", "0.95, 0.95", "3e-4, 0.0003", "1e-5, 0.00001", "1e-6, 0.000001", "0, 0",
    "-7.50, -7.5", "1e7, 10000000", "1e-9, 1.0e-9", "-2.5e-10, -2.5e-10", "1e30, 1.0e+30",
    "-0.0, -0.0", "NaN, NaN", "-Infinity, -Infinity"
  })
  void shouldWriteNumbersAsPeopleDo(double number, String text) {
    assertThat(PlainNumber.of(number)).isEqualTo(text);
  }

  @Test
  void shouldReadBackAsTheSameBits() {
    Random random = new Random(3);
    for (int i = 0; i < 100_000; i++) {
      double number = Double.longBitsToDouble(random.nextLong());
      if (!Double.isNaN(number)) {
        assertThat(Double.parseDouble(PlainNumber.of(number))).isEqualTo(number);
      }
      double ordinary = random.nextGaussian() * Math.pow(10, random.nextInt(-9, 18));
      assertThat(Double.parseDouble(PlainNumber.of(ordinary))).isEqualTo(ordinary);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "-46.166666666666664, -46.1667", "475, 475", "0.95, 0.95", "1234567.8, 1234570",
    "0.1000000001, 0.1", "1.23456789e-9, 1.23457e-9", "999999.9, 1000000", "0, 0", "NaN, NaN"
  })
  void shouldRound(double number, String text) {
    assertThat(PlainNumber.rounded(number, 6)).isEqualTo(text);
  }
}

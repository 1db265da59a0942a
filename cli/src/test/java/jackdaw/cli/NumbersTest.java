package jackdaw.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {
  @Test
  void shouldGroupAndRoundAsTheFormatterDoes() {
    Random random = new Random(1);
    for (int i = 0; i < 10_000; i++) {
      long whole = random.nextLong() >> random.nextInt(63);
      assertThat(Numbers.grouped(whole)).isEqualTo(String.format(Locale.ROOT, "%,d", whole));
      // Eighths, so that the formatter's decimal rounding has the same half to look at.
      double number = random.nextInt(-8_000_000, 8_000_000) / 8.0;
      if (Math.abs(number * 100 % 1) != 0.5) {
        assertThat(Numbers.fixed(number, 2))
            .isEqualTo(String.format(Locale.ROOT, "%.2f", number).replaceFirst("^-0.00$", "0.00"));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0", "999, 999", "1000, 1.00k", "9994, 9.99k", "9996, 10.0k", "45056, 45.1k",
    "999499, 999k", "999500, 1.00M", "3000000, 3.00M", "9223372036854775807, 9223372T"
  })
  void shouldBeBrief(long number, String text) {
    assertThat(Numbers.brief(number)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "NaN, -", "0, 0.000", "0.1234, 0.123", "-0.5, -0.500", "1.005, 1.00", "-9.876, -9.88",
    "475, 475.0", "-12345.67, -12345.7", "Infinity, Infinity", "1e300, 1.0E300"
  })
  void shouldShowReturns(double number, String text) {
    assertThat(Numbers.decimal(number)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "475, 475", "0.95, 0.95", "0.0003, 0.0003", "0, 0", "-7.5, -7.5", "1e-9, 1.0e-9",
    "-46.166666666666664, -46.1667"
  })
  void shouldShowNumbersPlainly(double number, String text) {
    assertThat(Numbers.plain(number)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 s", "59.4, 59 s", "59.6, 1:00 min", "185, 3:05 min", "3599.6, 1:00 h", "7380, 2:03 h",
    "360000, 100:00 h"
  })
  void shouldShowDurations(double seconds, String text) {
    assertThat(Numbers.duration(seconds)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "150000, 150000", "150_000, 150000", "1.5e5, 150000", "1e3, 1000", "2.0, 2", "+7, 7"
  })
  void shouldReadWholeNumbers(String text, long number) {
    assertThat(Numbers.whole("--total-steps", text, 1, Long.MAX_VALUE)).isEqualTo(number);
  }

  @ParameterizedTest
  @CsvSource({"abc", "1.5", "''", "1e99", "99999999999999999999", "0x10", "1e-1", "-", "_"})
  void shouldRefuseWhatIsNoWholeNumber(String text) {
    assertThatThrownBy(() -> Numbers.whole("--seed", text, Long.MIN_VALUE, Long.MAX_VALUE))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("--seed is ")
        .hasMessageContaining("where a whole number is expected");
  }
}

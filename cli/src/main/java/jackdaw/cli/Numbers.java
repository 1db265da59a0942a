package jackdaw.cli;

import jackdaw.text.PlainNumber;
import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Numbers as people read and write them. Written by hand, because {@link String#format} costs some
 * 20 ms at its first use and a status line is drawn at the very start.
 */
final class Numbers {
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?[\\d_]{1,40}(\\.\\d{1,40})?([eE]\\d{1,2})?");
  private static final int PLAIN_DIGITS = 6;
  private static final int SECONDS_PER_MINUTE = 60;
  private static final int SECONDS_PER_HOUR = 3600;

  private Numbers() {}

  /** {@code 1,234,567}. */
  static String grouped(long number) {
    StringBuilder text = new StringBuilder(Long.toString(number));
    int first = number < 0 ? 1 : 0;
    for (int i = text.length() - 3; i > first; i -= 3) {
      text.insert(i, ',');
    }
    return text.toString();
  }

  /** {@code 950}, {@code 45.1k}, {@code 3.00M}: three digits and a letter; for at least 0. */
  static String brief(long number) {
    if (number < 1000) {
      return Long.toString(number);
    }
    double scaled = (double) number;
    int letter = -1;
    while (scaled >= 999.5 && letter < 3) {
      scaled /= 1000;
      letter++;
    }
    int decimals = scaled < 9.995 ? 2 : scaled < 99.95 ? 1 : 0;
    return fixed(scaled, decimals) + "kMGT".charAt(letter);
  }

  /** A return: one decimal, more where it is small; {@code -} where there is none yet. */
  static String decimal(double number) {
    if (!Double.isFinite(number)) {
      return Double.isNaN(number) ? "-" : Double.toString(number);
    }
    double size = Math.abs(number);
    if (size >= 1e12) {
      return Double.toString(number);
    }
    return fixed(number, size < 1 ? 3 : size < 10 ? 2 : 1);
  }

  /** With up to six digits: {@code 475}, {@code 0.95}, {@code 0.0003}, {@code -46.1667}. */
  static String plain(double number) {
    return PlainNumber.rounded(number, PLAIN_DIGITS);
  }

  /** With a fixed number of decimals; for numbers below 10¹². */
  static String fixed(double number, int decimals) {
    long unit = 1;
    for (int i = 0; i < decimals; i++) {
      unit *= 10;
    }
    long scaled = Math.round(Math.abs(number) * unit);
    StringBuilder text = new StringBuilder();
    if (number < 0 && scaled > 0) {
      text.append('-');
    }
    text.append(scaled / unit);
    if (decimals > 0) {
      String rest = Long.toString(unit + scaled % unit);
      text.append('.').append(rest, 1, rest.length());
    }
    return text.toString();
  }

  /** {@code 12 s}, {@code 3:05 min}, {@code 2:03 h}. */
  static String duration(double seconds) {
    long whole = Math.round(seconds);
    if (whole < SECONDS_PER_MINUTE) {
      return whole + " s";
    }
    return whole < SECONDS_PER_HOUR
        ? clock(whole / SECONDS_PER_MINUTE, whole % SECONDS_PER_MINUTE) + " min"
        : clock(whole / SECONDS_PER_HOUR, whole % SECONDS_PER_HOUR / SECONDS_PER_MINUTE) + " h";
  }

  private static String clock(long large, long small) {
    return large + (small < 10 ? ":0" : ":") + small;
  }

  /**
   * Reads a whole number such as {@code 150000}, {@code 150_000} or {@code 1.5e5}; null stays null.
   *
   * @param option what it was given for
   * @throws InputException if it is none, or is outside [low, high]
   */
  static @Nullable Long whole(String option, @Nullable String text, long low, long high) {
    if (text == null) {
      return null;
    }
    if (NUMBER.matcher(text).matches()) {
      try {
        long number = new BigDecimal(text.replace("_", "")).longValueExact();
        if (number >= low && number <= high) {
          return number;
        }
      } catch (ArithmeticException | NumberFormatException e) {
        // Falls through to the message: not whole, or beyond 64 bits.
      }
    }
    throw new InputException(
        "%s is %s, where a whole number%s is expected"
            .formatted(option, text.isBlank() ? "empty" : text, range(low, high)));
  }

  /** As the other, with what holds where nothing was given. */
  static long whole(String option, @Nullable String text, long low, long high, long otherwise) {
    Long number = whole(option, text, low, high);
    return number == null ? otherwise : number;
  }

  private static String range(long low, long high) {
    if (low == Long.MIN_VALUE) {
      return "";
    }
    return high == Long.MAX_VALUE ? " of at least " + low : " from %d to %d".formatted(low, high);
  }
}

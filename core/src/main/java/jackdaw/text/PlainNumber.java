package jackdaw.text;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/**
 * Numbers as people write them: {@code 475}, {@code 0.95}, {@code 0.00001}. Very small and very
 * large ones are written like {@code 1.0e-9} and {@code 1.0e+30}, which every version of YAML reads
 * as a number.
 */
public final class PlainNumber {
  private static final double SMALLEST = 1e-6;
  private static final double LARGEST = 1e15;

  private PlainNumber() {}

  /** A number with as many digits as it has: the text reads back as the same bits. */
  public static String of(double number) {
    return (number == 0 && 1 / number < 0) || !Double.isFinite(number)
        ? Double.toString(number)
        : of(number, new BigDecimal(Double.toString(number)));
  }

  /**
   * A number rounded to a few digits.
   *
   * @param digits significant ones; at least 1
   */
  public static String rounded(double number, int digits) {
    return Double.isFinite(number)
        ? of(number, new BigDecimal(number).round(new MathContext(digits)))
        : Double.toString(number);
  }

  private static String of(double number, BigDecimal decimal) {
    double size = Math.abs(number);
    if (size == 0 || (size >= SMALLEST && size < LARGEST)) {
      return decimal.stripTrailingZeros().toPlainString();
    }
    String text = Double.toString(decimal.doubleValue()).toLowerCase(Locale.ROOT);
    return text.contains("e-") ? text : text.replace("e", "e+");
  }
}

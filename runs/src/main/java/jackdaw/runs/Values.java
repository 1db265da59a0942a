package jackdaw.runs;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Understands values that were written down in YAML, JSON or on a command line. Each method names
 * the key in its error: {@code seed is abc, where a whole number is expected}.
 */
final class Values {
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(\\d[\\d_]{0,40}\\.?[\\d_]{0,40}|\\.\\d{1,40})([eE][-+]?\\d{1,4})?");

  private Values() {}

  static long wholeNumber(String key, Object value, long low, long high) {
    BigDecimal number = decimal(value);
    if (number != null) {
      try {
        long whole = number.longValueExact();
        if (whole >= low && whole <= high) {
          return whole;
        }
      } catch (ArithmeticException e) {
        // Falls through to the message: not whole, or beyond 64 bits.
      }
    }
    throw wrong(key, value, "a whole number" + range(low, high));
  }

  private static String range(long low, long high) {
    if (low == Long.MIN_VALUE) {
      return "";
    }
    return high == Long.MAX_VALUE ? " of at least " + low : " from %d to %d".formatted(low, high);
  }

  static double number(String key, Object value) {
    BigDecimal number = decimal(value);
    if (number == null) {
      throw wrong(key, value, "a number such as 0.5 or 1e-3");
    }
    return number.doubleValue();
  }

  static boolean flag(String key, Object value) {
    return switch (value.toString().toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw wrong(key, value, "true or false");
    };
  }

  static String text(String key, Object value) {
    if (value instanceof List<?> || value instanceof Map<?, ?>) {
      throw wrong(key, value, "a single word");
    }
    String text = value.toString();
    // They could rewrite what the user's terminal shows.
    OptionalInt hidden = text.codePoints().filter(Values::isHidden).findFirst();
    if (hidden.isPresent()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s holds the control character U+%04X, where only visible ones are allowed",
              key,
              hidden.getAsInt()));
    }
    return text;
  }

  private static boolean isHidden(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR -> true;
      default -> false;
    };
  }

  static <E extends Enum<?>> E constant(String key, Object value, E[] constants) {
    String text = value.toString().replace('_', '-');
    for (E constant : constants) {
      if (kebab(constant).equalsIgnoreCase(text)) {
        return constant;
      }
    }
    throw wrong(
        key, value, String.join(" or ", Arrays.stream(constants).map(Values::kebab).toList()));
  }

  static String kebab(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static List<Integer> wholeNumbers(String key, Object value) {
    List<Integer> numbers = new ArrayList<>();
    for (Object element : elements(value)) {
      try {
        numbers.add((int) wholeNumber(key, element, Integer.MIN_VALUE, Integer.MAX_VALUE));
      } catch (IllegalArgumentException e) {
        throw wrong(key, value, "a list of whole numbers such as [64, 64]");
      }
    }
    return numbers;
  }

  private static List<?> elements(Object value) {
    if (value instanceof List<?> list) {
      return list;
    }
    String text = value.toString().strip();
    if (text.startsWith("[") && text.endsWith("]")) {
      text = text.substring(1, text.length() - 1).strip();
    }
    return text.isEmpty()
        ? List.of()
        : Arrays.stream(text.split(",", -1)).map(String::strip).toList();
  }

  static IllegalArgumentException wrong(String key, Object value, String expected) {
    String shown = value.toString().replaceAll("\\s+", " ");
    if (shown.length() > 60) {
      shown = shown.substring(0, 60) + "…";
    }
    if (shown.isEmpty()) {
      shown = "empty";
    }
    return new IllegalArgumentException(
        "%s is %s, where %s is expected".formatted(key, shown, expected));
  }

  /**
   * The number that a value stands for, or null if it is none. No switch over types here and in its
   * like: the first one in a process takes 50 ms to link.
   */
  private static @Nullable BigDecimal decimal(Object value) {
    if (value instanceof Long || value instanceof Integer) {
      return BigDecimal.valueOf(((Number) value).longValue());
    }
    if (value instanceof Double number) {
      return Double.isFinite(number) ? BigDecimal.valueOf(number) : null;
    }
    if (value instanceof BigInteger number) {
      return new BigDecimal(number);
    }
    if (value instanceof String text && NUMBER.matcher(text.strip()).matches()) {
      return new BigDecimal(text.strip().replace("_", ""));
    }
    return null;
  }
}

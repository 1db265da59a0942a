package jackdaw.setting;

/**
 * Checks an algorithm's settings and says what is wrong in one line: the setting, its value, what
 * is allowed and what is usual.
 *
 * @param algorithm the name before the dot, such as {@code ppo}; empty for settings that several
 *     algorithms share
 */
public record SettingCheck(String algorithm) {

  /** Requires {@code low <= value < ∞}. */
  public void atLeast(String setting, double value, double low, String usual) {
    if (!(value >= low && value < Double.POSITIVE_INFINITY)) {
      fail(setting, value, "is not a finite number of", "at least " + number(low), usual);
    }
  }

  /** Requires {@code low < value < ∞}. */
  public void above(String setting, double value, double low, String usual) {
    if (!(value > low && value < Double.POSITIVE_INFINITY)) {
      fail(setting, value, "is not a finite number", "above " + number(low), usual);
    }
  }

  /** Requires {@code low <= value <= high}. */
  public void within(String setting, double value, double low, double high, String usual) {
    if (!(value >= low && value <= high)) {
      fail(setting, value, "is outside", "[%s, %s]".formatted(number(low), number(high)), usual);
    }
  }

  /** Requires {@code low < value < high}. */
  public void between(String setting, double value, double low, double high, String usual) {
    if (!(value > low && value < high)) {
      fail(setting, value, "is outside", "(%s, %s)".formatted(number(low), number(high)), usual);
    }
  }

  /** Requires a condition on several settings. */
  public void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }

  private void fail(String setting, double value, String problem, String range, String usual) {
    throw new SettingException(
        "%s %s %s %s: set %s, usually %s"
            .formatted(
                setting.replace('-', ' '), number(value), problem, range, name(setting), usual),
        setting,
        range,
        usual);
  }

  private String name(String setting) {
    return algorithm.isEmpty() ? setting : algorithm + '.' + setting;
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}

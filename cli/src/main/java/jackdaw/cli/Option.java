package jackdaw.cli;

import org.jspecify.annotations.Nullable;

/**
 * An option that a command knows.
 *
 * @param name with its dashes, such as {@code --seed}
 * @param value what its value is called in the help, or null if it has none
 * @param help one line; what holds if it is not given
 * @param repeatable whether it may be given several times
 */
record Option(String name, @Nullable String value, String help, boolean repeatable) {
  static Option of(String name, String value, String help) {
    return new Option(name, value, help, false);
  }

  static Option flag(String name, String help) {
    return new Option(name, null, help, false);
  }

  /** As it is typed. */
  String typed() {
    return value == null ? name : name + ' ' + value;
  }
}

package jackdaw.runs;

import java.util.Map;

/**
 * Settings by name: binds flat kebab-case keys to the components of a settings record. Component
 * {@code clipRange} of algorithm {@code ppo} is {@code ppo.clip-range}, or {@code clip-range} for
 * short.
 *
 * <p>A component is an int, a long, a double, a boolean, an enum or a list of whole numbers. Values
 * come from YAML or JSON, or as strings from the command line: {@code 1e5} and {@code 100_000} are
 * whole numbers, an enum's constants are written in kebab-case ({@code monte-carlo}), a list as
 * {@code [64, 64]} or {@code 64,64}.
 */
public final class Settings {
  private Settings() {}

  /**
   * The settings of a record by short name, in the order of its components: {@link Long}, {@link
   * Double}, {@link Boolean}, {@link String} (enums) or a {@link java.util.List} of {@link Long}.
   */
  public static Map<String, Object> of(Record settings) {
    throw new UnsupportedOperationException();
  }

  /**
   * A copy of {@code defaults} with some settings changed.
   *
   * @param algorithm the name before the dot, such as {@code ppo}
   * @param changes new values by key, with the algorithm's name before it or without
   * @throws IllegalArgumentException if a key is unknown (the message has the nearest ones), a value
   *     is of the wrong kind, or the record refuses it; one line says which
   */
  public static <C extends Record> C apply(String algorithm, C defaults, Map<String, ?> changes) {
    throw new UnsupportedOperationException();
  }
}

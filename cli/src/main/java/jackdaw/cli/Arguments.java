package jackdaw.cli;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was typed behind a command.
 *
 * @param parameters as many as the command needs
 * @param options the values of each option that was given, by its name; empty for one without value
 */
record Arguments(List<String> parameters, Map<String, List<String>> options) {
  boolean has(String option) {
    return options.containsKey(option);
  }

  /** The value of an option, or null if it was not given. */
  @Nullable
  String value(String option) {
    List<String> values = options.get(option);
    return values == null ? null : values.getFirst();
  }

  /** The value of an option. */
  String valueOr(String option, String otherwise) {
    String value = value(option);
    return value == null ? otherwise : value;
  }

  /** The values of an option that may be given several times. */
  List<String> values(String option) {
    return options.getOrDefault(option, List.of());
  }
}

package jackdaw.runs;

import jackdaw.text.PlainNumber;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Writes maps of scalars and flat lists as YAML. Written by hand because the YAML library takes a
 * fifth of a second to load its writer, in every run.
 */
final class YamlText {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z][A-Za-z0-9._/-]*");
  private static final Pattern WORD_WITH_A_MEANING =
      Pattern.compile("true|false|yes|no|on|off|null|y|n", Pattern.CASE_INSENSITIVE);

  private YamlText() {}

  /** Lines of {@code key: value}; a map's own lines stand indented below it. */
  static String of(Map<String, ?> values) {
    StringBuilder text = new StringBuilder();
    append(text, "", values);
    return text.toString();
  }

  private static void append(StringBuilder text, String indent, Map<?, ?> values) {
    values.forEach(
        (key, value) -> {
          text.append(indent).append(key).append(':');
          if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            text.append('\n');
            append(text, indent + "  ", map);
          } else {
            text.append(' ').append(value(value)).append('\n');
          }
        });
  }

  static String value(Object value) {
    if (value instanceof Map<?, ?>) {
      return "{}";
    }
    if (value instanceof List<?> list) {
      return list.stream().map(YamlText::value).toList().toString();
    }
    if (value instanceof Double number) {
      return PlainNumber.of(number);
    }
    if (value instanceof String text) {
      return isPlain(text) ? text : JsonText.compact(text);
    }
    return value.toString();
  }

  private static boolean isPlain(String text) {
    return PLAIN.matcher(text).matches() && !WORD_WITH_A_MEANING.matcher(text).matches();
  }
}

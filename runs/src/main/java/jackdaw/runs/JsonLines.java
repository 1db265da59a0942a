package jackdaw.runs;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON for machines: one object a line, each of which says first what {@code type} it is of.
 */
public final class JsonLines {
  private final PrintStream out;

  /** Writes into a stream, which stays open. */
  public JsonLines(PrintStream out) {
    this.out = out;
  }

  /**
   * Writes one line.
   *
   * @param values texts, numbers, booleans, maps and lists of these, and null; a number that is not
   *     finite becomes null, because JSON has none
   */
  public void write(String type, Map<String, ? extends @Nullable Object> values) {
    Map<String, @Nullable Object> line = new LinkedHashMap<>();
    line.put("type", type);
    values.forEach((key, value) -> line.put(key, finite(value)));
    out.println(JsonText.compact(line));
    out.flush();
  }

  private static @Nullable Object finite(@Nullable Object value) {
    return value instanceof Double number && !Double.isFinite(number) ? null : value;
  }
}

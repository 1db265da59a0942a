package jackdaw.cli.explain;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of a page by name. A name is a family, which the page's {@code families.html}
 * describes, with indices behind dots and the pass before a slash: {@code r.3}, {@code 2/ratio.3},
 * {@code old.4.1}.
 */
final class Cells {
  private final Map<String, Cell> all = new LinkedHashMap<>();

  /**
   * A number and where it comes from.
   *
   * @param v the number
   * @param f the formula that makes it, one of the page's {@code formulas.html}; null where it
   *     comes from outside
   * @param s the names of the numbers that the formula takes, in its order
   * @param doc what the document prints in its place; null where it prints nothing
   * @param wrong whether that is another number than this one rounded; null where it prints nothing
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Cell(
      double v,
      @Nullable String f,
      List<String> s,
      @Nullable String doc,
      @Nullable Boolean wrong) {}

  /** A number from outside. */
  void put(String name, double value) {
    put(name, new Cell(value, null, List.of(), null, null));
  }

  /** A number from a network or the data store. */
  void put(String name, float value) {
    put(name, shortest(value));
  }

  /** A number that a formula makes of others. */
  void put(String name, double value, String formula, List<String> sources) {
    put(name, new Cell(value, formula, sources, null, null));
  }

  /** A number that a formula makes of others. */
  void put(String name, float value, String formula, List<String> sources) {
    put(name, shortest(value), formula, sources);
  }

  /** A number from outside, and what the document prints in its place. */
  void putBeside(String document, String name, double value) {
    putBeside(document, name, value, null, List.of());
  }

  /** A number that a formula makes of others, and what the document prints in its place. */
  void putBeside(
      String document,
      String name,
      double value,
      @Nullable String formula,
      List<String> sources) {
    put(name, new Cell(value, formula, sources, document, !isRounded(value, document)));
  }

  /** Whether a text is a number rounded to as many decimals as the text has. */
  static boolean isRounded(double value, String text) {
    int point = text.indexOf('.');
    int decimals = point < 0 ? 0 : text.length() - point - 1;
    double half = 0.5 * Math.pow(10, -decimals);
    return Math.abs(value - Double.parseDouble(text)) <= half + 1e-9;
  }

  private void put(String name, Cell cell) {
    for (String source : cell.s) {
      if (!all.containsKey(source)) {
        throw new IllegalStateException(name + " comes from " + source + ", which is not there");
      }
    }
    if (!Double.isFinite(cell.v)) {
      throw new IllegalStateException(name + " is " + cell.v);
    }
    if (all.put(name, cell) != null) {
      throw new IllegalStateException(name + " is there already");
    }
  }

  /** The number of a name. */
  double value(String name) {
    Cell cell = all.get(name);
    if (cell == null) {
      throw new IllegalStateException(name + " is not there");
    }
    return cell.v;
  }

  /** All of them, in the order in which they were put. */
  Map<String, Cell> all() {
    return all;
  }

  /** The double whose shortest text is that of a float, so that pages stay small. */
  static double shortest(float value) {
    return Double.parseDouble(Float.toString(value));
  }
}

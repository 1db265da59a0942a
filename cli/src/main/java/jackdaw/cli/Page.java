package jackdaw.cli;

import java.io.PrintStream;
import java.util.List;

/** Text that is laid out for a terminal's width. */
final class Page {
  private static final int MAX_WIDTH = 100;
  private static final String GAP = "  ";

  private final PrintStream out;
  private final int width;

  /** A page for a terminal: as wide as it is, and at most 100 columns, which is easy to read. */
  Page(Terminal terminal) {
    out = terminal.out();
    width = Math.min(MAX_WIDTH, terminal.width());
  }

  /** Prints a line as it is. */
  void line(String text) {
    out.println(text);
  }

  /** Prints text that is broken between words, each line after an indent. */
  void paragraph(String indent, String text) {
    hang(indent, text);
  }

  /** Prints rows of equally many cells in columns; the last column is broken between words. */
  void table(String indent, List<List<String>> rows) {
    int columns = rows.isEmpty() ? 0 : rows.getFirst().size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (List<String> row : rows) {
      StringBuilder start = new StringBuilder(indent);
      for (int i = 0; i < columns - 1; i++) {
        start.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length())).append(GAP);
      }
      hang(start.toString(), row.getLast());
    }
  }

  /** Prints text after a start; further lines begin below the first word. */
  private void hang(String start, String text) {
    StringBuilder line = new StringBuilder(start);
    boolean first = true;
    for (String word : text.split(" ", -1)) {
      if (!first && line.length() + 1 + word.length() > width) {
        out.println(line);
        line.setLength(0);
        line.append(" ".repeat(start.length()));
        first = true;
      }
      line.append(first ? "" : " ").append(word);
      first = false;
    }
    out.println(line.toString().stripTrailing());
  }
}

package jackdaw.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A table that reads well on a terminal and is Markdown as well. */
final class TextTable {
  private final List<List<String>> rows = new ArrayList<>();
  private final int[] widths;

  TextTable(String... header) {
    widths = new int[header.length];
    Arrays.fill(widths, 3);
    add(header);
  }

  /** As many cells as the header has. */
  void add(String... cells) {
    for (int i = 0; i < widths.length; i++) {
      widths[i] = Math.max(widths[i], cells[i].length());
    }
    rows.add(List.of(cells));
  }

  void print(PrintStream out) {
    for (int row = 0; row < rows.size(); row++) {
      StringBuilder line = new StringBuilder("|");
      for (int i = 0; i < widths.length; i++) {
        String cell = rows.get(row).get(i);
        line.append(' ').append(cell).append(" ".repeat(widths[i] - cell.length())).append(" |");
      }
      out.println(line);
      if (row == 0) {
        StringBuilder rule = new StringBuilder("|");
        for (int width : widths) {
          rule.append(' ').append("-".repeat(width)).append(" |");
        }
        out.println(rule);
      }
    }
  }
}

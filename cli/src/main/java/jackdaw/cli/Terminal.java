package jackdaw.cli;

import java.io.PrintStream;
import java.util.Map;

/**
 * Where a command's words go.
 *
 * @param out results
 * @param err progress and errors
 * @param errIsTerminal whether lines of {@code err} can be drawn over
 * @param width of {@code err}, in columns
 * @param outIsTerminal whether {@code out} can be drawn over
 */
record Terminal(
    PrintStream out, PrintStream err, boolean errIsTerminal, int width, boolean outIsTerminal) {
  static final String ERR_IS_TERMINAL = "jackdaw.stderr.terminal";
  private static final String OUT_IS_TERMINAL = "jackdaw.stdout.terminal";

  private static final int USUAL_WIDTH = 80;
  private static final int MAX_WIDTH = 1000;

  /**
   * That of this process. Java cannot tell terminals from files, so the launcher says.
   *
   * @param out where results go
   */
  static Terminal ofProcess(PrintStream out) {
    Map<String, String> environment = System.getenv();
    boolean dumb = environment.getOrDefault("TERM", "dumb").equals("dumb");
    return new Terminal(
        out,
        System.err,
        Boolean.getBoolean(ERR_IS_TERMINAL) && !dumb,
        width(environment.getOrDefault("COLUMNS", "")),
        Boolean.getBoolean(OUT_IS_TERMINAL) && !dumb);
  }

  private static int width(String columns) {
    try {
      int width = Integer.parseInt(columns);
      return width > 0 && width <= MAX_WIDTH ? width : USUAL_WIDTH;
    } catch (NumberFormatException e) {
      return USUAL_WIDTH;
    }
  }
}

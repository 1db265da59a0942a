package jackdaw.gymnasium;

/**
 * What Python code raised, or gave and may not: in the first line its type, message and place,
 * below it the traceback.
 */
public final class PythonException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String line;
  private final int copy;
  private final boolean raised;

  /**
   * With what was raised.
   *
   * @param copy the environment that did it, or −1
   * @param raised whether it raised an exception; else it gave what it may not
   */
  PythonException(String line, String traceback, int copy, boolean raised) {
    // Without a trace of its own: the place that matters is Python's.
    super((line + "\n" + traceback.strip()).strip(), null, false, false);
    this.line = line;
    this.copy = copy;
    this.raised = raised;
  }

  /**
   * One line for a user, such as {@code gym:CartPole-v1 (copy 2) raised in step: ValueError: …}.
   *
   * @param name of the environment
   * @param first the place of the copy that counts as 0
   * @param during what was asked of it
   */
  String told(String name, int first, String during) {
    String where = copy < 0 ? name : "%s (copy %d)".formatted(name, copy - first);
    return raised ? "%s raised in %s: %s".formatted(where, during, line) : where + ": " + line;
  }

  /** Type, message and place in one line. */
  String line() {
    return line;
  }
}

package jackdaw.gymnasium;

/**
 * What Python code raised: in the first line its type, message and place, below it the traceback.
 */
public final class PythonException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String line;
  private final int copy;

  /**
   * With what was raised.
   *
   * @param copy the environment that raised it, or −1
   */
  PythonException(String line, String traceback, int copy) {
    super(line + "\n" + traceback.strip());
    this.line = line;
    this.copy = copy;
  }

  /**
   * The environment that raised it, behind a name: {@code gym:CartPole-v1 (copy 2)}.
   *
   * @param first the place of the copy that counts as 0
   */
  String where(String name, int first) {
    return copy < 0 ? name : "%s (copy %d)".formatted(name, copy - first);
  }

  /** Type, message and place in one line. */
  String line() {
    return line;
  }
}

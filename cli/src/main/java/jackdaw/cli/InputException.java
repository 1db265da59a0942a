package jackdaw.cli;

/** What the user asked for cannot be done; the message says in one line why and what to do. */
final class InputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InputException(String message) {
    super(message);
  }

  /** With the message of what was thrown. */
  InputException(Exception cause) {
    super(ErrorReport.line(cause), cause);
  }
}

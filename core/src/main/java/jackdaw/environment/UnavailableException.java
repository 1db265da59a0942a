package jackdaw.environment;

/**
 * An environment cannot be made, because of what was asked for or because something that it needs is not
 * installed; the message says which and what to do.
 */
public final class UnavailableException extends EnvironmentException {
  private static final long serialVersionUID = 1L;

  /** With what is wrong in one line. */
  public UnavailableException(String message) {
    super(message);
  }

  /** With what is wrong in one line and what it was seen by. */
  public UnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}

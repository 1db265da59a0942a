package jackdaw.environment;

/**
 * Thrown if an environment cannot be created, because the request is wrong or because a required
 * package is not installed. The message says which, and what to do.
 */
public final class UnavailableException extends EnvironmentException {
  private static final long serialVersionUID = 1L;

  /** Creates an exception with a message of one line. */
  public UnavailableException(String message) {
    super(message);
  }

  /** Creates an exception with a message of one line and its cause. */
  public UnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}

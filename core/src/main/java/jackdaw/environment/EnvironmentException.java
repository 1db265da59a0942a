package jackdaw.environment;

/**
 * Thrown if an environment breaks its contract or throws; the message says which one and at what
 * point.
 */
public sealed class EnvironmentException extends RuntimeException permits UnavailableException {
  private static final long serialVersionUID = 1L;

  /** Creates an exception with a message of one line. */
  public EnvironmentException(String message) {
    super(message);
  }

  /** Creates an exception with a message of one line and the environment's own exception. */
  public EnvironmentException(String message, Throwable cause) {
    super(message, cause);
  }
}

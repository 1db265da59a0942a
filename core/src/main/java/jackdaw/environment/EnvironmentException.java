package jackdaw.environment;

/** An environment broke its contract or threw while it was in use; the message names what and where. */
public sealed class EnvironmentException extends RuntimeException permits UnavailableException {
  private static final long serialVersionUID = 1L;

  /** With the mistake in one line. */
  public EnvironmentException(String message) {
    super(message);
  }

  /** With the mistake in one line and what the environment threw. */
  public EnvironmentException(String message, Throwable cause) {
    super(message, cause);
  }
}

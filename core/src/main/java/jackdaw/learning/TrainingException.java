package jackdaw.learning;

/**
 * Training cannot go on; the message says in one line what happened, where, and the usual causes.
 */
public final class TrainingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With what happened. */
  public TrainingException(String message) {
    super(message);
  }
}

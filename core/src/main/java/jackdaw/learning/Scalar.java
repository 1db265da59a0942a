package jackdaw.learning;

/**
 * Names a number that a {@link Loss} uses and that may change with every minibatch, such as a clip
 * range.
 *
 * @param name unique within a loss, in lower case
 */
public record Scalar(String name) {
  @Override
  public String toString() {
    return name;
  }
}

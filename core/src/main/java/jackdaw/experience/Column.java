package jackdaw.experience;

/**
 * Names a column of experience. {@link Rollout} has the constants of on-policy experience; an
 * algorithm adds its own.
 *
 * @param name unique among the columns of one kind of experience, in lower case
 */
public record Column(String name) {
  @Override
  public String toString() {
    return name;
  }
}

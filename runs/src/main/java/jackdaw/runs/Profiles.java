package jackdaw.runs;

import java.util.List;

/** The profiles that come with Jackdaw. */
public final class Profiles {
  /** The profile where nobody names one. */
  public static final String DEFAULT = "default";

  /** Environment steps of the default profile in an environment that has none of its own. */
  public static final long DEFAULT_TOTAL_STEPS = 1_000_000;

  private Profiles() {}

  /** All profiles of an algorithm, in the order in which they are written down. */
  public static List<Profile> of(String algorithm) {
    throw new UnsupportedOperationException();
  }

  /**
   * The profile of a name. {@value #DEFAULT} is there for every environment: where none is written
   * down it is the algorithm's own defaults and {@value #DEFAULT_TOTAL_STEPS} steps.
   *
   * @throws IllegalArgumentException if there is none; the message has those that there are
   */
  public static Profile find(String algorithm, String environment, String profile) {
    throw new UnsupportedOperationException();
  }
}

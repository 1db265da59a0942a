package jackdaw.runs;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The profiles that come with Jackdaw: one resource {@code profiles/<algorithm>/<environment>.yaml}
 * an environment, with the profiles of the environment, and of it with options, below its name.
 * What several environments share stands in a resource of its own, which they name behind {@code
 * like:}. What a profile does not name is as the algorithm's own defaults.
 */
public final class Profiles {
  /** The default profile. */
  public static final String DEFAULT = "default";

  /** Environment steps of the default profile in an environment that has none of its own. */
  public static final long DEFAULT_TOTAL_STEPS = 1_000_000;

  /** What an environment may have in its name and a file had better not. */
  private static final Pattern UNUSABLE = Pattern.compile("[^A-Za-z0-9.-]");

  private Profiles() {}

  /**
   * An algorithm's profiles for an environment, with any options or none, in the order in which
   * they are written down.
   */
  public static List<Profile> of(String algorithm, String environment) {
    String name = "/jackdaw/profiles/%s/%s.yaml"
        .formatted(algorithm, UNUSABLE.matcher(namespace(environment)).replaceAll("_"));
    try (InputStream in = Profiles.class.getResourceAsStream(name)) {
      return in == null
          ? List.of()
          : new ProfileReader(
              new String(in.readAllBytes(), StandardCharsets.UTF_8),
              other -> of(algorithm, other))
              .read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The profile of a name: one that is written down for the environment as it is named, options and
   * all ({@code CartPole-v1?velocities=false}), else one of the environment without its options,
   * else, for one of a family ({@code gym:CartPole-v1}), one of what stands behind the colon, else,
   * for one of a namespace ({@code ALE/Pong-v5}), one of that ({@code ALE}). {@value #DEFAULT} is
   * there for every environment: where none is written down it is the algorithm's own defaults and
   * {@value #DEFAULT_TOTAL_STEPS} steps.
   *
   * @throws IllegalArgumentException if there is none; the message has those that there are
   */
  public static Profile find(String algorithm, String environment, String profile) {
    Set<String> names = new LinkedHashSet<>();
    names.add(DEFAULT);
    List<Profile> all = of(algorithm, environment);
    Set<String> owners = new LinkedHashSet<>();
    owners.add(environment);
    owners.add(withoutOptions(environment));
    owners.add(bare(environment));
    owners.add(namespace(environment));
    for (String owner : owners) {
      for (Profile candidate : all) {
        if (candidate.environment().equals(owner)) {
          if (candidate.name().equals(profile)) {
            return candidate;
          }
          names.add(candidate.name());
        }
      }
    }
    if (profile.equals(DEFAULT)) {
      return new Profile(
          environment, DEFAULT, algorithm + "'s own defaults", DEFAULT_TOTAL_STEPS, Map.of());
    }
    throw new IllegalArgumentException(
        "%s has no profile named %s for %s: %s"
            .formatted(algorithm, profile, environment, Hints.of(profile, names)));
  }

  /** Without options and without the family that it is of. */
  private static String bare(String environment) {
    String name = withoutOptions(environment);
    return name.substring(name.lastIndexOf(':') + 1);
  }

  /** What stands before the slash of a name, whose profiles are in one file; or the name. */
  private static String namespace(String environment) {
    String name = bare(environment);
    int slash = name.indexOf('/');
    return slash < 0 ? name : name.substring(0, slash);
  }

  private static String withoutOptions(String environment) {
    int question = environment.indexOf('?');
    return question < 0 ? environment : environment.substring(0, question);
  }
}

package jackdaw.environments;

import jackdaw.text.NearestNames;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The options after the question mark of an environment's id, for example {@code
 * CartPole-v1?velocities=false} or {@code Cue-v1?length=40&cues=4}. An environment asks for each
 * option that it has; options that remain are errors.
 */
public final class EnvironmentOptions {
  /** The options of every environment. */
  static final String NOISE = "reward-noise";

  static final String SCALE = "reward-scale";

  private final String name;
  private final Map<String, String> given = new LinkedHashMap<>();
  private final Set<String> known = new LinkedHashSet<>();

  /**
   * Splits an id into name and options.
   *
   * @throws IllegalArgumentException if an option is not {@code key=value}, or is given twice
   */
  EnvironmentOptions(String id) {
    int question = id.indexOf('?');
    name = question < 0 ? id : id.substring(0, question);
    if (question < 0) {
      return;
    }
    for (String option : id.substring(question + 1).split("&", -1)) {
      int equals = option.indexOf('=');
      if (equals < 1 || equals == option.length() - 1) {
        throw new IllegalArgumentException(
            "environment %s: option '%s' is not of the form key=value: write it like %s?key=value"
                .formatted(id, option, name));
      }
      String key = option.substring(0, equals);
      if (given.putIfAbsent(key, option.substring(equals + 1)) != null) {
        throw new IllegalArgumentException(
            "environment %s: option %s is given twice: give it once".formatted(id, key));
      }
    }
  }

  /** Returns the id without its options. */
  String name() {
    return name;
  }

  /**
   * Returns the value of a switch.
   *
   * @throws IllegalArgumentException if the value is neither {@code true} nor {@code false}
   */
  public boolean flag(String key, boolean otherwise) {
    String value = value(key);
    if (value == null) {
      return otherwise;
    }
    return switch (value) {
      case "true" -> true;
      case "false" -> false;
      default -> throw wrong(key, value, "true or false");
    };
  }

  /**
   * Returns the value of an integer option.
   *
   * @throws IllegalArgumentException if the value is not an integer from {@code low} to {@code
   *     high}
   */
  public int wholeNumber(String key, int otherwise, int low, int high) {
    String value = value(key);
    if (value == null) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(value);
      if (number >= low && number <= high) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Continues to the error.
    }
    throw wrong(key, value, "a whole number from %d to %d".formatted(low, high));
  }

  /**
   * Returns the value of a numeric option.
   *
   * @throws IllegalArgumentException if the value is not a number from {@code low} to {@code high}
   */
  public double number(String key, double otherwise, double low, double high) {
    String value = value(key);
    if (value == null) {
      return otherwise;
    }
    try {
      double number = Double.parseDouble(value);
      if (number >= low && number <= high) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Continues to the error.
    }
    throw wrong(key, value, "a number from %s to %s".formatted(low, high));
  }

  /**
   * Returns one of several words.
   *
   * @throws IllegalArgumentException if the value is another word
   */
  public String oneOf(String key, String otherwise, List<String> words) {
    String value = value(key);
    if (value == null || words.contains(value)) {
      return value == null ? otherwise : value;
    }
    throw wrong(key, value, String.join(" or ", words));
  }

  /**
   * Returns all options that were given and not yet asked for, except those of every environment.
   * For an environment that interprets its options itself.
   */
  public Map<String, String> others() {
    Map<String, String> others = new LinkedHashMap<>(given);
    others.keySet().removeAll(known);
    others.keySet().removeAll(Set.of(NOISE, SCALE));
    known.addAll(others.keySet());
    return others;
  }

  /** Returns the value of a key, or null if it was not given; marks the option as known. */
  private @Nullable String value(String key) {
    known.add(key);
    return given.get(key);
  }

  private IllegalArgumentException wrong(String key, String value, String expected) {
    return new IllegalArgumentException(
        "option %s of environment %s is %s, where %s is expected"
            .formatted(key, name, value, expected));
  }

  /**
   * Throws if an option was given that the environment does not have.
   *
   * @throws IllegalArgumentException if there is such an option; the message names the nearest
   *     known one
   */
  void requireAllKnown() {
    for (String key : given.keySet()) {
      if (!known.contains(key)) {
        String question = NearestNames.question(key, known);
        String hint =
            question.isEmpty() ? "choose one of " + String.join(", ", known) : question;
        throw new IllegalArgumentException(
            "environment %s has no option named %s: %s".formatted(name, key, hint));
      }
    }
  }
}

package jackdaw.environments;

import jackdaw.text.NearestNames;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What stands behind the question mark of an environment's id, such as {@code
 * CartPole-v1?velocities=false} or {@code Cue-v1?length=40&cues=4}. An environment asks for each
 * option that it has; what is left over then is a mistake.
 */
public final class EnvironmentOptions {
  /** What every environment can be asked for. */
  static final String NOISE = "reward-noise";

  static final String SCALE = "reward-scale";

  private final String name;
  private final Map<String, String> given = new LinkedHashMap<>();
  private final Set<String> known = new LinkedHashSet<>();

  /**
   * Takes an id apart.
   *
   * @throws IllegalArgumentException if an option is no {@code key=value} or given twice
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
            "environment %s: option '%s' is no key=value: write it like %s?key=value"
                .formatted(id, option, name));
      }
      String key = option.substring(0, equals);
      if (given.putIfAbsent(key, option.substring(equals + 1)) != null) {
        throw new IllegalArgumentException(
            "environment %s: option %s is given twice: give it once".formatted(id, key));
      }
    }
  }

  /** The id without its options. */
  String name() {
    return name;
  }

  /**
   * A switch.
   *
   * @throws IllegalArgumentException if it is given as anything but {@code true} or {@code false}
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
   * A whole number.
   *
   * @throws IllegalArgumentException if it is given as no whole number from {@code low} to {@code
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
      // Falls through to the message.
    }
    throw wrong(key, value, "a whole number from %d to %d".formatted(low, high));
  }

  /**
   * A number.
   *
   * @throws IllegalArgumentException if it is given as no number from {@code low} to {@code high}
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
      // Falls through to the message.
    }
    throw wrong(key, value, "a number from %s to %s".formatted(low, high));
  }

  /**
   * One of several words.
   *
   * @throws IllegalArgumentException if it is given as another one
   */
  public String oneOf(String key, String otherwise, List<String> words) {
    String value = value(key);
    if (value == null || words.contains(value)) {
      return value == null ? otherwise : value;
    }
    throw wrong(key, value, String.join(" or ", words));
  }

  /**
   * All that was given and not asked for, for an environment that looks into its options itself; what
   * every environment has is not among it.
   */
  public Map<String, String> others() {
    Map<String, String> others = new LinkedHashMap<>(given);
    others.keySet().removeAll(known);
    others.keySet().removeAll(Set.of(NOISE, SCALE));
    known.addAll(others.keySet());
    return others;
  }

  /** What is given for a key, or null; the environment has this option from here on. */
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
   * Refuses what was given and never asked for.
   *
   * @throws IllegalArgumentException if there is such an option, naming the nearest that there is
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

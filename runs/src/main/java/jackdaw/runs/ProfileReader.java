package jackdaw.runs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Reads the profiles that come with Jackdaw. They are YAML, but always laid out alike: environments
 * at the margin, below them profiles, below them fields, below {@code settings:} the settings, each
 * step two spaces in. So lines are enough, where the YAML library would take 0.2 s to load in every
 * run; a test holds this reader to that library.
 *
 * <p>An environment that says {@code like: name} has the profiles of that name as well, but for
 * those that it has itself.
 */
final class ProfileReader {
  private final String text;
  private final Function<String, List<Profile>> others;
  private final List<Profile> profiles = new ArrayList<>();
  private final Map<String, String> fields = new LinkedHashMap<>();
  private final Map<String, Object> settings = new LinkedHashMap<>();
  private final Map<String, String> models = new LinkedHashMap<>();
  private String environment = "";
  private String name = "";

  /**
   * For one text.
   *
   * @param others gives the profiles of another name
   */
  ProfileReader(String text, Function<String, List<Profile>> others) {
    this.text = text;
    this.others = others;
  }

  List<Profile> read() {
    text.lines().forEach(this::take);
    finish();
    models.forEach(this::takeOver);
    return profiles;
  }

  private void takeOver(String owner, String model) {
    for (Profile other : others.apply(model)) {
      if (profiles.stream()
          .noneMatch(own -> own.environment().equals(owner) && own.name().equals(other.name()))) {
        profiles.add(
            new Profile(
                owner, other.name(), other.description(), other.totalSteps(), other.settings()));
      }
    }
  }

  private void take(String line) {
    String content = line.strip();
    if (content.isEmpty() || content.startsWith("#")) {
      return;
    }
    int colon = content.indexOf(':');
    String key = content.substring(0, colon);
    String value = content.substring(colon + 1).strip();
    switch (line.indexOf(content)) {
      case 0 -> {
        finish();
        environment = key;
      }
      case 2 -> {
        finish();
        if (key.equals("like")) {
          models.put(environment, value);
        } else {
          name = key;
        }
      }
      case 4 -> fields.put(key, value);
      case 6 -> settings.put(key, value);
      default -> throw new IllegalArgumentException("this line of a profile is misplaced: " + line);
    }
  }

  private void finish() {
    if (!fields.isEmpty()) {
      profiles.add(
          new Profile(
              environment,
              name,
              fields.getOrDefault("description", ""),
              Long.parseLong(fields.getOrDefault(ConfigFile.TOTAL_STEPS, "")),
              settings));
    }
    fields.clear();
    settings.clear();
  }
}

package jackdaw.runs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A configuration as a user writes it in YAML: any part of what {@code config.yaml} of a run
 * directory holds, so that such a file, or a few lines of one, can be given to a new run. Settings
 * stand under {@code settings:}, or next to the rest by their long names ({@code ppo.clip-range:
 * 0.1}).
 *
 * @param file where it was read
 * @param version the version of Jackdaw that wrote it
 * @param algorithm the algorithm's name
 * @param environment the environment's name
 * @param profile the name of the profile to start from
 * @param seed the run's seed
 * @param threads how many threads may compute
 * @param totalSteps environment steps to train for
 * @param settings values by key as they stand there; they are checked when a {@link RunConfig} is
 *     built
 * @param lines the line of each setting, from 1
 */
public record ConfigFile(
    Path file,
    @Nullable String version,
    @Nullable String algorithm,
    @Nullable String environment,
    @Nullable String profile,
    @Nullable Long seed,
    @Nullable Integer threads,
    @Nullable Long totalSteps,
    Map<String, Object> settings,
    Map<String, Integer> lines) {
  static final String VERSION = "jackdaw";
  static final String ALGORITHM = "algorithm";
  static final String ENVIRONMENT = "environment";
  static final String PROFILE = "profile";
  static final String SEED = "seed";
  static final String THREADS = "threads";
  static final String TOTAL_STEPS = "total-steps";
  static final String SETTINGS = "settings";

  private static final List<String> KEYS =
      List.of(
          VERSION, ALGORITHM, ENVIRONMENT, PROFILE, SEED, THREADS, TOTAL_STEPS, SETTINGS);
  private static final String REMEDY = "correct it, or leave it out";

  /**
   * Reads a file.
   *
   * @throws DamagedFileException if it is missing, is no YAML, or has an unknown key or a value of
   *     the wrong kind; one line says in which line of the file
   */
  public static ConfigFile read(Path file) throws IOException {
    Node root = Node.yaml(file, "give a YAML file of settings, such as a run's config.yaml");
    Map<String, Node> fields = root.map();
    if (fields == null) {
      throw new DamagedFileException(
          file, root.line(), "is no list of keys and values", "write lines like seed: 1");
    }
    Map<String, Object> settings = new LinkedHashMap<>();
    Map<String, Integer> lines = new LinkedHashMap<>();
    for (Map.Entry<String, Node> entry : fields.entrySet()) {
      readSettings(file, entry.getKey(), entry.getValue(), settings, lines);
    }
    Long threads = whole(file, fields, THREADS, 1, Integer.MAX_VALUE);
    return new ConfigFile(
        file,
        text(file, fields, VERSION),
        text(file, fields, ALGORITHM),
        text(file, fields, ENVIRONMENT),
        text(file, fields, PROFILE),
        whole(file, fields, SEED, Long.MIN_VALUE, Long.MAX_VALUE),
        threads == null ? null : threads.intValue(),
        whole(file, fields, TOTAL_STEPS, 1, Long.MAX_VALUE),
        settings,
        lines);
  }

  /** Takes in the settings of one key of the file, if it has any. */
  private static void readSettings(
      Path file,
      String key,
      Node value,
      Map<String, Object> settings,
      Map<String, Integer> lines)
      throws DamagedFileException {
    if (key.equals(SETTINGS)) {
      Map<String, Node> nested = value.map();
      if (nested == null) {
        throw new DamagedFileException(
            file, value.line(), "has settings that are no keys and values", REMEDY);
      }
      nested.forEach((name, node) -> put(name, node, settings, lines));
    } else if (key.indexOf('.') > 0) {
      put(key, value, settings, lines);
    } else if (!KEYS.contains(key)) {
      throw new DamagedFileException(
          file,
          value.line(),
          "has the unknown key " + key,
          Hints.of(key, KEYS) + " (settings stand under settings:)");
    }
  }

  private static void put(
      String name, Node node, Map<String, Object> settings, Map<String, Integer> lines) {
    settings.put(name, node.plain());
    lines.put(name, node.line());
  }

  private static @Nullable String text(Path file, Map<String, Node> fields, String key)
      throws DamagedFileException {
    Node node = fields.get(key);
    try {
      return node == null ? null : Values.text(key, node.plain());
    } catch (IllegalArgumentException e) {
      throw problem(file, node.line(), e);
    }
  }

  private static @Nullable Long whole(
      Path file, Map<String, Node> fields, String key, long low, long high)
      throws DamagedFileException {
    Node node = fields.get(key);
    try {
      return node == null ? null : Values.wholeNumber(key, node.plain(), low, high);
    } catch (IllegalArgumentException e) {
      throw problem(file, node.line(), e);
    }
  }

  private static DamagedFileException problem(Path file, int line, IllegalArgumentException e) {
    return new DamagedFileException(file, line, "is wrong: " + e.getMessage(), REMEDY);
  }
}

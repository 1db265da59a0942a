package jackdaw.runs;

import jackdaw.algorithm.AlgorithmType;
import jackdaw.environment.wrapper.EnvironmentConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Everything that decides a run, resolved: enough to run it again.
 *
 * @param version the version of Jackdaw that resolved it
 * @param algorithm the algorithm's name
 * @param environment the environment's name
 * @param profile the profile that the settings started from
 * @param seed the run's one seed; any value
 * @param threads how many threads may compute, at least 1; never changes a result
 * @param totalSteps environment steps to train for; at least 1
 * @param settings every setting of the algorithm by short name, as {@link Settings#of} gives them,
 *     and every one of {@link EnvironmentConfig} by long name, such as {@code
 *     environment.frame-stack}
 */
public record RunConfig(
    String version,
    String algorithm,
    String environment,
    String profile,
    long seed,
    int threads,
    long totalSteps,
    Map<String, Object> settings) {

  private static final String OF_ENVIRONMENT = EnvironmentConfig.NAME + '.';

  /** Checks the ranges and keeps a copy of the settings, in their order. */
  public RunConfig {
    Values.wholeNumber(ConfigFile.THREADS, threads, 1, Integer.MAX_VALUE);
    Values.wholeNumber(ConfigFile.TOTAL_STEPS, totalSteps, 1, Long.MAX_VALUE);
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
  }

  /**
   * Starts from the default profile, seed 1 and one thread a processor.
   *
   * @throws IllegalArgumentException if the algorithm is unknown
   */
  public static Builder builder(String algorithm, String environment) {
    return new Builder(Algorithms.named(algorithm), environment);
  }

  /** As {@link #builder(String, String)}, for an algorithm of one's own. */
  public static Builder builder(AlgorithmType<?> algorithm, String environment) {
    return new Builder(algorithm, environment);
  }

  /**
   * Starts from typed settings, such as a {@code PpoConfig}.
   *
   * @throws IllegalArgumentException if they are of no built-in algorithm
   */
  public static Builder builder(Record settings, String environment) {
    return builder(Algorithms.of(settings), environment).settings(settings);
  }

  /** The version of this library, or {@code development} if it does not run from its jar. */
  public static String libraryVersion() {
    return Objects.requireNonNullElse(
        RunConfig.class.getPackage().getImplementationVersion(), "development");
  }

  /**
   * Reads {@code config.yaml} of a run directory; every key must be there, but those that later
   * versions added, which have their defaults then.
   *
   * @throws DamagedFileException if it is missing or wrong; see {@link ConfigFile#read}
   */
  public static RunConfig read(Path file) throws IOException {
    return read(file, Algorithms::named);
  }

  /** As the other, for algorithms of one's own, which {@code algorithms} gives by name. */
  public static RunConfig read(Path file, Function<String, AlgorithmType<?>> algorithms)
      throws IOException {
    ConfigFile config = ConfigFile.read(file);
    String name = required(file, ConfigFile.ALGORITHM, config.algorithm());
    String version = required(file, ConfigFile.VERSION, config.version());
    required(file, ConfigFile.PROFILE, config.profile());
    required(file, ConfigFile.SEED, config.seed());
    required(file, ConfigFile.THREADS, config.threads());
    required(file, ConfigFile.TOTAL_STEPS, config.totalSteps());
    String environment = required(file, ConfigFile.ENVIRONMENT, config.environment());
    try {
      Builder builder = new Builder(algorithms.apply(name), environment).file(config);
      Map<String, Object> added = addedSettings(builder.type);
      for (String setting : defaults(builder.type).keySet()) {
        if (!builder.settings.containsKey(setting) && !added.containsKey(setting)) {
          required(file, ConfigFile.SETTINGS + ": " + setting, null);
        }
      }
      return builder.buildFrom(
          new Profile(environment, Objects.requireNonNull(config.profile()), "", 1, Map.of()),
          version);
    } catch (IllegalArgumentException e) {
      throw new DamagedFileException(file, "is wrong", lineOnly(file, e));
    }
  }

  private static Map<String, Object> defaults(AlgorithmType<?> type) {
    return joined(Settings.of(type.defaults()), Settings.of(EnvironmentConfig.defaults()));
  }

  /**
   * What a run from before some settings existed means by them, by name as in {@link #settings}.
   */
  static Map<String, Object> addedSettings(AlgorithmType<?> type) {
    return joined(Settings.added(type.defaults()), Settings.added(EnvironmentConfig.defaults()));
  }

  private static Map<String, Object> joined(
      Map<String, Object> algorithm, Map<String, Object> environment) {
    Map<String, Object> all = new LinkedHashMap<>(algorithm);
    environment.forEach((name, value) -> all.put(OF_ENVIRONMENT + name, value));
    return all;
  }

  private static String lineOnly(Path file, IllegalArgumentException e) {
    String message = String.valueOf(e.getMessage());
    return message.startsWith(file + ": ") ? message.substring(file.toString().length() + 2)
        : message;
  }

  private static <T> T required(Path file, String key, @Nullable T value)
      throws DamagedFileException {
    if (value == null) {
      throw new DamagedFileException(
          file, "has no " + key, "restore it from a copy, or add the line");
    }
    return value;
  }

  /** Writes it to a draft next to its place, then moves it there. */
  public void write(Path file) throws IOException {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put(ConfigFile.VERSION, version);
    values.put(ConfigFile.ALGORITHM, algorithm);
    values.put(ConfigFile.ENVIRONMENT, environment);
    values.put(ConfigFile.PROFILE, profile);
    values.put(ConfigFile.SEED, seed);
    values.put(ConfigFile.THREADS, threads);
    values.put(ConfigFile.TOTAL_STEPS, totalSteps);
    values.put(ConfigFile.SETTINGS, settings);
    WholeFile.writeText(
        file,
        """
        # Everything that decided this run. To run it again:
        # jackdaw train %s %s --config config.yaml
        %s"""
            .formatted(algorithm, environment, YamlText.of(values)));
  }

  /** How the environment is seen. */
  public EnvironmentConfig environmentConfig() {
    return environmentConfig(settings);
  }

  private static EnvironmentConfig environmentConfig(Map<String, ?> settings) {
    return Settings.apply(
        EnvironmentConfig.NAME, EnvironmentConfig.defaults(), ofEnvironment(settings, true));
  }

  /** The settings of the algorithm alone, by short name. */
  public Map<String, Object> algorithmSettings() {
    return ofEnvironment(settings, false);
  }

  /** Those of the settings that are the environment's, or those that are not. */
  private static Map<String, Object> ofEnvironment(Map<String, ?> settings, boolean wanted) {
    Map<String, Object> chosen = new LinkedHashMap<>();
    settings.forEach(
        (key, value) -> {
          if (key.startsWith(OF_ENVIRONMENT) == wanted) {
            chosen.put(key, value);
          }
        });
    return chosen;
  }

  /** The same run with another length. */
  public RunConfig withTotalSteps(long steps) {
    return new RunConfig(version, algorithm, environment, profile, seed, threads, steps, settings);
  }

  /**
   * Resolves a configuration: what is set here comes before the file, the file before the profile.
   */
  public static final class Builder {
    private final AlgorithmType<?> type;
    private final String environment;
    private final Map<String, Object> settings = new LinkedHashMap<>();
    private @Nullable ConfigFile file;
    private @Nullable String profile;
    private @Nullable Long seed;
    private @Nullable Integer threads;
    private @Nullable Long totalSteps;

    private Builder(AlgorithmType<?> type, String environment) {
      this.type = type;
      this.environment = environment;
    }

    /**
     * Takes what a file says, where nothing was set before.
     *
     * @throws IllegalArgumentException if it is for another algorithm or environment, or one of its
     *     settings is unknown or of the wrong kind
     */
    public Builder file(ConfigFile from) {
      same(from, ConfigFile.ALGORITHM, from.algorithm(), type.name());
      same(from, ConfigFile.ENVIRONMENT, from.environment(), environment);
      from.settings().forEach((key, value) -> take(from, key, value));
      file = from;
      return this;
    }

    private static void same(ConfigFile file, String key, @Nullable String there, String here) {
      if (there != null && !there.equals(here)) {
        throw new IllegalArgumentException(
            "%s is for the %s %s, not %s: take another file, or remove that line"
                .formatted(file.file(), key, there, here));
      }
    }

    private void take(ConfigFile from, String key, Object value) {
      String name = Settings.shortName(type.name(), key);
      try {
        if (name.startsWith(OF_ENVIRONMENT)) {
          Settings.convert(
              EnvironmentConfig.NAME,
              EnvironmentConfig.class,
              Settings.shortName(EnvironmentConfig.NAME, name),
              value);
        } else {
          Settings.convert(type.name(), type.defaults().getClass(), name, value);
        }
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "%s: line %d: %s".formatted(from.file(), from.lines().get(key), e.getMessage()), e);
      }
      settings.putIfAbsent(name, value);
    }

    /** Names the profile to start from; null is the file's, or {@value Profiles#DEFAULT}. */
    public Builder profile(@Nullable String name) {
      profile = name;
      return this;
    }

    /** Sets the seed; null is the file's, or 1. */
    public Builder seed(@Nullable Long value) {
      seed = value;
      return this;
    }

    /** Sets the number of threads; null is the file's, or one a processor. */
    public Builder threads(@Nullable Integer count) {
      threads = count;
      return this;
    }

    /** Sets the steps to train for; null is the file's, or the profile's. */
    public Builder totalSteps(@Nullable Long steps) {
      totalSteps = steps;
      return this;
    }

    /**
     * Changes one setting of the algorithm, or by its long name ({@code environment.frame-stack})
     * one of the environment; see {@link Settings}.
     */
    public Builder set(String key, Object value) {
      settings.put(Settings.shortName(type.name(), key), value);
      return this;
    }

    /**
     * Sets every setting of the algorithm from its typed record.
     *
     * @throws IllegalArgumentException if it is the record of another algorithm
     */
    public Builder settings(Record typed) {
      Class<?> expected = type.defaults().getClass();
      if (!expected.isInstance(typed)) {
        throw new IllegalArgumentException(
            "%s takes settings of %s, not of %s"
                .formatted(
                    type.name(), expected.getSimpleName(), typed.getClass().getSimpleName()));
      }
      settings.putAll(Settings.of(typed));
      return this;
    }

    /** Sets every setting of the environment. */
    public Builder view(EnvironmentConfig config) {
      Settings.of(config).forEach((name, value) -> settings.put(OF_ENVIRONMENT + name, value));
      return this;
    }

    /**
     * The resolved configuration.
     *
     * @throws IllegalArgumentException if the profile or a key is unknown (with the nearest names),
     *     or a value is of the wrong kind or out of range
     */
    public RunConfig build() {
      String named = first(profile, file == null ? null : file.profile(), Profiles.DEFAULT);
      return buildFrom(Profiles.find(type.name(), environment, named), libraryVersion());
    }

    private RunConfig buildFrom(Profile from, String version) {
      Map<String, Object> changes = new LinkedHashMap<>(from.settings());
      changes.putAll(settings);
      Map<String, Object> resolved =
          joined(
              Settings.of(
                  Settings.apply(type.name(), type.defaults(), ofEnvironment(changes, false))),
              Settings.of(environmentConfig(changes)));
      return new RunConfig(
          version,
          type.name(),
          environment,
          from.name(),
          first(seed, file == null ? null : file.seed(), 1L),
          first(
              threads,
              file == null ? null : file.threads(),
              Runtime.getRuntime().availableProcessors()),
          first(totalSteps, file == null ? null : file.totalSteps(), from.totalSteps()),
          resolved);
    }

    private static <T> T first(@Nullable T set, @Nullable T fromFile, T otherwise) {
      return set != null ? set : fromFile != null ? fromFile : otherwise;
    }
  }
}

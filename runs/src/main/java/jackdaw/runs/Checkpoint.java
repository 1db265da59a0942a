package jackdaw.runs;

import jackdaw.environment.ObservationNormalizer;
import jackdaw.nn.ParameterVector;
import jackdaw.policy.Policy;
import jackdaw.state.Snapshot;
import jackdaw.train.Trainer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A run's whole state between two iterations: {@code policy.safetensors} (the parameters by name
 * and what normalises observations, for other tools and for evaluation), {@code state.json} and
 * {@code state.safetensors} (everything that decides how the run goes on), {@code times.json}, and
 * {@code checksums.json} over all of them.
 */
record Checkpoint(Path folder, Map<String, String> about, Snapshot snapshot, Times times) {
  private static final String REMEDY = "restore the folder from a copy, or train again";
  private static final String VERSION = "version";

  /** Writes {@code checkpoint/}; see {@link WholeFolder#replace}. */
  static void save(RunDirectory directory, RunConfig config, Trainer trainer, Times times)
      throws IOException {
    Snapshot snapshot = new Snapshot();
    trainer.save(snapshot);
    ParameterVector parameters = trainer.algorithm().parameters();
    double[] normalizer =
        trainer
            .algorithm()
            .normalizer()
            .map(ObservationNormalizer::statistics)
            .orElse(new double[0]);
    WholeFolder.replace(
        directory.checkpoint(),
        folder -> {
          PolicyFile.write(
              folder, parameters, parameters.values(), normalizer, metadata(config));
          StateFiles.write(folder, about(config), snapshot);
          times.write(folder);
        });
  }

  /** Writes {@code best/}: {@code policy.safetensors} and {@code info.json}. */
  static void saveBest(RunDirectory directory, RunConfig config, Trainer trainer)
      throws IOException {
    WholeFolder.replace(
        directory.best(),
        folder -> {
          PolicyFile.write(
              folder,
              trainer.algorithm().parameters(),
              trainer.bestParameters(),
              trainer.bestNormalizer(),
              metadata(config));
          Files.writeString(
              folder.resolve("info.json"),
              JsonText.of(bestInfo(trainer)));
        });
  }

  private static Map<String, Object> bestInfo(Trainer trainer) {
    Map<String, Object> info = new LinkedHashMap<>();
    info.put("meanReturn", trainer.bestMeanReturn());
    info.put("episodes", trainer.bestEpisodes());
    return info;
  }

  /**
   * The newest checkpoint, if there is one.
   *
   * @throws DamagedFileException if a file of it is missing, cut short or altered
   */
  static Optional<Checkpoint> load(RunDirectory directory) throws IOException {
    Optional<Path> found = WholeFolder.find(directory.checkpoint());
    if (found.isEmpty()) {
      if (Files.exists(directory.best()) || Files.exists(directory.summaryFile())) {
        throw new DamagedFileException(directory.checkpoint(), "is missing", REMEDY);
      }
      return Optional.empty();
    }
    Path folder = found.get();
    WholeFolder.verify(
        folder, REMEDY, PolicyFile.NAME, StateFiles.JSON, StateFiles.ARRAYS, Times.NAME);
    return Optional.of(
        new Checkpoint(
            folder,
            StateFiles.readAbout(folder, REMEDY),
            StateFiles.read(folder, REMEDY),
            Times.read(folder, REMEDY)));
  }

  /**
   * Reads the parameters and the normaliser of a policy; another process may train meanwhile.
   *
   * @param best the best parameters so far instead of the checkpoint's
   * @throws DamagedFileException if a file is missing, cut short or altered
   */
  static void readPolicy(RunDirectory directory, boolean best, Policy policy) throws IOException {
    Path place = best ? directory.best() : directory.checkpoint();
    boolean found =
        WholeFolder.read(
            place,
            folder -> {
              WholeFolder.verify(folder, REMEDY, PolicyFile.NAME);
              PolicyFile.read(folder, policy);
            });
    if (!found) {
      throw new DamagedFileException(
          place, "does not exist", "let the run go on until it has written one");
    }
  }

  /**
   * Gives the state to a trainer of this configuration.
   *
   * @param added settings that the run may be older than, with what it means by them
   * @throws DamagedFileException if it is the state of another configuration
   */
  void restore(
      Trainer trainer, RunConfig config, Map<String, Object> added, Path configFile)
      throws IOException {
    for (Map.Entry<String, String> now : about(config).entrySet()) {
      String then = about.get(now.getKey());
      if (then == null && added.containsKey(now.getKey())) {
        then = YamlText.value(added.get(now.getKey()));
      }
      if (!now.getKey().equals(VERSION) && !isSame(now.getValue(), then)) {
        throw new DamagedFileException(
            configFile,
            "was altered since the checkpoint: %s is %s, and was %s"
                .formatted(now.getKey(), now.getValue(), then),
            "set it back, or start a new run from this file");
      }
    }
    try {
      trainer.restore(snapshot);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (IllegalArgumentException e) {
      throw new DamagedFileException(
          folder, "does not fit this version of Jackdaw (" + e.getMessage() + ")", REMEDY);
    }
  }

  /** Whether two texts are equal or the same number: older versions wrote 0.0 for 0 and 1.0E-5. */
  private static boolean isSame(String now, @Nullable String then) {
    if (then == null || now.equals(then)) {
      return then != null;
    }
    try {
      return Double.parseDouble(now) == Double.parseDouble(then);
    } catch (NumberFormatException e) {
      return false;
    }
  }

  /** What must not change between a checkpoint and its resumption. */
  private static Map<String, String> about(RunConfig config) {
    Map<String, String> about = new LinkedHashMap<>(metadata(config));
    about.put(ConfigFile.SEED, Long.toString(config.seed()));
    config.settings().forEach((name, value) -> about.put(name, YamlText.value(value)));
    return about;
  }

  private static Map<String, String> metadata(RunConfig config) {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(VERSION, RunConfig.libraryVersion());
    metadata.put(ConfigFile.ALGORITHM, config.algorithm());
    metadata.put(ConfigFile.ENVIRONMENT, config.environment());
    return metadata;
  }
}

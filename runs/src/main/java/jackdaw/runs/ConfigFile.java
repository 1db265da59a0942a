package jackdaw.runs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A configuration as a user writes it in YAML: any part of what {@code config.yaml} of a run directory
 * holds, so that such a file, or a few lines of one, can be given to a new run. Settings stand under
 * {@code settings:}, or beside the rest by their long names ({@code ppo.clip-range: 0.1}).
 *
 * @param file where it was read
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

  /**
   * Reads a file.
   *
   * @throws DamagedFileException if it is missing, is no YAML, or has an unknown key or a value of the
   *     wrong kind; one line says in which line of the file
   */
  public static ConfigFile read(Path file) throws IOException {
    throw new UnsupportedOperationException();
  }
}

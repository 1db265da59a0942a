package jackdaw.runs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
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
 * @param settings every setting of the algorithm by short name, as {@link Settings#of} gives them
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

  /** Starts from the default profile, seed 1 and one thread a processor. */
  public static Builder builder(String algorithm, String environment) {
    return new Builder(algorithm, environment);
  }

  /** Reads {@code config.yaml}; see {@link ConfigFile#read}. Every key must be there. */
  public static RunConfig read(Path file) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Writes it whole beside its place and moves it there. */
  public void write(Path file) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** The same run with another length. */
  public RunConfig withTotalSteps(long steps) {
    return new RunConfig(version, algorithm, environment, profile, seed, threads, steps, settings);
  }

  /** Resolves a configuration: what is set here comes before the file, the file before the profile. */
  public static final class Builder {
    private Builder(String algorithm, String environment) {}

    /** Takes what a file says; its algorithm and environment, if it names them, must be these. */
    public Builder file(ConfigFile file) {
      return this;
    }

    /** Names the profile to start from; null is the file's, or {@value Profiles#DEFAULT}. */
    public Builder profile(@Nullable String name) {
      return this;
    }

    /** Sets the seed; null is the file's, or 1. */
    public Builder seed(@Nullable Long seed) {
      return this;
    }

    /** Sets the number of threads; null is the file's, or one a processor. */
    public Builder threads(@Nullable Integer threads) {
      return this;
    }

    /** Sets the steps to train for; null is the file's, or the profile's. */
    public Builder totalSteps(@Nullable Long steps) {
      return this;
    }

    /** Changes one setting; see {@link Settings}. */
    public Builder set(String key, Object value) {
      return this;
    }

    /**
     * The resolved configuration.
     *
     * @throws IllegalArgumentException if the algorithm, the profile or a key is unknown (with the
     *     nearest names), or a value is of the wrong kind or out of range
     */
    public RunConfig build() {
      throw new UnsupportedOperationException();
    }
  }
}

package jackdaw.runs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a run went: {@code summary.json}, whose keys are these names. What is not known is null.
 * Times of a resumed run are sums over its processes, each counted up to the checkpoint from which
 * the next went on.
 *
 * @param algorithm the algorithm's name
 * @param environment the environment's name
 * @param profile the profile's name
 * @param seed the run's seed
 * @param threads how many threads computed
 * @param totalSteps environment steps taken
 * @param wallSeconds seconds of training
 * @param processSeconds seconds from the start of the process to the end of training
 * @param stepsPerSecond environment steps a second of {@code wallSeconds}
 * @param steadyStepsPerSecond the same over the second half of the steps
 * @param meanReturn100 mean return of the last 100 training episodes, or of all if there were fewer
 * @param solvedAtStep the first step at which the mean return of the last 100 training episodes
 *     reached the environment's mark
 * @param solvedAtProcessSeconds seconds from the start of the process to the end of the iteration
 *     of that step
 * @param solvedReturn the environment's mark: the mean return from which it counts as solved
 * @param parametersSha256 SHA-256 of all parameters, as little-endian floats in the order of the
 *     parameter vector, in hexadecimal
 */
public record Summary(
    String algorithm,
    String environment,
    String profile,
    long seed,
    int threads,
    long totalSteps,
    double wallSeconds,
    double processSeconds,
    @Nullable Double stepsPerSecond,
    @Nullable Double steadyStepsPerSecond,
    @Nullable Double meanReturn100,
    @Nullable Long solvedAtStep,
    @Nullable Double solvedAtProcessSeconds,
    @Nullable Double solvedReturn,
    String parametersSha256) {
  private static final String REMEDY = "restore it from a copy, or resume the run";

  /** Writes it as JSON to a draft next to its place, then moves it there. */
  public void write(Path file) throws IOException {
    WholeFile.writeText(file, JsonText.of(values()));
  }

  /** What {@code summary.json} has, by key, in its order. */
  public Map<String, @Nullable Object> values() {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    values.put("algorithm", algorithm);
    values.put("environment", environment);
    values.put("profile", profile);
    values.put("seed", seed);
    values.put("threads", threads);
    values.put("totalSteps", totalSteps);
    values.put("wallSeconds", wallSeconds);
    values.put("processSeconds", processSeconds);
    values.put("stepsPerSecond", stepsPerSecond);
    values.put("steadyStepsPerSecond", steadyStepsPerSecond);
    values.put("meanReturn100", meanReturn100);
    values.put("solvedAtStep", solvedAtStep);
    values.put("solvedAtProcessSeconds", solvedAtProcessSeconds);
    values.put("solvedReturn", solvedReturn);
    values.put("parametersSha256", parametersSha256);
    return values;
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws DamagedFileException if it is missing or is not a summary
   */
  public static Summary read(Path file) throws IOException {
    Fields fields = new Fields(file, Node.json(file, REMEDY), REMEDY);
    return new Summary(
        fields.text("algorithm"),
        fields.text("environment"),
        fields.text("profile"),
        fields.wholeNumber("seed"),
        Math.toIntExact(fields.wholeNumber("threads")),
        fields.wholeNumber("totalSteps"),
        fields.number("wallSeconds"),
        fields.number("processSeconds"),
        fields.numberOrNull("stepsPerSecond"),
        fields.numberOrNull("steadyStepsPerSecond"),
        fields.numberOrNull("meanReturn100"),
        fields.isNull("solvedAtStep") ? null : fields.wholeNumber("solvedAtStep"),
        fields.numberOrNull("solvedAtProcessSeconds"),
        fields.has("solvedReturn") ? fields.numberOrNull("solvedReturn") : null, // Newer than others.
        fields.text("parametersSha256"));
  }
}

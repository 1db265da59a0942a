package jackdaw.benchmarks.sidebyside;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Somebody who does a workload in a process of its own, pinned to one core, and prints its figures
 * as the last line.
 *
 * @param name how the report calls it
 * @param command without the number of steps, which comes last
 * @param steps how many it does in a run: enough for some seconds
 */
record Contestant(String name, List<String> command, long steps) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** It is not there. */
  static final class MissingException extends Exception {
    MissingException(String what) {
      super(what);
    }
  }

  /**
   * Runs it once.
   *
   * @throws MissingException if it needs something that is not installed
   */
  Figures run(int core) throws IOException, InterruptedException, MissingException {
    List<String> pinned = new ArrayList<>(List.of("taskset", "-c", Integer.toString(core)));
    pinned.addAll(command);
    pinned.addAll(List.of("--steps", Long.toString(steps)));
    ProcessBuilder builder = new ProcessBuilder(pinned);
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    for (String library : List.of("OMP", "OPENBLAS", "MKL")) {
      builder.environment().put(library + "_NUM_THREADS", "1");
    }
    // What a user has set for another processor would choose OpenBLAS's kernels instead of this
    // one.
    builder.environment().keySet().removeAll(List.of("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"));
    Process process = builder.start();
    process.getOutputStream().close();
    String printed;
    try (InputStream output = process.getInputStream()) {
      printed = new String(output.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
    if (process.waitFor() != 0) {
      throw new IOException(
          "%s ended with code %d: %s"
              .formatted(name, process.exitValue(), String.join(" ", pinned)));
    }
    JsonNode figures = JSON.readTree(printed.substring(printed.lastIndexOf('\n') + 1));
    if (figures.has("missing")) {
      throw new MissingException(figures.get("missing").asText());
    }
    return new Figures(
        figures.get("steps").asLong(),
        figures.get("cpuSeconds").asDouble(),
        figures.get("wallSeconds").asDouble(),
        figures.get("steadySteps").asLong(),
        figures.get("steadyCpuSeconds").asDouble(),
        figures.path("compileCpuSeconds").asDouble(),
        figures.path("version").asText());
  }
}

package jackdaw.benchmarks.sidebyside;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * An implementation of a workload. It runs in a process of its own, pinned to one core, and prints
 * its figures on the last line.
 *
 * @param name its name in the report
 * @param command without the number of steps, which is appended
 * @param steps the number of steps in a run: enough for some seconds
 */
record Contestant(String name, List<String> command, long steps) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Thrown if a contestant is not installed. */
  static final class MissingException extends Exception {
    MissingException(String what) {
      super(what);
    }
  }

  /**
   * Runs the contestant once.
   *
   * @throws MissingException if it needs a package that is not installed
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
    // A user's setting for another processor would make OpenBLAS choose the wrong kernels here.
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

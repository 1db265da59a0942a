package jackdaw.benchmarks.sidebyside;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Whole runs through the launcher on one pinned core, from a cold start, as users start them. */
record FromStart(Path home, int core) {
  private static final long SAMPLE_MILLIS = 50;

  /**
   * The result of a run.
   *
   * @param summary its summary.json
   * @param cpuSeconds processor time, to a twentieth of a second
   * @param residentMegabytes peak resident memory
   */
  record Result(JsonNode summary, double cpuSeconds, double residentMegabytes) {
    double number(String key) {
      return summary.path(key).asDouble(Double.NaN);
    }
  }

  /** Trains CartPole-v1 with these options, in a folder that is deleted afterwards. */
  Result train(String... options) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("side-by-side");
    try {
      List<String> command =
          new ArrayList<>(
              List.of(
                  "taskset", "-c", Integer.toString(core), home.resolve("jackdaw").toString(),
                  "train", "ppo", "CartPole-v1", "--quiet", "--threads", "1", "--run-dir",
                  folder.resolve("run").toString()));
      command.addAll(List.of(options));
      Process process = new ProcessBuilder(command).inheritIO().start();
      double resident = 0;
      Duration cpu = Duration.ZERO;
      while (!process.waitFor(SAMPLE_MILLIS, TimeUnit.MILLISECONDS)) {
        resident = Math.max(resident, highestResident(process.pid()));
        cpu = process.info().totalCpuDuration().orElse(cpu);
      }
      if (process.exitValue() != 0) {
        throw new IOException("jackdaw ended with code " + process.exitValue());
      }
      JsonNode summary =
          new ObjectMapper().readTree(folder.resolve("run/summary.json").toFile());
      return new Result(summary, cpu.toNanos() / 1e9, resident);
    } finally {
      delete(folder);
    }
  }

  /** The launcher replaces itself by Java, so its process is Java's. */
  private static double highestResident(long pid) {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
          .findFirst()
          .orElse(0);
    } catch (IOException | RuntimeException e) {
      // The process has just ended.
      return 0;
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}

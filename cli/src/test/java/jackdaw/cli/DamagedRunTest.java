package jackdaw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import jackdaw.runs.Summary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of a run that are missing, cut short or altered get one line, and are left alone. */
class DamagedRunTest {
  @TempDir private static Path shared;

  @TempDir private Path folder;

  private Path run;

  @BeforeAll
  static void train() {
    Cli.train("CartPole-v1", shared.resolve("run"), "--total-steps", "1000").fine();
  }

  @BeforeEach
  void copy() throws IOException {
    run = folder.resolve("run");
    Path original = shared.resolve("run");
    try (Stream<Path> files = Files.walk(original)) {
      for (Path file : files.toList()) {
        Files.copy(file, run.resolve(original.relativize(file)));
      }
    }
  }

  @Test
  void shouldResumeAndEvaluateTheCopyWhileItIsSound() {
    Cli.run("evaluate", run.toString(), "--episodes", "2").fine();
    Cli.run("evaluate", run.toString(), "--episodes", "2", "--best").fine();
    Cli.run("resume", run.toString(), "--total-steps", "1200", "--quiet").fine();
  }

  @ParameterizedTest
  @CsvSource({
    "resume, config.yaml",
    "resume, checkpoint/policy.safetensors",
    "resume, checkpoint/state.safetensors",
    "resume, checkpoint/state.json",
    "resume, checkpoint/times.json",
    "resume, checkpoint/checksums.json",
    "evaluate, config.yaml",
    "evaluate, checkpoint/policy.safetensors",
    "evaluate, checkpoint/checksums.json",
    "best, best/policy.safetensors",
  })
  void shouldNameTheDamagedFile(String command, String file) throws IOException {
    Path damaged = run.resolve(file);
    byte[] bytes = Files.readAllBytes(damaged);

    Files.delete(damaged);
    assertNamed(command, damaged);

    Files.write(damaged, new byte[0]);
    assertNamed(command, damaged);

    Files.write(damaged, Arrays.copyOf(bytes, bytes.length / 2));
    assertNamed(command, damaged);

    byte[] altered = bytes.clone();
    // In the first line that is no comment, where there are lines.
    altered[file.endsWith(".yaml") ? indexOf(bytes, "seed") : bytes.length / 2] ^= 0x15;
    Files.write(damaged, altered);
    assertNamed(command, damaged);
  }

  private static int indexOf(byte[] bytes, String word) {
    return new String(bytes, StandardCharsets.UTF_8).indexOf(word);
  }

  /** One line that names the file, or the checksums that no longer fit it. */
  private void assertNamed(String command, Path damaged) throws IOException {
    List<String> before = contents();
    Cli.Result result =
        switch (command) {
          case "best" -> Cli.run("evaluate", run.toString(), "--best", "--episodes", "1");
          case "evaluate" -> Cli.run("evaluate", run.toString(), "--episodes", "1");
          default -> Cli.run("resume", run.toString(), "--total-steps", "2000", "--quiet");
        };
    String name = damaged.getFileName().toString();
    assertThat(result.error(2))
        .contains(run.toString())
        .containsPattern(name.equals("checksums.json") ? "checkpoint|best" : name);
    assertThat(contents()).isEqualTo(before);
  }

  private List<String> contents() throws IOException {
    try (Stream<Path> files = Files.walk(run)) {
      return files.sorted()
          .filter(Files::isRegularFile)
          .map(file -> file + " " + file.toFile().length())
          .toList();
    }
  }

  /** A pipe without a writer would be waited for; Ctrl-C does not end that. */
  @ParameterizedTest
  @Timeout(60)
  @DisabledOnOs(OS.WINDOWS)
  @CsvSource({
    "resume, metrics.csv",
    "resume, events.out.tfevents.jackdaw",
    "resume, checkpoint/state.json",
    "resume, checkpoint/checksums.json",
    "resume, checkpoint/policy.safetensors",
    "compare, metrics.csv",
    "plot, metrics.csv",
    "config, other.yaml",
  })
  void shouldNotWaitForAPipe(String command, String file) throws Exception {
    Path pipe = run.resolve(file);
    Files.deleteIfExists(pipe);
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Cli.Result result =
        switch (command) {
          case "resume" ->
              Cli.run("resume", run.toString(), "--total-steps", "2000", "--quiet");
          case "config" ->
              Cli.run(
                  "train", "ppo", "CartPole-v1", "--run-dir", folder + "/new", "--config",
                  pipe.toString());
          default -> Cli.run(command, run.toString());
        };
    assertThat(result.error(2)).contains(run.toString());
    assertThat(folder.resolve("new")).doesNotExist();
  }

  /** One damaged row costs itself, and the user is told. */
  @Test
  void shouldSayWhatItLeftOutOfTheMetrics() throws IOException {
    Path metrics = run.resolve("metrics.csv");
    List<String> rows = Files.readAllLines(metrics);
    String damaged = Files.readString(metrics).replaceFirst("(?m)^" + rows.get(2), "x");
    Files.writeString(metrics, damaged);

    Cli.Result result = Cli.run("resume", run.toString(), "--total-steps", "2000", "--quiet");

    assertThat(result.code()).isZero();
    assertThat(result.err().lines()).singleElement().asString()
        .startsWith(
            "jackdaw: warning: " + metrics + " has damaged rows, which are left out (1, the")
        .contains(run.resolve("damaged-metrics.csv") + " keeps it as it was");
    assertThat(run.resolve("damaged-metrics.csv")).content().isEqualTo(damaged);
    assertThat(Files.readAllLines(metrics))
        .startsWith(rows.get(0), rows.get(1), rows.get(3))
        .hasSizeGreaterThan(rows.size());
  }

  /** What follows from the rest is written again. */
  @Test
  void shouldMendADamagedSummary() throws IOException {
    Path summary = run.resolve("summary.json");
    String hash = Summary.read(summary).parametersSha256();
    for (String[] options : new String[][] {{"--log-format", "json"}, {"--quiet"}}) {
      Files.writeString(summary, "{");
      Cli.Result result = Cli.run(
          Stream.concat(Stream.of("resume", run.toString()), Arrays.stream(options))
              .toArray(String[]::new));
      assertThat(result.code()).as(result.err()).isZero();
      assertThat(Summary.read(summary).parametersSha256()).isEqualTo(hash);
    }
  }

  @Test
  void shouldSayThatTheCheckpointIsGone() throws IOException {
    try (Stream<Path> files = Files.list(run.resolve("checkpoint"))) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(run.resolve("checkpoint"));

    assertThat(Cli.run("resume", run.toString(), "--total-steps", "2000").error(2))
        .contains(run.resolve("checkpoint") + " is missing");
    assertThat(Cli.run("evaluate", run.toString()).error(2))
        .contains(run.resolve("checkpoint") + " does not exist");
  }

  @Test
  void shouldRefuseAnotherConfiguration() throws IOException {
    Path config = run.resolve("config.yaml");
    Files.writeString(config, Files.readString(config).replace("discount: 0.98", "discount: 0.9"));

    assertThat(Cli.run("resume", run.toString(), "--total-steps", "2000").error(2))
        .contains(config + " was altered since the checkpoint: discount is 0.9, and was 0.98");
  }

  @Test
  void shouldRefuseALengthThatIsAlreadyPassed() {
    assertThat(Cli.run("resume", run.toString(), "--total-steps", "100").error(2))
        .contains("total steps 100 is below the 1024 steps");
  }

  @Test
  void shouldLeaveACompleteRunAlone() throws IOException {
    String before = Files.readString(run.resolve("summary.json"));

    Cli.Result result = Cli.run("resume", run.toString());

    assertThat(result.code()).isZero();
    assertThat(result.err()).contains("This run is complete", "--total-steps 2000");
    assertThat(run.resolve("summary.json")).hasContent(before);
  }
}

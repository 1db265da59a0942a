package jackdaw.runs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that writes a checkpoint after every iteration, and is killed again and again. */
class KilledRunTest {
  private static final int KILLS = 6;

  @TempDir Path folder;

  /** What the killed process does: {@code <run directory>}. */
  public static void main(String[] arguments) throws IOException {
    Path path = Path.of(arguments[0]);
    try (Run run = Files.exists(path.resolve("config.yaml")) ? resume(path) : start(path)) {
      System.out.println("ready");
      run.checkpointEvery(Duration.ZERO).train();
    }
  }

  private static Run start(Path path) throws IOException {
    RunConfig config = RunConfig.builder(FakeAlgorithm.TYPE, "Fake-v0")
        .threads(1)
        .totalSteps(3000L)
        .build();
    return Run.start(
        FakeAlgorithm.TYPE, config, FakeEnvironment::new, RunDirectory.create(path));
  }

  private static Run resume(Path path) throws IOException {
    return Run.resume(
        _ -> FakeAlgorithm.TYPE,
        RunDirectory.open(path),
        _ -> FakeEnvironment::new,
        OptionalLong.empty());
  }

  @Test
  @Timeout(120)
  void shouldEndAsIfItHadNeverBeenKilled() throws IOException, InterruptedException {
    Path whole = folder.resolve("whole");
    try (Run run = start(whole)) {
      run.train();
    }
    Path killed = folder.resolve("killed");
    Random random = new Random();
    for (int i = 0; i < KILLS; i++) {
      Process process = process(killed);
      try (var output = process.inputReader()) {
        assertThat(output.readLine()).as("kill %d", i).isEqualTo("ready");
        TimeUnit.MICROSECONDS.sleep(random.nextInt(200_000));
        process.destroyForcibly().waitFor();
      }
    }
    try (Run run = resume(killed)) {
      run.train();
    }
    RunTest.assertSameRun(RunDirectory.open(whole), RunDirectory.open(killed));
  }

  private static Process process(Path path) throws IOException {
    String classPath = System.getProperty(
        "surefire.test.class.path", System.getProperty("java.class.path"));
    return new ProcessBuilder(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-cp",
        classPath,
        KilledRunTest.class.getName(),
        path.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}

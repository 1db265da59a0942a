package jackdaw.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jackdaw.environment.Environment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One process at a time trains in a run directory, and one in the folder of a study. */
@Timeout(120)
class FolderLockTest {
  @TempDir Path folder;

  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void endProcesses() throws InterruptedException {
    for (Process process : started) {
      process.destroyForcibly().waitFor();
    }
  }

  /**
   * What the other process does: {@code hold <folder>} opens a run there until it is killed, {@code
   * start <folder> <seed>} trains in a new directory, {@code study <folder>} runs a study.
   */
  public static void main(String[] arguments) throws Exception {
    Path path = Path.of(arguments[1]);
    try {
      switch (arguments[0]) {
        case "hold" -> {
          try (Run _ = resume(path)) {
            System.out.println("holds");
            TimeUnit.HOURS.sleep(1);
          }
        }
        case "start" -> {
          System.out.println("ready");
          System.in.read();
          start(path, Long.parseLong(arguments[2])).close();
          System.out.println("started");
        }
        default -> {
          try (FolderLock _ = FolderLock.of(path)) {
            System.out.println("holds");
            TimeUnit.HOURS.sleep(1);
          }
        }
      }
    } catch (IllegalArgumentException e) {
      System.out.println("refused: " + e.getMessage());
    }
  }

  private static Run start(Path path, long seed) throws IOException {
    RunConfig config =
        RunConfig.builder(FakeAlgorithm.TYPE, "Fake-v0")
            .seed(seed)
            .threads(1)
            .totalSteps(1000L)
            .build();
    Run run =
        Run.start(FakeAlgorithm.TYPE, config, FakeEnvironment::new, RunDirectory.create(path));
    run.train();
    return run;
  }

  private static Supplier<Environment> environments(String name) {
    return FakeEnvironment::new;
  }

  private static Run resume(Path path) throws IOException {
    return Run.resume(
        _ -> FakeAlgorithm.TYPE, RunDirectory.open(path), FolderLockTest::environments,
        OptionalLong.empty());
  }

  private Process process(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp"));
    command.add(
        System.getProperty(
            "surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(FolderLockTest.class.getName());
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    started.add(process);
    return process;
  }

  /**
   * What is read while a run goes on must not give its lock away: POSIX locks do at every close.
   */
  @Test
  void shouldHoldARunFromItsFirstMomentToItsLast() throws Exception {
    Path path = folder.resolve("run");
    start(path, 1).close();
    Process other = process("hold", path.toString());
    assertThat(other.inputReader().readLine()).isEqualTo("holds");

    assertThatThrownBy(() -> resume(path))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "%s is in use: process %d trains in it; wait until it ends, stop it, or choose"
                .formatted(path, other.pid())
                + " another folder");

    other.destroyForcibly().waitFor();
    try (Run _ = resume(path)) {
      assertThatThrownBy(() -> resume(path))
          .hasMessageContaining("process " + ProcessHandle.current().pid() + " trains in it");
      // Not by reading the lock file in this process, which would drop the lock.
      assertThat(process("hold", path.toString()).inputReader().readLine())
          .contains("refused", "process " + ProcessHandle.current().pid());
    }
    resume(path).close();
  }

  /** Both at the same moment, again and again: never two runs, never files of two seeds. */
  @Test
  void shouldStartOneOfTwoRuns() throws Exception {
    for (int round = 0; round < 4; round++) {
      Path path = folder.resolve("run" + round);
      Process first = process("start", path.toString(), "1");
      Process second = process("start", path.toString(), "2");
      for (Process each : List.of(first, second)) {
        assertThat(each.inputReader().readLine()).isEqualTo("ready");
      }
      for (Process each : List.of(first, second)) {
        each.getOutputStream().write('\n');
        each.getOutputStream().flush();
      }
      List<String> ends =
          List.of(first.inputReader().readLine(), second.inputReader().readLine());
      assertThat(ends).as("round %d", round).containsOnlyOnce("started");
      assertThat(ends)
          .anySatisfy(
              end -> assertThat(end).startsWith("refused: ")
                  .containsPattern("is in use|not empty"));
      long seed = ends.getFirst().equals("started") ? 1 : 2;
      assertThat(RunConfig.read(path.resolve("config.yaml"), _ -> FakeAlgorithm.TYPE).seed())
          .isEqualTo(seed);
      assertThat(Summary.read(path.resolve("summary.json")).seed()).isEqualTo(seed);
    }
  }

  @Test
  void shouldKeepTwoStudiesOutOfOneFolder() throws Exception {
    Process other = process("study", folder.toString());
    assertThat(other.inputReader().readLine()).isEqualTo("holds");
    Study study =
        new Study(
            "small", "", "ppo", 1, Study.Score.TRAINING,
            Map.of("environments", 2, "rollout-steps", 64, "minibatch-size", 64),
            List.of(new Study.Task("Ones-v0", 128, Map.of())),
            List.of(new Study.Variant("clip", Map.of())));
    StudyRunner runner = new StudyRunner(study, FolderLockTest::environments, folder, _ -> {});

    assertThatThrownBy(() -> runner.run(1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("process %d trains in it", other.pid());
    assertThat(folder.resolve("Ones-v0")).doesNotExist();

    other.destroyForcibly().waitFor();
    assertThat(runner.run(1, 1).orElseThrow().returns(0, 0)).hasSize(1);
  }
}

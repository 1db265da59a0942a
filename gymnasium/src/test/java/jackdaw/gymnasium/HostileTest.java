package jackdaw.gymnasium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import jackdaw.environment.Environment;
import jackdaw.environment.EnvironmentException;
import jackdaw.environment.Transitions;
import jackdaw.environment.UnavailableException;
import jackdaw.environment.VectorEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Environments that do with their process what few do. */
@DisabledOnOs(OS.WINDOWS)
class HostileTest {
  private static final int SECONDS = 20;

  private static Python python = new Python(Path.of(""));

  @TempDir private Path folder;

  @BeforeAll
  static void needPackages() {
    python = Installed.python("gymnasium");
  }

  private static GymnasiumSource hostile(String name, Map<String, String> arguments) {
    return new GymnasiumSource(
        Connector.of(python, Duration.ofSeconds(SECONDS)),
        "src.test.python.hostile:" + name,
        arguments,
        1);
  }

  @Test
  void shouldLetEnvironmentsFork() {
    try (VectorEnvironment vector = VectorEnvironment.of(hostile("Fork-v0", Map.of()), 2)) {
      Transitions transitions = new Transitions(2, 1);
      float[] first = new float[2];
      vector.reset(1, first);
      assertThat(first).containsExactly(1, 1);
      vector.step(new float[2], transitions);
      assertThat(transitions.observations).containsExactly(2, 2);
    }
  }

  @Test
  void shouldGiveEnvironmentsAnEmptyStandardInput() {
    try (Environment environment = hostile("Asks-v0", Map.of()).get()) {
      float[] observation = new float[1];
      environment.reset(1, observation);
      assertThat(observation).containsExactly(-1);
    }
  }

  /** However the bridge's process ends: by itself, or killed. */
  @ParameterizedTest
  @CsvSource({"false", "true"})
  void shouldEndWhatEnvironmentsHaveStarted(boolean killed) {
    Environment environment = hostile("Child-v0", Map.of()).get();
    float[] observation = new float[1];
    environment.reset(1, observation);
    ProcessHandle child = ProcessHandle.of((long) observation[0]).orElseThrow();
    assertThat(child.isAlive()).isTrue();
    if (killed) {
      ProcessHandle.of(((GymnasiumCopy) environment).pid()).orElseThrow().destroyForcibly();
    } else {
      environment.close();
    }
    child.onExit().orTimeout(SECONDS, TimeUnit.SECONDS).join();
    assertThat(child.isAlive()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "interrupt | raised in step: KeyboardInterrupt \\(.*hostile.py:\\d+\\)",
        "generator | raised in step: GeneratorExit: closed \\(.*hostile.py:\\d+\\)",
        "mute      | raised in step: Mute: \\(its text cannot be had: ValueError\\) \\(.*:\\d+\\)",
        "long      | raised in step: ValueError: x{500} … \\(3000000 characters\\) … x{500} .*"})
  void shouldSayWhatWasRaisedWhateverItIs(String kind, String message) {
    try (VectorEnvironment vector =
        VectorEnvironment.of(hostile("Raises-v0", Map.of("kind", kind)), 1)) {
      vector.reset(1, new float[1]);
      for (int round = 0; round < 2; round++) { // Its process goes on.
        vector.reset(1, new float[1]);
        assertThatThrownBy(() -> vector.step(new float[1], new Transitions(1, 1)))
            .isInstanceOf(EnvironmentException.class)
            .hasMessageMatching("gym:src.test.python.hostile:Raises-v0 \\(copy 0\\) " + message)
            .satisfies(
                e -> assertThat(String.valueOf(e.getCause().getMessage()).length())
                    .isLessThan(30_000));
      }
    }
  }

  /** As big as a file system may be, of which a test can have one that is full. */
  @Test
  void shouldUseTheSocketWhereSharedMemoryIsFull() throws Exception {
    Path full = Path.of("/dev/full-shm");
    assertThat(Mailbox.create(full, 1, 1)).isEmpty();
    assumeThat(mount(folder)).isTrue();
    try {
      assertThat(Mailbox.create(folder, 100_000, 100_000)).isEmpty();
      assertThat(Mailbox.create(folder, 1_000, 1_000)).isPresent();
    } finally {
      new ProcessBuilder("umount", "-l", folder.toString()).start().waitFor();
    }
  }

  /** Puts a file system of 64 KiB there, which only root may. */
  private static boolean mount(Path folder) throws Exception {
    try {
      return new ProcessBuilder(
          "mount", "-t", "tmpfs", "-o", "size=64k", "none", folder.toString())
          .start()
          .waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void shouldRemoveWhatAKilledProcessHasLeft() throws Exception {
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();
    Path left = Files.createDirectory(folder.resolve("jackdaw-" + ended.pid() + "-1"));
    Files.createFile(left.resolve("python"));
    Path file = Files.createFile(folder.resolve("jackdaw-" + ended.pid() + "-2"));
    Path own = Files.createDirectory(folder.resolve(Leftovers.PREFIX + "3"));
    Path other = Files.createFile(folder.resolve("jackdaw-manual-4"));
    Leftovers.sweep(folder);
    assertThat(left).doesNotExist();
    assertThat(file).doesNotExist();
    assertThat(own).exists();
    assertThat(other).exists();
  }

  @Test
  void shouldNotWaitForAnInterpreterThatHangs() {
    long start = System.nanoTime();
    assertThatThrownBy(() -> python.run("import time; time.sleep(1000)", Duration.ofSeconds(2)))
        .isInstanceOf(UnavailableException.class)
        .hasMessageEndingWith(" did not answer within 2 s: is it a Python interpreter?");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
  }

  /** A run may be resumed from another folder than it was started in. */
  @Test
  void shouldFindModulesWhereARunWasStarted() throws Exception {
    Files.writeString(
        folder.resolve("elsewhere.py"),
        """
            import gymnasium
            gymnasium.register('Else-v0', 'gymnasium.envs.classic_control:CartPoleEnv')
            """);
    GymnasiumSource source = new GymnasiumSource(python, "elsewhere:Else-v0", Map.of());
    assertThatThrownBy(source::get)
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("needs the Python module elsewhere, which is neither in ");
    System.setProperty(GymnasiumSource.FOLDERS_PROPERTY, "/nowhere:" + folder);
    try (Environment found = source.get()) {
      assertThat(found.actionSpace().size()).isOne();
    } finally {
      System.clearProperty(GymnasiumSource.FOLDERS_PROPERTY);
    }
  }
}

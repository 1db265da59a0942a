package jackdaw.gymnasium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jackdaw.environment.Environment;
import jackdaw.environment.EnvironmentException;
import jackdaw.environment.Transitions;
import jackdaw.environment.VectorEnvironment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Environments that do with their process what few do. */
@DisabledOnOs(OS.WINDOWS)
class HostileTest {
  private static final int SECONDS = 20;

  private static Python python = new Python(Path.of(""));

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
}

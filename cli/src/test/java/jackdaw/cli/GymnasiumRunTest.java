package jackdaw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import jackdaw.environment.EnvironmentException;
import jackdaw.gymnasium.Python;
import jackdaw.runs.Summary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Training in environments of the real Gymnasium. */
@DisabledOnOs(OS.WINDOWS)
class GymnasiumRunTest {
  @TempDir private Path folder;

  private static Path python = Path.of("");

  @BeforeAll
  static void needPackages() {
    try {
      python = Python.find().executable().toAbsolutePath();
      Python.find().packageFolder("gymnasium", "gymnasium");
    } catch (EnvironmentException e) {
      if (System.getenv("JACKDAW_TEST_NEEDS_PYTHON") == null) {
        Assumptions.abort("passed over, since " + e.getMessage());
      }
      throw e;
    }
  }

  /** {@code --python} holds for the rest of a process, of which a command is usually the whole. */
  @AfterEach
  void forgetTheInterpreter() {
    System.clearProperty(Python.PROPERTY);
  }

  private static String parameters(Path run) throws Exception {
    return Summary.read(run.resolve("summary.json")).parametersSha256();
  }

  private static Cli.Result train(Path run, int steps, String... more) {
    String[] args = new String[more.length + 4];
    args[0] = "--total-steps";
    args[1] = Integer.toString(steps);
    args[2] = "--set";
    args[3] = "learning-rate-schedule=constant";
    System.arraycopy(more, 0, args, 4, more.length);
    return Cli.train("gym:CartPole-v1", run, args);
  }

  /** An interpreter that is Python with these arguments, and writes down each of its starts. */
  private Path interpreter(String name, String arguments) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(
        file,
        "#!/bin/sh\necho start >> '%s'\nexec '%s' %s \"$@\"\n"
            .formatted(starts(), python, arguments));
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file;
  }

  private Path starts() {
    return folder.resolve("starts");
  }

  private void assertStarts(int expected) throws IOException {
    assertThat(Files.exists(starts()) ? Files.readAllLines(starts()) : List.of())
        .hasSize(expected);
    Files.deleteIfExists(starts());
  }

  /**
   * In the middle of episodes, whose state is not saved but played again; with a wrapper around
   * each copy that never comes into effect; and each command with one start of Python.
   */
  @Test
  void shouldEndLikeARunThatWasNeverStopped() throws Exception {
    String counting = interpreter("counting", "").toString();
    Path whole = folder.resolve("whole");
    Path parts = folder.resolve("parts");
    train(whole, 1024, "--set", "environment.time-limit=100000").fine();
    train(parts, 512, "--python", counting).fine();
    assertStarts(1);
    Cli.run("resume", parts.toString(), "--total-steps", "1024", "--quiet", "--python", counting)
        .fine();
    assertStarts(1);
    assertThat(parameters(parts)).isEqualTo(parameters(whole));
    assertThat(
        Cli.run("evaluate", parts.toString(), "--episodes", "3", "--python", counting).fine()
            .out())
        .contains("Return    mean ");
    assertStarts(1);
    Cli.run("play", parts.toString(), "--episodes", "2", "--quiet", "--python", counting).fine();
    assertStarts(1);
    assertThat(System.getProperty(Python.PROPERTY)).isEqualTo(counting);
    assertThat(Cli.run("list", "environments").fine().out())
        .contains("gym:NAME", "HalfCheetah-v5");
    assertStarts(0);
    String bare = interpreter("bare", "-S").toString();
    for (String command : List.of("evaluate", "resume", "play")) {
      assertThat(Cli.run(command, parts.toString(), "--python", bare).error(2))
          .contains("Python package numpy is not installed for " + bare, "pip install gymnasium");
    }
  }

  @Test
  void shouldKeepTheCheckpointWhenPythonDies() throws Exception {
    Path run = folder.resolve("run");
    Path flag = folder.resolve("flag");
    String id = "gym:src.test.python.fragile:Fragile-v0?flag=" + flag;
    Cli.train(id, run, "--total-steps", "512").fine();
    Path kept = run.resolve("checkpoint/policy.safetensors");
    byte[] policy = Files.readAllBytes(kept);
    Files.writeString(flag, "now");

    String error =
        Cli.run("resume", run.toString(), "--total-steps", "100000", "--quiet").error(1);

    assertThat(error)
        .contains("Fragile-v0: Python ended with exit code 5 when it was to step: it is time");
    assertThat(kept).hasBinaryContent(policy);
    Files.delete(flag);
    Cli.run("resume", run.toString(), "--total-steps", "1024", "--quiet").fine();
  }

  @Test
  void shouldNameTheInterpreterThatIsNone() {
    String error =
        Cli.run(
            "train", "ppo", "gym:CartPole-v1", "--python", folder.toString(), "--run-dir",
            folder.resolve("run").toString())
            .error(2);
    assertThat(error).contains("--python " + folder + " is no Python interpreter: name one");
    assertThat(folder.resolve("run")).doesNotExist();
  }

  @Test
  void shouldSayThatAnIdIsUnknownBeforeAnythingIsWritten() {
    Path run = folder.resolve("run");
    assertThat(Cli.train("gym:CartPol-v1", run).error(2))
        .contains("gym:CartPol-v1 cannot be used", "Did you mean: `CartPole`?");
    assertThat(run).doesNotExist();
  }
}

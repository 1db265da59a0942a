package jackdaw.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunConfigTest {
  private static final String PPO = "ppo";

  @TempDir Path folder;

  @Test
  void shouldComeBackFromItsFile() throws IOException {
    RunConfig config =
        RunConfig.builder(FakeAlgorithm.TYPE, "Fake: \"odd\" name")
            .seed(Long.MIN_VALUE)
            .threads(3)
            .totalSteps(123L)
            .set("rate", "1e-9")
            .set("fake.hidden-sizes", "[]")
            .build();
    Path file = folder.resolve("config.yaml");
    config.write(file);
    assertThat(RunConfig.read(file, _ -> FakeAlgorithm.TYPE)).isEqualTo(config);
    assertThat(file)
        .content()
        .contains("\nalgorithm: fake\nenvironment: \"Fake: \\\"odd\\\" name\"\nprofile: default\n")
        .contains("\nsettings:\n  size: 5\n")
        .contains("\n  rate: 1.0e-9\n");
    assertThat(folder).isDirectoryNotContaining("glob:**.writing");
  }

  @Test
  void shouldResolveInOrder() throws IOException {
    ConfigFile file =
        ConfigFile.read(
            write(
                """
                seed: 3
                total-steps: 1e4
                fake.size: 9
                settings:
                  rate: 0.5
                  noisy: false
                """));
    RunConfig config =
        RunConfig.builder(FakeAlgorithm.TYPE, "Fake-v0").set("rate", 0.25).file(file).build();
    assertThat(config.seed()).isEqualTo(3);
    assertThat(config.totalSteps()).isEqualTo(10_000);
    assertThat(config.threads()).isEqualTo(Runtime.getRuntime().availableProcessors());
    assertThat(config.settings())
        .containsEntry("size", 9L)
        .containsEntry("rate", 0.25)
        .containsEntry("noisy", false)
        .containsEntry("hidden-sizes", List.of(8L, 4L));
    assertThat(
        RunConfig.builder(FakeAlgorithm.TYPE, "Fake-v0").file(file).seed(1L).build().seed())
        .isEqualTo(1);
  }

  @Test
  void shouldTakeAnEmptyFileAsNothingSaid() throws IOException {
    ConfigFile file = ConfigFile.read(write("# nothing\n"));
    assertThat(RunConfig.builder(FakeAlgorithm.TYPE, "Fake-v0").file(file).build().seed())
        .isEqualTo(1);
  }

  @Test
  void shouldSayWhichLineOfAFileIsWrong() {
    assertDamaged("seed: 1\nsede: 2\n", ":2 has the unknown key sede: did you mean seed?");
    assertDamaged("seed: 1\nseed: 2\n", ":2 cannot be read");
    assertDamaged("a: [1\n", "cannot be read");
    assertDamaged("- 1\n", ":1 is no list of keys and values");
    assertDamaged("seed: \nthreads: 1\n", ":1 is wrong: seed is ");
    assertDamaged("seed: 1\nthreads: 0\n", ":2 is wrong: threads is 0, where a whole number");
    assertDamaged("total-steps: 0\n", ":1 is wrong: total-steps is 0, where a whole number of at");
    assertDamaged("profile: [a]\n", ":1 is wrong: profile is [a], where a single word");
    assertDamaged("settings: 3\n", ":1 has settings that are no keys and values");
    assertDamaged("a: ".repeat(200) + "b\n", "cannot be read");
    assertDamaged("--- 1\n--- 2\n", "goes on after its end");
    assertDamaged("a: &x [1]\nb: !!java.net.URL [x]\n", "unknown key");
  }

  @Test
  void shouldSayWhichSettingOfAFileIsWrong() throws IOException {
    Path path = write("settings:\n  size: 1\n  rat: 2\n");
    ConfigFile file = ConfigFile.read(path);
    assertThatThrownBy(() -> RunConfig.builder(FakeAlgorithm.TYPE, "Fake-v0").file(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            path + ": line 3: fake has no setting named rat: did you mean rate or rate-schedule?");
  }

  @Test
  void shouldRefuseAFileForSomethingElse() throws IOException {
    ConfigFile file = ConfigFile.read(write("environment: Other-v0\n"));
    assertThatThrownBy(() -> RunConfig.builder(FakeAlgorithm.TYPE, "Fake-v0").file(file))
        .hasMessageContaining("is for the environment Other-v0, not Fake-v0");
  }

  @Test
  void shouldMissWhatIsMissing() throws IOException {
    Path file = folder.resolve("config.yaml");
    RunConfig.builder(PPO, "CartPole-v1").build().write(file);
    List<String> lines = Files.readAllLines(file);
    for (String line : lines) {
      if (line.startsWith("#") || line.strip().startsWith("convolutions:")) {
        continue;
      }
      Files.write(file, lines.stream().filter(other -> !other.equals(line)).toList());
      assertThatThrownBy(() -> RunConfig.read(file))
          .as("without %s", line)
          .isInstanceOf(DamagedFileException.class)
          .hasMessageContaining(file.toString())
          .hasMessageNotContaining("\n");
    }
    Files.delete(file);
    assertThatThrownBy(() -> RunConfig.read(file))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining("config.yaml is missing");
  }

  @Test
  void shouldTakeTheDefaultOfASettingThatIsNewerThanTheFile() throws IOException {
    Path file = folder.resolve("config.yaml");
    RunConfig config = RunConfig.builder(PPO, "CartPole-v1").build();
    config.write(file);
    String text = Files.readString(file);
    assertThat(text).contains("\n  convolutions: []\n");
    Files.writeString(file, text.replace("  convolutions: []\n", ""));
    assertThat(RunConfig.read(file)).isEqualTo(config);
  }

  @Test
  void shouldSayWhatIsOutOfRangeInAFile() throws IOException {
    Path file = folder.resolve("config.yaml");
    RunConfig.builder(FakeAlgorithm.TYPE, "Fake-v0").build().write(file);
    Files.writeString(file, Files.readString(file).replace("rate: 0.1", "rate: -1"));
    assertThatThrownBy(() -> RunConfig.read(file, _ -> FakeAlgorithm.TYPE))
        .isInstanceOf(DamagedFileException.class)
        .hasMessage(file + " is wrong: rate -1.0 is not above 0: set fake.rate");
  }

  private void assertDamaged(String text, String message) {
    assertThatThrownBy(() -> ConfigFile.read(write(text)))
        .as(text)
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining("some.yaml")
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("some.yaml"), text);
  }
}

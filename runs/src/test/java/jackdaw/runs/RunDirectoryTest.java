package jackdaw.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {
  @TempDir Path folder;

  @Test
  void shouldBeMadeWithItsParents() throws IOException {
    Path path = folder.resolve("a/b/c");
    RunDirectory directory = RunDirectory.create(path);
    assertThat(path).isEmptyDirectory();
    assertThat(directory.hasCheckpoint()).isFalse();
    RunDirectory.create(path);
  }

  /** A process that was killed before it wrote config.yaml has begun nothing. */
  @Test
  void shouldTakeWhatAKilledStartHasLeft() throws IOException {
    for (String name : List.of(".lock", ".writing", "config.yaml.writing")) {
      Files.writeString(folder.resolve(name), "half");
    }
    RunConfig config =
        RunConfig.builder(FakeAlgorithm.TYPE, "Fake-v0").threads(1).totalSteps(100L).build();
    try (Run run =
        Run.start(
            FakeAlgorithm.TYPE, config, FakeEnvironment::new, RunDirectory.create(folder))) {
      run.train();
    }
    assertThat(folder.resolve("summary.json")).exists();
    assertThat(folder.resolve("config.yaml.writing")).doesNotExist();
  }

  /** A start that fails takes back what it wrote, and only that. */
  @Test
  void shouldBeFreshAfterAStartThatFailed() throws IOException {
    Path path = folder.resolve("run");
    RunDirectory directory = RunDirectory.create(path);
    RunConfig config =
        RunConfig.builder("ppo", "Fake-v0").threads(1).totalSteps(100L).build();
    assertThatThrownBy(
        () -> Run.start(
            config,
            () -> {
              throw new IllegalArgumentException("no motor");
            },
            directory))
        .hasMessageContaining("no motor");
    RunDirectory.create(path).removeIfFresh();
    assertThat(path).doesNotExist();
    Files.createDirectory(path);
    Files.writeString(path.resolve("mine"), "");
    directory.removeIfFresh();
    assertThat(path.resolve("mine")).exists();
  }

  @Test
  void shouldRefuseADirectoryThatIsNotEmpty() throws IOException {
    Files.writeString(folder.resolve("x"), "");
    assertThatThrownBy(() -> RunDirectory.create(folder))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "run directory %s is not empty: choose another one, remove it, or go on with its run"
                .formatted(folder)
                + " by resume");
  }

  @Test
  void shouldRefuseAFile() throws IOException {
    Path file = Files.writeString(folder.resolve("x"), "");
    assertThatThrownBy(() -> RunDirectory.create(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is a file: choose another directory");
    assertThatThrownBy(() -> RunDirectory.create(file.resolve("run")))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("cannot write " + file.resolve("run"));
    assertThatThrownBy(() -> RunDirectory.open(file))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining("is a file, not a run directory");
  }

  @Test
  void shouldSayThatItMayNotWrite() throws IOException {
    Path locked = Files.createDirectory(folder.resolve("locked"));
    assertThat(locked.toFile().setWritable(false)).isTrue();
    assumeFalse(Files.isWritable(locked), "the superuser may write anywhere");
    assertThatThrownBy(() -> RunDirectory.create(locked))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "cannot write %s: permission denied: allow it for this user, or choose another folder"
                .formatted(locked));
  }

  @Test
  void shouldOnlyOpenARun() throws IOException {
    assertThatThrownBy(() -> RunDirectory.open(folder.resolve("none")))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining("none does not exist");
    assertThatThrownBy(() -> RunDirectory.open(folder))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining("config.yaml is missing");
    Files.writeString(folder.resolve("config.yaml"), "");
    assertThat(RunDirectory.open(folder).path()).isEqualTo(folder);
  }
}

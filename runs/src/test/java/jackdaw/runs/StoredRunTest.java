package jackdaw.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jackdaw.environment.Wrapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Runs are found wherever they are, each once. */
@DisabledOnOs(OS.WINDOWS)
class StoredRunTest {
  @TempDir Path folder;
  private Path one;
  private Path two;

  @BeforeEach
  void train() throws IOException {
    one = run("runs/b-one", 1);
    two = run("runs/c/two", 2);
  }

  private Path run(String name, long seed) throws IOException {
    RunConfig config =
        RunConfig.builder("ppo", "Fake-v0")
            .profile("default")
            .seed(seed)
            .threads(1)
            .totalSteps(64L)
            .set("environments", 1)
            .set("rollout-steps", 64)
            .set("minibatch-size", 64)
            .set("epochs", 1)
            .build();
    RunDirectory directory = RunDirectory.create(folder.resolve(name));
    try (Run run = Run.start(config, Marked::new, directory)) {
      run.train();
    }
    return directory.path();
  }

  private static final class Marked extends Wrapper {
    Marked() {
      super(new FakeEnvironment());
    }

    @Override
    public OptionalDouble solvedReturn() {
      return OptionalDouble.of(4.5);
    }
  }

  private static List<Path> found(Path... places) throws IOException {
    return StoredRun.find(List.of(places)).stream().map(run -> run.directory().path()).toList();
  }

  /** "latest" is a run's second name; its first is the one that is told. */
  @Test
  @Timeout(60)
  void shouldCountARunOnceByWhateverLinksItIsReached() throws IOException {
    Path runs = folder.resolve("runs");
    Files.createSymbolicLink(runs.resolve("a-latest"), Path.of("b-one"));
    for (int i = 0; i < 8; i++) {
      Files.createSymbolicLink(runs.resolve("loop" + i), Path.of("."));
    }
    assertThat(found(runs)).containsExactly(one, two);
    assertThat(found(runs, one, runs.resolve("a-latest"))).containsExactly(one, two);
    assertThat(found(runs.resolve("a-latest"))).containsExactly(runs.resolve("a-latest"));
    Path elsewhere = Files.createSymbolicLink(folder.resolve("elsewhere"), runs);
    assertThat(found(elsewhere)).hasSize(2);
  }

  @Test
  void shouldSayWhichColumnIsMissing() throws IOException {
    for (String column : List.of("steps", "mean-return-100", "wall-seconds")) {
      Path metrics = one.resolve("metrics.csv");
      String sound = Files.readString(metrics);
      Files.writeString(metrics, sound.replaceFirst("(?<=^|,)" + column + "(?=,)", "renamed"));
      assertThatThrownBy(() -> found(one))
          .isInstanceOf(DamagedFileException.class)
          .hasMessageContaining(metrics + " has no column " + column);
      Files.writeString(metrics, sound);
    }
    assertThat(found(one)).hasSize(1);
  }

  /** config.yaml of others must not move the cursor of the user who compares it. */
  @Test
  void shouldRefuseControlCharacters() throws IOException {
    Path config = one.resolve("config.yaml");
    String sound = Files.readString(config);
    for (String hidden : List.of("\\e]0;owned\\a", "\\u009b2J", "\\u202e")) {
      Files.writeString(
          config, sound.replaceFirst(
              "environment: .*", "environment: \"" + hidden.replace("\\", "\\\\") + "\""));
      assertThatThrownBy(() -> found(one))
          .isInstanceOf(DamagedFileException.class)
          .hasMessageContaining("environment holds the control character U+")
          .matches(e -> e.getMessage().chars().noneMatch(Character::isISOControl));
    }
  }

  @Test
  void shouldKnowTheMarkFromTheSummaryAlone() throws IOException {
    assertThat(StoredRun.find(List.of(one)).getFirst().solvedReturn())
        .hasValue(4.5);
    Files.delete(one.resolve("summary.json"));
    assertThat(StoredRun.find(List.of(one)).getFirst().solvedReturn()).isEmpty();
  }
}

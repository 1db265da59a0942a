package jackdaw.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SummaryTest {
  @TempDir Path folder;

  @Test
  void shouldComeBackFromItsFile() throws IOException {
    Path file = folder.resolve("summary.json");
    Summary known =
        new Summary(
            "ppo", "E", "default", Long.MIN_VALUE, 2, 1000, 1.5, 2.25, 666.0, 700.0, 475.0, 512L,
            1.25, 475.5, "ab");
    known.write(file);
    assertThat(Summary.read(file)).isEqualTo(known);
    Summary unknown =
        new Summary(
            "ppo", "E", "default", 1, 2, 0, 0, 2.25, null, null, null, null, null, null, "ab");
    unknown.write(file);
    assertThat(Summary.read(file)).isEqualTo(unknown);
  }

  @Test
  void shouldReadThoseThatAreOlderThanTheMark() throws IOException {
    Path file = folder.resolve("summary.json");
    Summary unknown =
        new Summary(
            "ppo", "E", "default", 1, 2, 0, 0, 2.25, null, null, null, null, null, null, "ab");
    unknown.write(file);
    Files.writeString(file, Files.readString(file).replaceAll(".*solvedReturn.*\n", ""));
    assertThat(file).content().doesNotContain("solvedReturn");
    assertThat(Summary.read(file)).isEqualTo(unknown);
  }

  @Test
  void shouldHaveExactlyTheKeysOfItsComponents() throws IOException {
    Path file = folder.resolve("summary.json");
    new Summary("ppo", "E", "default", 1, 2, 0, 0, 2.25, null, null, null, null, null, null, "ab")
        .write(file);
    assertThat(Objects.requireNonNull(Node.json(file, "").map()).keySet())
        .containsExactly(
            "algorithm",
            "environment",
            "profile",
            "seed",
            "threads",
            "totalSteps",
            "wallSeconds",
            "processSeconds",
            "stepsPerSecond",
            "steadyStepsPerSecond",
            "meanReturn100",
            "solvedAtStep",
            "solvedAtProcessSeconds",
            "solvedReturn",
            "parametersSha256");
  }

  @Test
  void shouldSayWhatIsWrong() throws IOException {
    Path file = folder.resolve("summary.json");
    assertThatThrownBy(() -> Summary.read(file)).hasMessageContaining("is missing");
    Files.writeString(file, "{\"algorithm\": 1}");
    assertThatThrownBy(() -> Summary.read(file))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining("summary.json:1 has a algorithm that is not a text");
  }

  @Test
  void shouldHashParametersAsLittleEndianFloats() {
    // printf '\x00\x00\x80\x3f\x00\x00\x00\xc0' | sha256sum
    assertThat(Hashes.sha256(new float[] {1f, -2f}))
        .isEqualTo("ee4ac73c2bd27756ab82780f27c73a7bc4d3f0bb6acb37e008bc27eccd7e588b");
    assertThat(Hashes.sha256(new float[100_000])).isNotEqualTo(Hashes.sha256(new float[99_999]));
  }

  @Test
  void shouldKnowHowLongTheProcessRuns() {
    double expected =
        (System.currentTimeMillis()
            - ManagementFactory.getRuntimeMXBean().getStartTime())
            / 1e3;
    assertThat(ProcessClock.seconds()).isBetween(expected - 0.1, expected + 1);
  }
}

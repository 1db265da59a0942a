package jackdaw.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetricsFileTest {
  private static final List<String> NAMES = List.of("steps", "return");

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = folder.resolve("metrics.csv");
  }

  @Test
  void shouldAppendRows() throws IOException {
    write(0, 10, 20);
    assertThat(file).hasContent("steps,return\n10,0.5\n20,0.5\n");
    write(20, 30);
    assertThat(file).hasContent("steps,return\n10,0.5\n20,0.5\n30,0.5\n");
  }

  @Test
  void shouldDropWhatWillBeWrittenAgain() throws IOException {
    write(0, 10, 20, 30, 40);
    Files.writeString(file, "50,0.", StandardOpenOption.APPEND);
    write(25, 50);
    assertThat(file).hasContent("steps,return\n10,0.5\n20,0.5\n50,0.5\n");
    write(0);
    assertThat(file).hasContent("steps,return\n");
  }

  @Test
  void shouldMendARowThatWasCutShort() throws IOException {
    write(0, 10);
    Files.writeString(file, "2", StandardOpenOption.APPEND);
    write(20, 20);
    assertThat(file).hasContent("steps,return\n10,0.5\n20,0.5\n");
    Files.writeString(file, "steps,re");
    write(20, 30);
    assertThat(file).hasContent("steps,return\n30,0.5\n");
  }

  @Test
  void shouldRefuseOtherColumns() throws IOException {
    Files.writeString(file, "steps,loss\n10,1\n");
    assertThatThrownBy(() -> write(20))
        .isInstanceOf(DamagedFileException.class)
        .hasMessage(file + " has other columns than this run: move it out of the run directory");
    assertThat(file).hasContent("steps,loss\n10,1\n");
  }

  /** A damaged row costs itself, and not even itself: the file as it was stays beside. */
  @ParameterizedTest
  @CsvSource({
    "20, x0, 1, 3",
    "30, 3, 1, 4",
    "20, 90000, 1, 3",
    "20, NaN, 1, 3",
    "'20,', '20,0.5,', 1, 3",
    "'20,0.5\n', '20,0.5', 1, 3",
    "'20,0.5\n30,0.5', '2030,0.5,30', 1, 3",
  })
  void shouldLeaveOutDamagedRowsAndKeepTheFileAsItWas(
      String from, String to, int rows, int line) throws IOException {
    write(0, 10, 20, 30, 40, 50);
    String sound = Files.readString(file);
    String damaged =
        sound.replace(from.replace("\\n", "\n"), to.replace("\\n", "\n"));
    assertThat(damaged).isNotEqualTo(sound);
    Files.writeString(file, damaged);
    Optional<String> told;
    try (MetricsFile metrics = MetricsFile.open(file, NAMES)) {
      told = metrics.keepUpTo(40);
      metrics.append(60, 0.5);
    }
    Path copy = folder.resolve("damaged-metrics.csv");
    assertThat(told)
        .contains(
            "%s has damaged rows, which are left out (%d, the first in line %d): %s keeps it as it was"
                .formatted(file, rows, line, copy));
    assertThat(copy).content().isEqualTo(damaged);
    double[] steps = MetricsTable.read(file).column("steps");
    assertThat(steps).startsWith(10).endsWith(40, 60).hasSizeGreaterThanOrEqualTo(3);

    write(60);
    Files.writeString(file, Files.readString(file) + "x,1\n");
    write(60);
    assertThat(folder.resolve("damaged-metrics.csv.1")).exists();
    assertThat(MetricsTable.read(file).column("steps")).isEqualTo(steps);
  }

  @Test
  void shouldKeepAFileWithoutLines() throws IOException {
    Files.writeString(file, "steps;return 10;0.5 20;0.5");
    write(20, 30);
    assertThat(file).hasContent("steps,return\n30,0.5\n");
    assertThat(folder.resolve("damaged-metrics.csv")).hasContent("steps;return 10;0.5 20;0.5");
  }

  @Test
  void shouldBeReadAsColumns() throws IOException {
    try (MetricsFile metrics = MetricsFile.open(file, NAMES)) {
      metrics.keepUpTo(0);
      metrics.append(1, Double.NaN);
      metrics.append(2, -1.25e-9);
      metrics.append(1L << 40, Double.NEGATIVE_INFINITY);
    }
    Files.writeString(file, "12", StandardOpenOption.APPEND);
    MetricsTable table = MetricsTable.read(file);
    assertThat(table.rows()).isEqualTo(3);
    assertThat(table.names()).isEqualTo(NAMES);
    assertThat(table.column("steps")).containsExactly(1, 2, 1L << 40);
    assertThat(table.column("return"))
        .containsExactly(Double.NaN, -1.25e-9, Double.NEGATIVE_INFINITY);
    assertThatThrownBy(() -> table.column("retrun"))
        .hasMessage("no metric is named retrun: did you mean return?");
  }

  @Test
  void shouldSayWhichLineIsNoRow() throws IOException {
    Files.writeString(file, "steps,return\n1,2\n3\n");
    assertThatThrownBy(() -> MetricsTable.read(file))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining("metrics.csv:3 has 1 values, where 2 are expected");
    Files.writeString(file, "steps,return\n1,x\n");
    assertThatThrownBy(() -> MetricsTable.read(file))
        .hasMessageContaining("metrics.csv:2 has a value that is no number");
    Files.writeString(file, "steps");
    assertThatThrownBy(() -> MetricsTable.read(file)).hasMessageContaining("has no header");
    Files.delete(file);
    assertThatThrownBy(() -> MetricsTable.read(file)).hasMessageContaining("is missing");
  }

  private void write(long keep, double... steps) throws IOException {
    try (MetricsFile metrics = MetricsFile.open(file, NAMES)) {
      metrics.keepUpTo(keep);
      for (double step : steps) {
        metrics.append(step, 0.5);
      }
    }
  }
}

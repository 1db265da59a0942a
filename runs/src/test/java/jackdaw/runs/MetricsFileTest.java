package jackdaw.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

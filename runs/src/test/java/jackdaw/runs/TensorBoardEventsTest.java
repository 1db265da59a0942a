package jackdaw.runs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorBoardEventsTest {
  private static final List<String> TAGS = List.of("a/loss", "b/return");

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = folder.resolve("events.out.tfevents.jackdaw");
  }

  @Test
  void shouldBeReadByAnother() throws IOException {
    double before = System.currentTimeMillis() / 1e3;
    try (TensorBoardEvents events = TensorBoardEvents.open(file, TAGS)) {
      events.keepUpTo(0);
      events.append(10, 0.5, Double.NaN);
      events.append(3_000_000_000L, -1e-9, 7);
    }
    List<EventReader.Event> read = EventReader.read(file);
    assertThat(read).hasSize(3);
    assertThat(read.getFirst().version()).isEqualTo("brain.Event:2");
    assertThat(read.get(1).step()).isEqualTo(10);
    assertThat(read.get(1).scalars()).isEqualTo(Map.of("a/loss", 0.5f));
    assertThat(read.get(2).step()).isEqualTo(3_000_000_000L);
    assertThat(read.get(2).scalars()).isEqualTo(Map.of("a/loss", -1e-9f, "b/return", 7f));
    assertThat(read)
        .allSatisfy(event -> assertThat(event.wallTime()).isBetween(before, before + 600));
  }

  @Test
  void shouldDropWhatWillBeWrittenAgain() throws IOException {
    write(0, 10, 20, 30);
    Files.write(file, new byte[] {1, 2, 3}, StandardOpenOption.APPEND);
    write(20, 25);
    assertThat(steps()).containsExactly(0L, 10L, 20L, 25L);
    byte[] bytes = Files.readAllBytes(file);
    for (int length = 0; length < bytes.length; length++) {
      Files.write(file, Arrays.copyOf(bytes, length));
      write(20);
      assertThat(steps()).startsWith(0L).isSubsetOf(0L, 10L, 20L);
    }
  }

  /** One byte anywhere costs one record at most, and the file as it was stays beside. */
  @Test
  void shouldLeaveOutDamagedRecordsAndKeepTheFileAsItWas() throws IOException {
    write(0, 10, 20, 30);
    byte[] sound = Files.readAllBytes(file);
    Path copy = folder.resolve("damaged-events");
    for (int i = 0; i < sound.length; i++) {
      byte[] damaged = sound.clone();
      damaged[i] ^= 0x40;
      Files.write(file, damaged);
      try (TensorBoardEvents events = TensorBoardEvents.open(file, TAGS)) {
        Optional<String> told = events.keepUpTo(30);
        assertThat(told)
            .as("byte %d", i)
            .contains(
                "%s has damaged records, which are left out: %s keeps it as it was"
                    .formatted(file, copy));
      }
      assertThat(copy).hasBinaryContent(damaged);
      Files.delete(copy);
      assertThat(steps()).as("byte %d", i).hasSizeGreaterThanOrEqualTo(3).startsWith(0L);
    }
  }

  /** The check value of CRC-32C, and one of RFC 3720, B.4. */
  @Test
  void shouldBeCheckedByAKnownCrc() {
    assertThat(EventReader.crc("123456789".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(0xE3069283);
    assertThat(EventReader.crc(new byte[32])).isEqualTo(0x8A9136AA);
  }

  private List<Long> steps() throws IOException {
    return EventReader.read(file).stream().map(EventReader.Event::step).toList();
  }

  private void write(long keep, double... steps) throws IOException {
    try (TensorBoardEvents events = TensorBoardEvents.open(file, TAGS)) {
      events.keepUpTo(keep);
      for (double step : steps) {
        events.append(step, 1, 2);
      }
    }
  }
}

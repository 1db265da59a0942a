package jackdaw.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFolderTest {
  @TempDir Path folder;
  private Path place;
  private Path writing;
  private Path complete;
  private Path old;

  @BeforeEach
  void namePlaces() {
    place = folder.resolve("place");
    writing = folder.resolve("place.writing");
    complete = folder.resolve("place.new");
    old = folder.resolve("place.old");
  }

  @Test
  void shouldReplaceAndLeaveNothingElse() throws IOException {
    assertThat(WholeFolder.find(place)).isEmpty();
    save("1");
    save("2");
    assertThat(text()).isEqualTo("2");
    assertThat(names()).containsExactly("place");
  }

  @Test
  void shouldKeepTheOldFolderIfAWriterFails() throws IOException {
    save("1");
    assertThatThrownBy(
        () -> WholeFolder.replace(
            place,
            path -> {
              Files.writeString(path.resolve("a"), "half");
              throw new IOException("No space left on device");
            }))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "cannot write %s: No space left on device: free some space, or choose a folder on"
                .formatted(place)
                + " another disk");
    assertThat(text()).isEqualTo("1");
    assertThat(names()).containsExactly("place");
  }

  /** Steps 1 to 5 of the protocol, each stopped in the middle and just after. */
  @Test
  void shouldFindTheNewestWholeFolderWhereverTheWriterWasKilled() throws IOException {
    Path newer = folder.resolve("newer");
    WholeFolder.replace(newer, path -> Files.writeString(path.resolve("a"), "2"));
    for (boolean before : new boolean[] {true, false}) {
      String first = before ? "1" : null;
      reset(before);
      Files.createDirectory(writing);
      assertGoesOn(first);

      reset(before);
      Files.createDirectory(writing);
      Files.writeString(writing.resolve("a"), "2 in part");
      assertGoesOn(first);

      reset(before);
      copy(newer, complete);
      assertGoesOn("2");

      reset(before);
      copy(newer, complete);
      if (before) {
        Files.move(place, old, StandardCopyOption.ATOMIC_MOVE);
      }
      assertGoesOn("2");
    }

    reset(true);
    Files.move(place, old);
    copy(newer, place);
    assertGoesOn("2");

    Files.createDirectory(old);
    assertGoesOn("3");
  }

  @Test
  void shouldSayWhichFileIsDamaged() throws IOException {
    save("1");
    Files.writeString(place.resolve("a"), "2");
    assertDamaged("a was altered: its checksum is another one: do this");
    Files.writeString(place.resolve("a"), "");
    assertDamaged("a has 0 bytes, where 1 were written: do this");
    Files.delete(place.resolve("a"));
    assertDamaged("a is missing: do this");
    Files.writeString(place.resolve("checksums.json"), "{\"files\": {}}");
    assertDamaged("checksums.json does not list a: do this");
    Files.writeString(place.resolve("checksums.json"), "{\"files\": {\"a\": 1}}");
    assertDamaged("a is missing");
    Files.writeString(place.resolve("checksums.json"), "{\"fil");
    assertDamaged("checksums.json:1 cannot be read");
    Files.writeString(place.resolve("checksums.json"), "{}");
    assertDamaged("checksums.json does not list any files");
    Files.writeString(place.resolve("checksums.json"), "");
    assertDamaged("checksums.json does not list any files");
    Files.delete(place.resolve("checksums.json"));
    assertDamaged("checksums.json is missing: do this");
  }

  private void assertDamaged(String message) {
    assertThatThrownBy(() -> WholeFolder.verify(place, "do this", "a"))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining(place.toString())
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }

  /** As when a process evaluates while another writes its next checkpoint. */
  @Test
  void shouldReadAgainWhatWasReplacedMeanwhile() throws IOException {
    save("1");
    List<String> seen = new ArrayList<>();
    assertThat(
        WholeFolder.read(
            place,
            read -> {
              boolean first = seen.isEmpty();
              seen.add(Files.readString(read.resolve("a")));
              if (first) {
                save("2, longer");
              }
              WholeFolder.verify(read, "do this", "a");
              if (first) {
                throw new DamagedFileException(read, "was altered", "read it again");
              }
            }))
        .isTrue();
    assertThat(seen).containsExactly("1", "2, longer");

    Files.writeString(place.resolve("a"), "3");
    assertThatThrownBy(
        () -> WholeFolder.read(place, read -> WholeFolder.verify(read, "do this", "a")))
        .isInstanceOf(DamagedFileException.class);
    Files.delete(place.resolve("a"));
    assertThatThrownBy(
        () -> WholeFolder.read(place, read -> Files.readString(read.resolve("a"))))
        .isInstanceOf(IOException.class);
    assertThat(WholeFolder.read(folder.resolve("none"), _ -> {})).isFalse();
  }

  /** A reader beside a writer that replaces the folder as often as it can. */
  @Test
  void shouldAlwaysBeReadWholeWhileItIsReplaced() throws Exception {
    save("0");
    AtomicBoolean done = new AtomicBoolean();
    FutureTask<Integer> writer = new FutureTask<>(() -> {
      int saved = 0;
      while (!done.get()) {
        save("x".repeat(++saved % 100));
      }
      return saved;
    });
    Thread.ofPlatform().start(writer);
    try {
      for (int i = 0; i < 500; i++) {
        assertThat(
            WholeFolder.read(
                place,
                read -> {
                  WholeFolder.verify(read, "do this", "a");
                  Files.readString(read.resolve("a"));
                }))
            .as("read %d", i)
            .isTrue();
      }
    } finally {
      done.set(true);
    }
    assertThat(writer.get()).isPositive();
  }

  @Test
  void shouldKeepWhatTheUserHasPutThere() throws IOException {
    save("1");
    Files.writeString(place.resolve("notes.txt"), "mine");
    Files.createDirectories(place.resolve("more/inner"));
    Files.writeString(place.resolve("more/inner/b"), "mine, too");
    for (String text : List.of("2", "3")) {
      save(text);
      assertThat(text()).isEqualTo(text);
      assertThat(place.resolve("notes.txt")).hasContent("mine");
      assertThat(place.resolve("more/inner/b")).hasContent("mine, too");
      assertThat(names()).containsExactly("place");
    }
    assertThat(place.resolve("checksums.json")).content().doesNotContain("notes");
    // Left by a writer that was killed while it cleared the old folder away.
    Files.createDirectory(old);
    Files.writeString(old.resolve("a"), "2");
    Files.writeString(old.resolve("more"), "other");
    save("4");
    assertThat(place.resolve("more.1")).hasContent("other");
    assertThat(names()).containsExactly("place");
    try (Stream<Path> files = Files.list(place)) {
      assertThat(files).hasSize(5);
    }
  }

  @Test
  void shouldRefuseNamesThatLeadElsewhere() throws IOException {
    save("1");
    for (String name : List.of("/", "../a", "", ".", "..", "a\\u0000", "x/y")) {
      Files.writeString(
          place.resolve("checksums.json"), "{\"files\": {\"%s\": 1}}".formatted(name));
      assertThatThrownBy(() -> WholeFolder.verify(place, "do this"))
          .as(name)
          .isInstanceOf(DamagedFileException.class)
          .hasMessageContaining("which is no file of a run");
    }
  }

  /** Finds the expected text, and the next writer puts everything right. */
  private void assertGoesOn(@Nullable String expected)
      throws IOException {
    assertThat(text()).isEqualTo(expected);
    save("3");
    assertThat(text()).isEqualTo("3");
    assertThat(names()).containsExactly("newer", "place");
  }

  private void reset(boolean before) throws IOException {
    for (Path path : List.of(place, writing, complete, old)) {
      delete(path);
    }
    if (before) {
      save("1");
    }
  }

  private void save(String text) throws IOException {
    WholeFolder.replace(place, path -> Files.writeString(path.resolve("a"), text));
  }

  private @Nullable String text() throws IOException {
    Optional<Path> found = WholeFolder.find(place);
    if (found.isEmpty()) {
      return null;
    }
    WholeFolder.verify(found.get(), "do this", "a");
    return Files.readString(found.get().resolve("a"));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectory(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  private static void delete(Path path) throws IOException {
    if (Files.exists(path)) {
      try (Stream<Path> files = Files.list(path)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(path);
    }
  }
}

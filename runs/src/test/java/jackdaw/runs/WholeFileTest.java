package jackdaw.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A user's files are whole, before and after; devices and links stay what they are. */
@DisabledOnOs(OS.WINDOWS)
class WholeFileTest {
  @TempDir Path folder;

  private void write(Path file, String text) throws IOException {
    WholeFile.named(file).write(draft -> Files.writeString(draft, text));
  }

  private long count() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.count();
    }
  }

  @Test
  void shouldLeaveTheOldFileIfTheNewOneFails() throws IOException {
    Path file = Files.writeString(folder.resolve("mine.md"), "by hand");
    assertThatThrownBy(
        () -> WholeFile.named(file)
            .write(
                draft -> {
                  Files.writeString(draft, "half");
                  throw new IOException("No space left on device");
                }))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "cannot write %s: No space left on device: free some space, or choose a folder on another"
                .formatted(file)
                + " disk");
    assertThat(file).hasContent("by hand");
    assertThatThrownBy(
        () -> WholeFile.named(file)
            .write(
                draft -> {
                  Files.writeString(draft, "half");
                  throw new IllegalStateException("a mistake");
                }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(file).hasContent("by hand");
    assertThat(count()).isEqualTo(1);
  }

  @Test
  void shouldFollowLinksAndKeepPermissions() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "old");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("file"));
    Path second = Files.createSymbolicLink(folder.resolve("second"), link);
    write(second, "new");
    assertThat(file).hasContent("new");
    assertThat(link).isSymbolicLink();
    assertThat(second).isSymbolicLink();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-r-----");

    Path dangling = Files.createSymbolicLink(folder.resolve("dangling"), Path.of("later"));
    write(dangling, "there");
    assertThat(folder.resolve("later")).hasContent("there");
    assertThat(dangling).isSymbolicLink();

    Path loop = Files.createSymbolicLink(folder.resolve("loop"), Path.of("loop"));
    assertThatThrownBy(() -> write(loop, "never")).hasMessageContaining("cannot write " + loop);
    assertThat(count()).isEqualTo(6);
  }

  /** A pipe stands in for a device: a fault must not cost a /dev/null. */
  @Test
  void shouldWriteIntoWhatIsNoFile() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    FutureTask<String> reader = new FutureTask<>(() -> Files.readString(pipe));
    Thread.ofPlatform().daemon().start(reader);
    write(pipe, "through");
    assertThat(reader.get()).isEqualTo("through");
    assertThat(Files.isRegularFile(pipe, LinkOption.NOFOLLOW_LINKS)).isFalse();

    // What Jackdaw keeps for itself replaces what has its name, and never waits for a reader.
    WholeFile.writeText(pipe, "own");
    assertThat(pipe).hasContent("own");
    assertThat(count()).isEqualTo(1);
  }
}

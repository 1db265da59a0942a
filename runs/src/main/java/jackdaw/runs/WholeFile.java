package jackdaw.runs;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Files that are there whole or not at all: written beside their place, then moved into it. */
final class WholeFile {
  private WholeFile() {}

  /** Writes to a path. */
  @FunctionalInterface
  interface Body {
    void write(Path path) throws IOException;
  }

  /** Replaces {@code file} by what {@code body} writes; on failure leaves it as it was. */
  static void write(Path file, Body body) throws IOException {
    Path beside = sibling(file, ".writing");
    try {
      body.write(beside);
      sync(beside);
      Files.move(
          beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      syncFolderOf(file);
    } catch (IOException e) {
      throw FileErrors.writing(file, dropped(beside, e));
    }
  }

  /** Replaces {@code file} by a text. */
  static void writeText(Path file, String text) throws IOException {
    write(file, beside -> Files.writeString(beside, text, StandardCharsets.UTF_8));
  }

  static Path sibling(Path file, String suffix) {
    return file.resolveSibling(file.getFileName() + suffix);
  }

  /** Waits until a file's bytes are on the disk. */
  static void sync(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  /** Waits until the names in a folder are on the disk, where the system can say so. */
  static void syncFolderOf(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      return;
    }
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Windows cannot open folders; there the file system orders renames itself.
    }
  }

  private static IOException dropped(Path beside, IOException failure) {
    try {
      Files.deleteIfExists(beside);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
    return failure;
  }
}

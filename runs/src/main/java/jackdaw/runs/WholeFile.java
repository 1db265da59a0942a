package jackdaw.runs;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A file that is there whole or not at all: it is written beside its place, then moved into it.
 *
 * <pre>{@code
 * try (WholeFile file = WholeFile.at(place)) {
 *   Files.writeString(file.draft(), text);
 *   file.commit();
 * }
 * }</pre>
 *
 * <p>Until {@link #commit} a file that is there already stays as it is, whatever fails. A file that
 * is replaced hands on its permissions.
 */
public final class WholeFile implements AutoCloseable {
  /** What follows a file's name while it is being written. */
  static final String WRITING = ".writing";

  private static final int MOST_LINKS = 40;

  private final Path file;
  private final Path target;
  private final Path draft;
  private final boolean special;

  private WholeFile(Path file, Path target, Path draft, boolean special) {
    this.file = file;
    this.target = target;
    this.draft = draft;
    this.special = special;
  }

  /** Writes to a path. */
  @FunctionalInterface
  public interface Body {
    /** Writes all of it; the path is one that may be overwritten. */
    void write(Path path) throws IOException;
  }

  /** Prepares to write a file of Jackdaw's own: whatever has its name is replaced. */
  public static WholeFile at(Path file) {
    return new WholeFile(file, file, sibling(file, WRITING), false);
  }

  /**
   * Prepares to write a file that the user has named. A symbolic link is followed, and stays one.
   * What is neither a file nor a folder, such as a device or a pipe, is written to and stays what
   * it is.
   *
   * @throws IOException if it cannot be written; one line names the file
   */
  public static WholeFile named(Path file) throws IOException {
    try {
      Path target = target(file);
      boolean special = Files.exists(target) && !Files.isRegularFile(target);
      Path draft =
          special ? Files.createTempFile("jackdaw-", WRITING) : sibling(target, WRITING);
      return new WholeFile(file, target, draft, special);
    } catch (IOException e) {
      throw FileErrors.writing(file, e);
    }
  }

  /** Follows symbolic links, also one to a file that is not there yet. */
  private static Path target(Path file) throws IOException {
    Path target = file;
    for (int links = 0; Files.isSymbolicLink(target); links++) {
      if (links == MOST_LINKS) {
        throw new FileSystemLoopException(file.toString());
      }
      target = target.resolveSibling(Files.readSymbolicLink(target));
    }
    return target;
  }

  /** Where to write the content. */
  public Path draft() {
    return draft;
  }

  /**
   * Checks that there will be a place to write to, which on some disks only an attempt shows.
   *
   * @throws IOException if there is none; one line names the file
   */
  public void probe() throws IOException {
    try {
      Files.write(draft, new byte[0]);
    } catch (IOException e) {
      throw FileErrors.writing(file, e);
    }
  }

  /**
   * Puts what was written to the {@link #draft} in its place, once it is on the disk.
   *
   * @throws IOException if that fails; one line names the file
   */
  public void commit() throws IOException {
    try {
      if (special) {
        try (OutputStream out = Files.newOutputStream(target)) {
          Files.copy(draft, out);
        }
        return;
      }
      sync(draft);
      keepPermissions();
      Files.move(
          draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      syncFolderOf(target);
    } catch (IOException e) {
      throw FileErrors.writing(file, e);
    }
  }

  private void keepPermissions() throws IOException {
    if (Files.isRegularFile(target)
        && target.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(draft, Files.getPosixFilePermissions(target));
    }
  }

  /** Deletes the draft, if it was not committed. */
  @Override
  public void close() throws IOException {
    Files.deleteIfExists(draft);
  }

  /**
   * Writes all of it by {@code body}, and closes this; on failure leaves the file as it was.
   *
   * @throws IOException if that fails; one line names the file
   */
  public void write(Body body) throws IOException {
    try (this) {
      body.write(draft);
      commit();
    } catch (IOException e) {
      throw FileErrors.writing(file, e);
    }
  }

  /** Replaces a file of Jackdaw's own by a text in UTF-8; see {@link #write}. */
  static void writeText(Path file, String text) throws IOException {
    at(file).write(draft -> Files.writeString(draft, text, StandardCharsets.UTF_8));
  }

  static Path sibling(Path file, String suffix) {
    return file.resolveSibling(file.getFileName() + suffix);
  }

  /** The file, or the first of {@code file.1}, {@code file.2}, … that does not exist. */
  static Path unused(Path file) {
    Path unused = file;
    for (int i = 1; Files.exists(unused, LinkOption.NOFOLLOW_LINKS); i++) {
      unused = sibling(file, "." + i);
    }
    return unused;
  }

  /**
   * Copies a damaged file before it is mended.
   *
   * @return the copy: {@code name}, or {@code name.1} and so on where that is taken
   */
  static Path keepDamaged(Path file, Path name) throws IOException {
    Path copy = unused(name);
    Files.copy(file, copy);
    sync(copy);
    return copy;
  }

  /** Waits until a file's bytes are on the disk. */
  static void sync(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  /** Waits until the names in a folder are on the disk, where the system can say so. */
  static void syncFolderOf(Path file) {
    @Nullable Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      return;
    }
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Windows cannot open folders; there the file system orders renames itself.
    }
  }
}

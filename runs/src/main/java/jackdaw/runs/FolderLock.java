package jackdaw.runs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The lock of a folder that one process at a time may train in: a file {@code .lock}, which holds
 * the number of that process. The system frees the lock when the process ends, however it ends. The
 * file stays: deleting it would let two processes lock two files of this name.
 */
final class FolderLock implements AutoCloseable {
  static final String NAME = ".lock";

  /**
   * The byte that is locked, far beyond the text, which other processes may read on every system.
   */
  private static final long LOCKED_BYTE = 1L << 40;

  private static final int MOST_DIGITS = 20;

  /**
   * The lock files that this process holds. POSIX drops all locks that a process has on a file as
   * soon as the process closes any channel of it. So a second attempt within the process must not
   * even open the file, and only the process itself can know that.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;

  private FolderLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Locks an existing folder. Where the file system has no locks, nothing is locked.
   *
   * @throws IllegalArgumentException if a process holds the lock; the message names it
   * @throws IOException if the lock file cannot be made or written
   */
  static FolderLock of(Path folder) throws IOException {
    Path file = folder.resolve(NAME);
    try {
      Path real = folder.toRealPath().resolve(NAME);
      if (!HELD.add(real)) {
        throw inUse(folder, Long.toString(ProcessHandle.current().pid()));
      }
      try {
        return open(folder, real);
      } catch (IOException | RuntimeException | Error e) {
        HELD.remove(real);
        throw e;
      }
    } catch (IOException e) {
      throw FileErrors.writing(file, e);
    }
  }

  private static FolderLock open(Path folder, Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.CREATE,
            LinkOption.NOFOLLOW_LINKS);
    try {
      if (!locks(channel)) {
        throw inUse(folder, text(channel));
      }
      channel.truncate(0);
      String process = ProcessHandle.current().pid() + "\n";
      channel.write(ByteBuffer.wrap(process.getBytes(StandardCharsets.US_ASCII)), 0);
      return new FolderLock(file, channel);
    } catch (IOException | RuntimeException | Error e) {
      channel.close();
      throw e;
    }
  }

  private static boolean locks(FileChannel channel) {
    try {
      return channel.tryLock(LOCKED_BYTE, 1, false) != null;
    } catch (OverlappingFileLockException e) {
      return false;
    } catch (IOException e) {
      return true; // A file system without locks.
    }
  }

  /** The number that another process wrote; null if it has not yet. */
  private static @Nullable String text(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(MOST_DIGITS);
    channel.read(bytes, 0);
    String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII).strip();
    return text.matches("\\d+") ? text : null;
  }

  private static IllegalArgumentException inUse(Path folder, @Nullable String process) {
    return new IllegalArgumentException(
        "%s is in use: %s trains in it; wait until it ends, stop it, or choose another folder"
            .formatted(folder, process == null ? "another process" : "process " + process));
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      HELD.remove(file);
    }
  }
}

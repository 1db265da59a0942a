package jackdaw.runs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file that Jackdaw keeps is missing, cut short or altered. The message is one line: the file,
 * what is wrong with it and what to do.
 */
public final class DamagedFileException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * With what is wrong.
   *
   * @param remedy what the user can do about it
   */
  public DamagedFileException(Path file, String problem, String remedy) {
    super("%s %s: %s".formatted(file, problem, remedy));
  }

  /**
   * Checks that what is about to be opened is a file, if it is there: a pipe would block for ever.
   *
   * @throws DamagedFileException if it is a folder, a pipe or a device
   */
  static void requireFile(Path file, String remedy) throws DamagedFileException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new DamagedFileException(
          file, Files.isDirectory(file) ? "is a folder" : "is a pipe or a device", remedy);
    }
  }

  /** As {@link #DamagedFileException(Path, String, String)}, in a line of the file, from 1. */
  DamagedFileException(Path file, int line, String problem, String remedy) {
    super("%s:%d %s: %s".formatted(file, line, problem, remedy));
  }
}

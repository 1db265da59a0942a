package jackdaw.gymnasium;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The files that a process needs until both ends have opened them. Their names have its number, so
 * that the next process removes what one left that was killed in between.
 */
final class Leftovers {
  private static final String NAME = "jackdaw-";

  /** What names of this process begin with. */
  static final String PREFIX = NAME + ProcessHandle.current().pid() + "-";

  private Leftovers() {}

  /** Removes the files and folders of processes that have ended; what cannot be removed stays. */
  static void sweep(Path folder) {
    try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, NAME + "*-*")) {
      for (Path each : left) {
        if (isLeft(each.getFileName().toString())) {
          remove(each);
        }
      }
    } catch (IOException e) {
      // The folder cannot be read; then nothing is removed.
    }
  }

  private static boolean isLeft(String name) {
    String number = name.substring(NAME.length(), name.indexOf('-', NAME.length()));
    try {
      return ProcessHandle.of(Long.parseLong(number)).isEmpty();
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static void remove(Path left) {
    try {
      if (Files.isDirectory(left)) {
        Files.deleteIfExists(left.resolve(Connector.SOCKET));
      }
      Files.deleteIfExists(left);
    } catch (IOException e) {
      // Another user's, say.
    }
  }
}

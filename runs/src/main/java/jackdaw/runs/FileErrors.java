package jackdaw.runs;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Says in one line what went wrong with a file: the path, the cause and what to do. */
public final class FileErrors {
  private FileErrors() {}

  /** Describes why a file could not be written; an exception that says so already is returned. */
  public static IOException writing(Path file, IOException cause) {
    return describe("cannot write ", file, cause);
  }

  /** Describes why a file could not be read; an exception that says so already is returned. */
  public static IOException reading(Path file, IOException cause) {
    return describe("cannot read ", file, cause);
  }

  private static IOException describe(String action, Path file, IOException cause) {
    if (cause instanceof Described || cause instanceof DamagedFileException) {
      return cause;
    }
    String reason = reason(cause);
    return new Described("%s%s: %s: %s".formatted(action, file, reason, remedy(reason)), cause);
  }

  private static String reason(IOException cause) {
    return switch (cause) {
      case AccessDeniedException _ -> "permission denied";
      case NoSuchFileException e -> e.getFile() + " does not exist";
      case NotDirectoryException e -> e.getFile() + " is not a folder";
      case FileAlreadyExistsException e -> e.getFile() + " is in the way";
      case FileSystemException e when e.getReason() != null -> e.getReason();
      default -> message(cause.getMessage(), cause);
    };
  }

  private static String message(@Nullable String message, IOException cause) {
    return message == null ? cause.getClass().getSimpleName() : message.replaceAll("\\s+", " ");
  }

  private static String remedy(String reason) {
    String lower = reason.toLowerCase(Locale.ROOT);
    if (lower.contains("no space") || lower.contains("quota") || lower.contains("too large")) {
      return "free some space, or choose a folder on another disk";
    }
    if (lower.contains("permission") || lower.contains("read-only")) {
      return "allow it for this user, or choose another folder";
    }
    return "check the path and the disk";
  }

  /** Already has a message for users. */
  private static final class Described extends IOException {
    private static final long serialVersionUID = 1L;

    Described(String message, IOException cause) {
      super(message, cause);
    }
  }
}

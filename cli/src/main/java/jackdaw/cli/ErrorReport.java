package jackdaw.cli;

import jackdaw.environment.EnvironmentException;
import jackdaw.environment.UnavailableException;
import jackdaw.learning.TrainingException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.util.Locale;

/** Says in one line what went wrong, and chooses the exit code. */
final class ErrorReport {
  static final int FINE = 0;
  static final int FAILED = 1;
  static final int WRONG_INPUT = 2;

  private ErrorReport() {}

  /** Prints one line, and the stack trace if it is wanted; returns the exit code. */
  static int print(PrintStream err, Throwable thrown, boolean stackTrace) {
    err.println("jackdaw: " + describe(thrown));
    if (stackTrace) {
      thrown.printStackTrace(err);
    }
    return thrown instanceof InputException || thrown instanceof UnavailableException
        ? WRONG_INPUT
        : FAILED;
  }

  /** Prints what went wrong without ending the command. */
  static void warn(PrintStream err, String line) {
    err.println("jackdaw: warning: " + line);
  }

  private static String describe(Throwable thrown) {
    return switch (thrown) {
      case InputException known -> line(known);
      case TrainingException known -> line(known);
      case EnvironmentException known -> line(known);
      case IOException known -> line(known);
      case UncheckedIOException known -> line(known);
      case OutOfMemoryError _ -> "out of memory (%s): lower the number of environments or the sizes"
          .formatted(line(thrown))
          + " of rollout and network, or give Java more by JACKDAW_JAVA_OPTS=-Xmx8g";
      default -> "%s, which is a mistake in Jackdaw: --stack-trace shows where"
          .formatted(visible(thrown.toString().replaceAll("\\s+", " ")));
    };
  }

  /** The message in one line; with the kind of exception where it alone would not say enough. */
  static String line(Throwable thrown) {
    boolean enough =
        thrown.getMessage() != null
            && !(thrown instanceof FileSystemException e && e.getReason() == null);
    String message = enough ? thrown.getMessage() : thrown.toString();
    return visible(String.valueOf(message).replaceAll("\\s+", " ").strip());
  }

  /** Shows control characters, which a file may hold, instead of sending them to the terminal. */
  private static String visible(String text) {
    StringBuilder visible = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char letter = text.charAt(i);
      if (Character.isISOControl(letter) || Character.getType(letter) == Character.FORMAT) {
        visible.append(String.format(Locale.ROOT, "\\u%04x", (int) letter));
      } else {
        visible.append(letter);
      }
    }
    return visible.toString();
  }
}

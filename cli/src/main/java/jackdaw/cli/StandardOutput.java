package jackdaw.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The standard output of the process, which remembers why something could not be written. */
final class StandardOutput extends FilterOutputStream {
  private @Nullable IOException failure;

  StandardOutput(OutputStream out) {
    super(out);
  }

  /** That of this process. */
  static StandardOutput ofProcess() {
    return new StandardOutput(new FileOutputStream(FileDescriptor.out));
  }

  /** Where to print, in the encoding that Java has chosen for standard output. */
  PrintStream stream() {
    return new PrintStream(this, true, System.out.charset());
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  /**
   * Says that results were lost, for which a print stream has no words. A reader that went away,
   * such as {@code head}, has what it wanted.
   *
   * @param code the exit code of the command
   * @return the exit code of the process
   */
  int report(PrintStream err, int code) {
    if (failure == null || ErrorReport.line(failure).toLowerCase(Locale.ROOT).contains("pipe")) {
      return code;
    }
    err.println(
        "jackdaw: cannot write to standard output: %s: free some space, or choose another place"
            .formatted(ErrorReport.line(failure)));
    return code == ErrorReport.FINE ? ErrorReport.FAILED : code;
  }
}

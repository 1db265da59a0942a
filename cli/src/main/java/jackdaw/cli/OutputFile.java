package jackdaw.cli;

import jackdaw.runs.WholeFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A file that the user names for a result. It is checked before the work begins, and written whole
 * after it: until then a file that is there already stays as it is. Another kind of file is only
 * replaced if the user says {@code --force}; a device or a pipe is written to.
 *
 * @param option the option that names it
 * @param path where it is
 */
record OutputFile(String option, Path path) {
  private static final String FORCE = "--force";
  private static final int START_BYTES = 4096;

  /** What a file is meant to hold, told from its start. */
  enum Kind {
    PNG("PNG picture", "\u0089PNG"),
    GIF("GIF", "GIF8"),
    PAGE("page of explain", "<title>One update of PPO, step by step"),
    TABLE("table of reproduce", "jackdaw reproduce");

    private final String words;
    private final String mark;

    Kind(String words, String mark) {
      this.words = words;
      this.mark = mark;
    }

    private boolean isOf(Path file) throws IOException {
      try (InputStream in = Files.newInputStream(file)) {
        String start = new String(in.readNBytes(START_BYTES), StandardCharsets.ISO_8859_1);
        return start.isEmpty()
            || start.contains(mark)
            || (this == TABLE && start.contains(ReproduceCommand.OWN_WORDS));
      }
    }
  }

  /** The flag that lets a command replace any file. */
  static Option force() {
    return Option.flag(FORCE, "replace the file also if it holds something else");
  }

  /**
   * Checks a file that may be there already.
   *
   * @throws InputException if it cannot be written, or holds something else and the user did not
   *     say {@code --force}
   */
  static OutputFile of(String option, Path file, Kind kind, Arguments arguments) {
    Path folder = file.toAbsolutePath().getParent();
    if (Files.isDirectory(file)) {
      throw new InputException(
          "%s %s is a folder: name a file in it, such as %s"
              .formatted(
                  option, file, file.resolve("result." + kind.name().toLowerCase(Locale.ROOT))));
    }
    if (folder == null || !Files.isDirectory(folder)) {
      throw new InputException(
          "%s %s: there is no folder %s: make it first".formatted(option, file, folder));
    }
    if (!Files.isWritable(Files.exists(file) ? file : folder)) {
      throw new InputException(
          "%s %s cannot be written: choose another place".formatted(option, file));
    }
    if (Files.isRegularFile(file) && !arguments.has(FORCE) && !isOf(kind, file)) {
      throw new InputException(
          "%s %s is there already and is no %s: choose another name, or add %s to replace it"
              .formatted(option, file, kind.words, FORCE));
    }
    try (WholeFile whole = WholeFile.named(file)) {
      whole.probe();
    } catch (IOException e) {
      throw new InputException(e);
    }
    return new OutputFile(option, file);
  }

  private static boolean isOf(Kind kind, Path file) {
    try {
      return kind.isOf(file);
    } catch (IOException e) {
      throw new InputException(e);
    }
  }

  /**
   * Writes it whole.
   *
   * @throws InputException if it cannot be written; what was there before is unharmed
   */
  void write(WholeFile.Body body) {
    try {
      WholeFile.named(path).write(body);
    } catch (IOException e) {
      throw new InputException(e);
    }
  }

  @Override
  public String toString() {
    return path.toString();
  }
}

package jackdaw.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Runs the commands of {@link Shell} in one process, since to start one for each would take most of
 * the test's time. It stands in the shell's folder, so that relative paths mean the same to both.
 *
 * <p>A request is the words of a command, each ended by a zero; the answer is its exit code, once
 * what it printed lies in the files {@code out} and {@code err}.
 */
final class CommandServer {
  private CommandServer() {}

  /**
   * Serves until its process is ended, or runs one command in the manner of {@code Main}.
   *
   * @param args the folder with the pipes {@code request} and {@code answer}; then the one command,
   *     if any
   */
  public static void main(String[] args) throws IOException {
    Path pipes = Path.of(args[0]);
    if (args.length > 1) {
      Main.main(cut(pipes, List.of(args).subList(1, args.length)).toArray(String[]::new));
      return;
    }
    while (true) {
      String request = Files.readString(pipes.resolve("request"));
      List<String> words = new ArrayList<>(Arrays.asList(request.split("\0", -1)));
      words.removeLast();
      Cli.Result result = Cli.run(cut(pipes, words).toArray(String[]::new));
      Files.writeString(pipes.resolve("out"), result.out());
      Files.writeString(pipes.resolve("err"), result.err());
      Files.writeString(pipes.resolve("answer"), result.code() + "\n");
    }
  }

  /** Makes a command as short as the file {@code cut-<command>} says. */
  private static List<String> cut(Path pipes, List<String> words) throws IOException {
    Path file = pipes.resolve("cut-" + (words.isEmpty() ? "" : words.getFirst()));
    if (!Files.exists(file)) {
      return words;
    }
    Files.writeString(
        pipes.resolve("used"), words.getFirst() + "\n", StandardCharsets.UTF_8,
        StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    return replaced(words, List.of(Files.readString(file).strip().split(" +", -1)));
  }

  /** Puts options in place of those of the same name, or behind the others. */
  static List<String> replaced(List<String> words, List<String> options) {
    List<String> all = new ArrayList<>(words);
    for (String option : options) {
      if (option.startsWith("--") && !option.equals("--set")) {
        int at = all.indexOf(option);
        if (at >= 0) {
          all.subList(at, Math.min(at + 2, all.size())).clear();
        }
        all.removeIf(word -> word.startsWith(option + "="));
      }
    }
    all.addAll(options);
    return all;
  }
}

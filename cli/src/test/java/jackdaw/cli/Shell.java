package jackdaw.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs shell scripts in a folder that looks like the root of the repository: {@code ./jackdaw} is
 * there, {@code examples/} and folders to write to. The scripts are run by {@code sh}, in which
 * these are others than usual:
 *
 * <ul>
 *   <li>{@code ./jackdaw} runs in a process that stays ({@link CommandServer}); options may be
 *       replaced by shorter ones. With {@code JACKDAW_CLASSPATH} it is a process of its own;
 *   <li>{@code java} takes the classes that are tested as its class path, and {@code
 *       JACKDAW_CLASSPATH};
 *   <li>{@code taskset} runs the command on any core;
 *   <li>{@code mvn} and {@code pip} do nothing: they would build what is being built, and fetch
 *       things.
 * </ul>
 */
final class Shell implements AutoCloseable {
  private static final int SECONDS = 120;

  private static final String JACKDAW =
      """
      #!/bin/sh
      if [ -n "${JACKDAW_CLASSPATH:-}" ]; then
        exec java --enable-native-access=ALL-UNNAMED -XX:+UseSerialGC -cp "" \\
          jackdaw.cli.CommandServer "$JACKDAW_TEST" "$@"
      fi
      printf '%s\\0' "$@" >"$JACKDAW_TEST/request"
      read -r code <"$JACKDAW_TEST/answer"
      cat "$JACKDAW_TEST/out"
      cat "$JACKDAW_TEST/err" >&2
      exit "$code"
      """;

  private static final String JAVA =
      """
      #!/bin/sh
      before=
      for word; do
        shift
        case $before in -cp | --class-path)
          word=$JACKDAW_TEST_CLASS_PATH${JACKDAW_CLASSPATH:+:$JACKDAW_CLASSPATH} ;;
        esac
        set -- "$@" "$word"
        before=$word
      done
      exec "$JACKDAW_TEST_JAVA" "$@"
      """;

  private static final String TASKSET =
      """
      #!/bin/sh
      [ "$1" = -c ] || exit 2
      shift 2
      exec "$@"
      """;

  private static final String NOTHING = "#!/bin/sh\n";

  private final Path folder;
  private final Path pipes;
  private final Process server;
  private final String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
  private final String classPath =
      absolute(
          System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));

  /** What a script printed, and its exit code. */
  record Result(int code, String printed) {}

  /**
   * A shell.
   *
   * @param temporary an empty folder
   */
  Shell(Path temporary) throws IOException, InterruptedException {
    folder = Files.createDirectory(temporary.resolve("jackdaw"));
    pipes = Files.createDirectory(temporary.resolve("pipes"));
    Path bin = Files.createDirectory(temporary.resolve("bin"));
    script(bin.resolve("java"), JAVA);
    script(bin.resolve("taskset"), TASKSET);
    script(bin.resolve("mvn"), NOTHING);
    script(bin.resolve("pip"), NOTHING);
    for (String pipe : List.of("request", "answer")) {
      new ProcessBuilder("mkfifo", pipes.resolve(pipe).toString()).inheritIO().start().waitFor();
    }
    clear();
    server =
        new ProcessBuilder(
            java, "--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED",
            "-XX:+UseSerialGC", "-XX:FreqInlineSize=80", "-XX:-UsePerfData", "-Xmx1g",
            "-Djava.awt.headless=true", "-Djackdaw.command=./jackdaw", "-cp", classPath,
            CommandServer.class.getName(), pipes.toString())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(pipes.resolve("server").toFile())
            .start();
  }

  private static String absolute(String classPath) {
    return String.join(
        ":",
        Stream.of(classPath.split(":", -1)).map(each -> Path.of(each).toAbsolutePath().toString())
            .toList());
  }

  private static void script(Path file, String text) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Makes the folder as it was at first. */
  void clear() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        if (!file.equals(folder)) {
          Files.delete(file);
        }
      }
    }
    script(folder.resolve("jackdaw"), JACKDAW);
    copy(Markdown.ROOT.resolve("examples"), folder.resolve("examples"));
    Files.createDirectories(folder.resolve("docs/results"));
    Files.createDirectories(folder.resolve("docs/images"));
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }

  /** The folder in which scripts run. */
  Path folder() {
    return folder;
  }

  /**
   * Runs a script until its first command that fails.
   *
   * @param cuts options by the name of Jackdaw's command that they are for: they are put in place
   *     of those of the same name, or behind the others
   * @param used where to put the names of the commands that were made shorter
   */
  Result run(String script, Map<String, String> cuts, Set<String> used)
      throws IOException, InterruptedException {
    Path out = pipes.resolve("script.out");
    for (Map.Entry<String, String> cut : cuts.entrySet()) {
      Files.writeString(pipes.resolve("cut-" + cut.getKey()), cut.getValue());
    }
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-ex", "-c", script)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(out.toFile());
    Map<String, String> environment = builder.environment();
    environment.put("JACKDAW_TEST", pipes.toString());
    environment.put("JACKDAW_TEST_JAVA", java);
    environment.put("JACKDAW_TEST_CLASS_PATH", classPath);
    environment.put("PATH", pipes.resolveSibling("bin") + ":" + System.getenv("PATH"));
    Process process = builder.start();
    // Else the script would wait for an answer that nobody gives.
    CompletableFuture<Void> lost = server.onExit().thenRun(process::destroyForcibly);
    try {
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError(
            "did not end within %d s:%n%s%s".formatted(SECONDS, script, Files.readString(out)));
      }
    } finally {
      lost.cancel(false);
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      for (String command : cuts.keySet()) {
        Files.delete(pipes.resolve("cut-" + command));
      }
    }
    Path names = pipes.resolve("used");
    if (Files.exists(names)) {
      used.addAll(new TreeSet<>(Files.readAllLines(names)));
      Files.delete(names);
    }
    return new Result(process.exitValue(), Files.readString(out));
  }

  @Override
  public void close() {
    server.destroyForcibly();
    try {
      server.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

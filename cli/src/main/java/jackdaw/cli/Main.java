package jackdaw.cli;

import jackdaw.runs.RunConfig;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** The command {@code jackdaw}. */
public final class Main {
  private static final List<Command> COMMANDS =
      List.of(
          new TrainCommand(),
          new ResumeCommand(),
          new EvaluateCommand(),
          new PlayCommand(),
          new PlotCommand(),
          new CompareCommand(),
          new ExplainCommand(),
          new ReproduceCommand(),
          new OptimumCommand(),
          new ListCommand());

  private static final String VERSION = "--version";

  private Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) {
    eraseIncubatorWarning();
    // Digits and points as everywhere in the world of programs, whatever the user's language: what
    // is printed may be pasted into a command or read by another program.
    Locale.setDefault(Locale.ROOT);
    StandardOutput out = StandardOutput.ofProcess();
    int code = run(Terminal.ofProcess(out.stream()), args);
    System.exit(out.report(System.err, code));
  }

  /** Runs one command; returns 0 if it went well, 1 if training failed, 2 for wrong input. */
  static int run(Terminal terminal, String... args) {
    try {
      return dispatch(List.of(args), terminal);
    } catch (Exception | OutOfMemoryError | StackOverflowError | LinkageError e) {
      return ErrorReport.print(terminal.err(), e, List.of(args).contains(Syntax.STACK_TRACE));
    } finally {
      terminal.out().flush();
      terminal.err().flush();
    }
  }

  private static int dispatch(List<String> args, Terminal terminal) throws IOException {
    List<String> words = args.stream().filter(word -> !word.equals(Syntax.STACK_TRACE)).toList();
    if (words.isEmpty()) {
      throw new InputException(
          "no command is given: choose one of "
              + String.join(", ", names())
              + ", such as "
              + COMMANDS.getFirst().syntax().example());
    }
    switch (words.getFirst()) {
      case Syntax.HELP, Syntax.SHORT_HELP -> terminal.out().print(help());
      case VERSION -> terminal.out().println("jackdaw " + RunConfig.libraryVersion());
      default -> {
        Command command = command(words.getFirst());
        Arguments arguments = command.syntax().parse(words.subList(1, words.size()));
        if (!arguments.has(Syntax.HELP)) {
          return command.run(arguments, terminal);
        }
        terminal.out().print(command.syntax().help());
      }
    }
    return ErrorReport.FINE;
  }

  private static Command command(String name) {
    for (Command command : COMMANDS) {
      if (command.syntax().command().equals(name)) {
        return command;
      }
    }
    boolean option = name.startsWith("-");
    String meant = Syntax.meant(name, option ? List.of(Syntax.HELP, VERSION) : names());
    throw new InputException(
        "unknown %s %s: %s%s --help shows all"
            .formatted(option ? "option" : "command", name, meant, called()));
  }

  private static List<String> names() {
    return COMMANDS.stream().map(command -> command.syntax().command()).toList();
  }

  private static String help() {
    StringBuilder text = new StringBuilder("Usage: ").append(called()).append(" COMMAND ...\n\n");
    text.append("Deep reinforcement learning for the JVM.\n\nCommands:\n");
    for (Command command : COMMANDS) {
      Syntax syntax = command.syntax();
      text.append("  ").append(syntax.command());
      text.append(" ".repeat(10 - syntax.command().length())).append(syntax.summary()).append('\n');
    }
    return text
        .append("\nCOMMAND --help says more; ").append(VERSION).append(" shows the version.\n\n")
        .append(
            "Exit codes: 0 fine, also when a run was asked to stop and saved itself; 1 training\n")
        .append("failed; 2 the input was wrong.\n\n")
        .append("Example: ").append(COMMANDS.getFirst().syntax().example()).append('\n')
        .toString();
  }

  /** How the user called the program, for messages that say what to type. */
  static String called() {
    return System.getProperty("jackdaw.command", "jackdaw");
  }

  /**
   * Takes back the one line that Java prints before any code of ours runs if it was asked for the
   * Vector API, which is still incubating: no option of Java's silences it. Where standard error is
   * no terminal it stays.
   */
  private static void eraseIncubatorWarning() {
    if (Boolean.getBoolean(Terminal.ERR_IS_TERMINAL)
        && ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()) {
      System.err.print("\033[1A\033[2K");
    }
  }
}

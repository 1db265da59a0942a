package jackdaw.cli;

import jackdaw.text.NearestNames;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What may stand behind a command, read and explained. It does what is needed here and no more: the
 * library first used for it, picocli, took 0.15 s of each start, more than all else before training
 * begins, because Java cannot keep its classes in an AOT cache (they are in Java 5's format).
 *
 * @param command the command's name
 * @param summary what it does, in one line
 * @param parameters what it needs, in order, as typed
 * @param options what it knows besides
 * @param notes more help, in lines
 * @param example a command line that works
 */
record Syntax(
    String command,
    String summary,
    List<String> parameters,
    List<Option> options,
    List<String> notes,
    String example) {
  static final String HELP = "--help";
  static final String SHORT_HELP = "-h";
  static final String STACK_TRACE = "--stack-trace";

  private static final List<Option> COMMON =
      List.of(
          Option.flag(STACK_TRACE, "with an error, show where in the program it arose"),
          Option.flag(HELP, "show this help"));

  /** Options as all commands have them, behind its own. */
  Syntax {
    List<Option> all = new ArrayList<>(options);
    all.addAll(COMMON);
    options = List.copyOf(all);
  }

  /**
   * Reads what was typed behind the command. Words from the first {@code --} on are parameters.
   *
   * @throws InputException if it is not as this says
   */
  Arguments parse(List<String> words) {
    List<String> given = new ArrayList<>();
    Map<String, List<String>> values = new LinkedHashMap<>();
    boolean onlyParameters = false;
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (onlyParameters || !word.startsWith("-") || word.equals("-")) {
        given.add(word);
      } else if (word.equals("--")) {
        onlyParameters = true;
      } else {
        int equals = word.indexOf('=');
        Option option = option(equals < 0 ? word : word.substring(0, equals));
        String value = equals < 0 ? null : word.substring(equals + 1);
        if (option.value() != null && value == null) {
          i++;
          value = i < words.size() && !isOption(words.get(i)) ? words.get(i) : null;
        }
        put(values, option, value);
      }
    }
    if (!values.containsKey(HELP)) {
      checkCount(given);
    }
    return new Arguments(given, values);
  }

  private Option option(String name) {
    String full = name.equals(SHORT_HELP) ? HELP : name;
    for (Option option : options) {
      if (option.name().equals(full)) {
        return option;
      }
    }
    throw new InputException(
        "unknown option "
            + name
            + ": "
            + meant(name, options.stream().map(Option::name).toList())
            + called()
            + " --help shows all");
  }

  /** A value may begin with a dash, as negative numbers do, but not be an option of ours. */
  private boolean isOption(String word) {
    int equals = word.indexOf('=');
    String name = equals < 0 ? word : word.substring(0, equals);
    return options.stream().anyMatch(option -> option.name().equals(name));
  }

  private void put(Map<String, List<String>> values, Option option, @Nullable String value) {
    if (option.value() != null && value == null) {
      throw new InputException(option.name() + " has no value: write " + option.typed());
    }
    if (option.value() == null && value != null) {
      throw new InputException(
          option.name() + " takes no value, and was given " + value + ": write " + option.typed());
    }
    List<String> before = values.computeIfAbsent(option.name(), name -> new ArrayList<>());
    if (!before.isEmpty() && !option.repeatable()) {
      throw new InputException(option.name() + " is given twice: give it once");
    }
    before.add(value == null ? "" : value);
  }

  private void checkCount(List<String> given) {
    if (given.size() < parameters.size()) {
      throw new InputException(
          command + " needs " + parameters.get(given.size()) + ": write it like " + example());
    }
    if (given.size() > parameters.size()) {
      throw new InputException(
          "argument "
              + given.get(parameters.size())
              + " is one too many: write "
              + called()
              + parameters.stream().map(parameter -> " " + parameter).reduce("", String::concat)
              + ", then options");
    }
  }

  /** "did you mean …? ", or nothing if no name is near. */
  static String meant(String name, List<String> known) {
    String question = NearestNames.question(name, known);
    return question.isEmpty() ? "" : question + " ";
  }

  private String called() {
    return Main.called() + ' ' + command;
  }

  @Override
  public String example() {
    return Main.called() + ' ' + example;
  }

  /** The help, in lines of at most 100 columns. */
  String help() {
    StringBuilder text = new StringBuilder("Usage: ").append(called());
    parameters.forEach(parameter -> text.append(' ').append(parameter));
    text.append(" [options]\n\n").append(summary).append("\n\nOptions:\n");
    int width = options.stream().mapToInt(option -> option.typed().length()).max().orElse(0);
    for (Option option : options) {
      text.append("  ").append(option.typed());
      text.append(" ".repeat(width - option.typed().length() + 2)).append(option.help());
      text.append('\n');
    }
    if (!notes.isEmpty()) {
      text.append('\n');
      notes.forEach(note -> text.append(note).append('\n'));
    }
    return text.append("\nExample: ").append(example()).append('\n').toString();
  }
}

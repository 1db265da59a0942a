package jackdaw.cli;

import jackdaw.text.NearestNames;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * What may stand behind a command, read and explained with picocli. Commands are described to it in
 * code: its annotations would cost every start the reflection over them.
 *
 * @param command the command's name
 * @param summary what it does, in one line
 * @param parameters what it takes, in order, as typed; the last may be of the kind {@code DIR...},
 *     and the last ones of the kind {@code [NAME]}, which may be left out
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

  /** At the end of a parameter's name: that there may be several of it. */
  private static final String SEVERAL = "...";

  /** At the start of a parameter's name: that it may be left out. */
  private static final String OPTIONAL = "[";

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

  private CommandSpec spec() {
    CommandSpec spec = CommandSpec.create().name(called());
    spec.usageMessage().width(100).sortOptions(false).description(summary, "");
    spec.usageMessage().footer(footer()).autoWidth(false);
    for (int i = 0; i < parameters.size(); i++) {
      boolean several = parameters.get(i).endsWith(SEVERAL);
      boolean optional = parameters.get(i).startsWith(OPTIONAL);
      PositionalParamSpec.Builder builder =
          PositionalParamSpec.builder()
              .index(several ? i + "..*" : Integer.toString(i))
              .arity(several ? "1..*" : optional ? "0..1" : "1")
              .required(!optional)
              .paramLabel(parameters.get(i))
              .hideParamSyntax(true);
      spec.addPositional(
          several
              ? builder.type(List.class).auxiliaryTypes(String.class).build()
              : builder.type(String.class).build());
    }
    options.forEach(option -> spec.addOption(spec(option)));
    return spec;
  }

  private static OptionSpec spec(Option option) {
    OptionSpec.Builder builder =
        option.name().equals(HELP)
            ? OptionSpec.builder(HELP, SHORT_HELP).usageHelp(true)
            : OptionSpec.builder(option.name());
    builder.description(option.help());
    if (option.value() == null) {
      return builder.arity("0").type(boolean.class).build();
    }
    builder.arity("1").paramLabel(option.value()).hideParamSyntax(true);
    return option.repeatable()
        ? builder.type(List.class).auxiliaryTypes(String.class).build()
        : builder.type(String.class).build();
  }

  private String[] footer() {
    List<String> lines = new ArrayList<>();
    lines.add("");
    if (!notes.isEmpty()) {
      lines.addAll(notes);
      lines.add("");
    }
    lines.add("Example: " + example());
    // picocli reads footers as formats
    return lines.stream().map(line -> line.replace("%", "%%")).toArray(String[]::new);
  }

  /**
   * Reads what was typed behind the command.
   *
   * @throws InputException if it is not as this says
   */
  Arguments parse(List<String> words) {
    Arguments plain = plain(words);
    if (plain != null) {
      return plain;
    }
    try {
      return arguments(new CommandLine(spec()).parseArgs(words.toArray(String[]::new)));
    } catch (UnmatchedArgumentException e) {
      throw new InputException(unmatched(e.getUnmatched().getFirst()));
    } catch (OverwrittenOptionException e) {
      throw new InputException(
          ((OptionSpec) e.getOverwritten()).longestName() + " is given twice: give it once");
    } catch (MissingParameterException e) {
      throw new InputException(missing(e));
    } catch (ParameterException e) {
      throw new InputException(e.getMessage() + ": " + called() + " --help shows all");
    }
  }

  /**
   * Words that are all as they should be are read without picocli: its classes are too old for
   * Java's cache, and to load them takes a sixth of the time until training starts. It decides
   * whatever is not plainly right, and gives null here.
   */
  private @Nullable Arguments plain(List<String> words) {
    List<String> given = new ArrayList<>();
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      int equals = word.indexOf('=');
      Option option = option(equals < 0 ? word : word.substring(0, equals));
      if (!word.startsWith("-")) {
        given.add(word);
      } else if (option == null || (values.containsKey(option.name()) && !option.repeatable())) {
        return null;
      } else if (option.value() == null) {
        if (equals >= 0 || option.name().equals(HELP)) {
          return null;
        }
        values.put(option.name(), List.of());
      } else {
        boolean joined = equals >= 0;
        String value =
            joined ? word.substring(equals + 1) : i + 1 < words.size() ? words.get(++i) : "";
        if (value.isEmpty() || (!joined && option(value) != null) || value.equals(SHORT_HELP)) {
          return null;
        }
        values.computeIfAbsent(option.name(), name -> new ArrayList<>()).add(value);
      }
    }
    boolean several = !parameters.isEmpty() && parameters.getLast().endsWith(SEVERAL);
    long needed = parameters.stream().filter(name -> !name.startsWith(OPTIONAL)).count();
    boolean enough = given.size() >= needed && (several || given.size() <= parameters.size());
    return enough ? new Arguments(given, values) : null;
  }

  private @Nullable Option option(String name) {
    for (Option option : options) {
      if (option.name().equals(name)) {
        return option;
      }
    }
    return null;
  }

  private Arguments arguments(ParseResult result) {
    List<String> given = new ArrayList<>();
    for (PositionalParamSpec parameter : result.matchedPositionals()) {
      given.addAll(parameter.originalStringValues());
    }
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (OptionSpec option : result.matchedOptions()) {
      values.put(option.longestName(), option.originalStringValues());
    }
    return new Arguments(given, values);
  }

  private String unmatched(String word) {
    if (word.startsWith("-")) {
      int equals = word.indexOf('=');
      String name = equals < 0 ? word : word.substring(0, equals);
      return "unknown option "
          + name
          + ": "
          + meant(name, options.stream().map(Option::name).toList())
          + called()
          + " --help shows all";
    }
    return "argument %s is one too many: write %s %s, then options"
        .formatted(word, called(), String.join(" ", parameters));
  }

  private String missing(MissingParameterException e) {
    if (e.getMissing().getFirst() instanceof OptionSpec option) {
      return "%s has no value: write %s %s"
          .formatted(option.longestName(), option.longestName(), option.paramLabel());
    }
    return "%s needs %s: write it like %s"
        .formatted(command, e.getMissing().getFirst().paramLabel(), example());
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
    return new CommandLine(spec()).setSeparator(" ").getUsageMessage(CommandLine.Help.Ansi.OFF);
  }
}

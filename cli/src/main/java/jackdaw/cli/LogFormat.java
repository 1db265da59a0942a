package jackdaw.cli;

/** How a command says what it does. */
enum LogFormat {
  /** For people. */
  TEXT,

  /** For machines: one JSON object a line on standard output, and nothing else there. */
  JSON;

  static final String OPTION = "--log-format";

  static Option option() {
    return Option
        .of(OPTION, "F", "text, or json for machines: one object a line; text if not given");
  }

  /**
   * The one that was asked for.
   *
   * @throws InputException if there is no such format, or silence was asked for as well
   */
  static LogFormat of(Arguments arguments) {
    String given = arguments.valueOr(OPTION, "text");
    return switch (given) {
      case "text" -> TEXT;
      case "json" -> {
        if (arguments.has(Session.QUIET)) {
          throw new InputException(
              "%s json and %s exclude each other: leave one out".formatted(OPTION, Session.QUIET));
        }
        yield JSON;
      }
      default -> throw new InputException(
          "%s is %s, where text or json is expected".formatted(OPTION, given));
    };
  }
}

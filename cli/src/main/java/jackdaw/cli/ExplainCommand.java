package jackdaw.cli;

import jackdaw.algorithm.ppo.Ppo;
import jackdaw.cli.explain.Explanation;
import jackdaw.runs.Algorithms;
import jackdaw.runs.RunConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.OptionalInt;

/** {@code jackdaw explain}: a page that steps through one update. */
final class ExplainCommand implements Command {
  private static final String OUT = "--out";
  private static final String UPDATE = "--update";
  private static final String SEED = "--seed";
  private static final String SET = "--set";
  private static final String DOCUMENT = "--document";
  private static final String UNVERSIONED =
      Explanation.ENVIRONMENT.substring(0, Explanation.ENVIRONMENT.indexOf('-'));

  @Override
  public Syntax syntax() {
    return new Syntax(
        "explain",
        "Writes a page that steps through one update of a run, number by number.",
        List.of("<algorithm>", "<environment>"),
        List.of(
            Option.of(OUT, "FILE", "where to write the page; explain.html if not given"),
            OutputFile.force(),
            Option.of(UPDATE, "N", "which update of the run; else the first that shows all cases"),
            Option.of(SEED, "N", "decides everything random; 1 if not given"),
            new Option(SET, "key=value", "changes one setting; may be given several times", true),
            Option.flag(DOCUMENT, "the worked example that the page follows, in place of a run")),
        List.of(
            "The algorithm is ppo and the environment GridWorld, trained with the profile "
                + Explanation.PROFILE
                + ",",
            "whose rollouts have 16 steps. The page is one file that any browser opens."),
        "explain ppo GridWorld --out page.html");
  }

  @Override
  public int run(Arguments arguments, Terminal terminal) throws IOException {
    requirePpoOnTheGrid(arguments.parameters().get(0), arguments.parameters().get(1));
    OutputFile file =
        OutputFile.of(
            OUT,
            TrainCommand.toPath(OUT, arguments.valueOr(OUT, "explain.html")),
            OutputFile.Kind.PAGE,
            arguments);
    Explanation explanation =
        arguments.has(DOCUMENT) ? document(arguments) : ofRun(arguments);
    String html = explanation.html();
    file.write(draft -> Files.writeString(draft, html));
    terminal
        .out()
        .println(
            explanation.update() == 0
                ? "Wrote " + file
                : "Wrote %s: update %d of the run".formatted(file, explanation.update()));
    return ErrorReport.FINE;
  }

  private static void requirePpoOnTheGrid(String algorithm, String environment) {
    try {
      Algorithms.named(algorithm);
    } catch (IllegalArgumentException e) {
      throw new InputException(e);
    }
    if (!algorithm.equals(Ppo.TYPE.name())) {
      throw new InputException(
          "explain knows no walkthrough of %s: write explain ppo GridWorld".formatted(algorithm));
    }
    if (!environment.equals(Explanation.ENVIRONMENT) && !environment.equals(UNVERSIONED)) {
      throw new InputException(
          "explain draws no %s: write explain ppo %s".formatted(environment, UNVERSIONED));
    }
  }

  private static Explanation document(Arguments arguments) {
    for (String option : List.of(UPDATE, SEED, SET)) {
      if (arguments.has(option)) {
        throw new InputException(
            "%s has no meaning with %s, which shows no run: leave one of them out"
                .formatted(option, DOCUMENT));
      }
    }
    return Explanation.ofDocument();
  }

  private static Explanation ofRun(Arguments arguments) {
    Long seed = Numbers.whole(SEED, arguments.value(SEED), Long.MIN_VALUE, Long.MAX_VALUE);
    Long update = Numbers.whole(UPDATE, arguments.value(UPDATE), 1, Integer.MAX_VALUE);
    try {
      RunConfig.Builder builder =
          RunConfig.builder(Ppo.TYPE.name(), Explanation.ENVIRONMENT)
              .profile(Explanation.PROFILE)
              .threads(1)
              .seed(seed);
      for (String change : arguments.values(SET)) {
        TrainCommand.set(builder, change);
      }
      return Explanation.ofRun(
          builder.build(),
          update == null ? OptionalInt.empty() : OptionalInt.of(update.intValue()));
    } catch (IllegalArgumentException e) {
      throw new InputException(e);
    }
  }
}

package jackdaw.cli;

import jackdaw.environments.Environments;
import jackdaw.runs.JsonLines;
import jackdaw.runs.Run;
import jackdaw.runs.RunDirectory;
import jackdaw.train.Evaluation;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code jackdaw evaluate}: plays episodes with what a run has learnt. */
final class EvaluateCommand implements Command {
  private static final String EPISODES = "--episodes";
  private static final String SEED = "--seed";
  private static final String BEST = "--best";
  private static final int MAX_EPISODES = 100_000_000;

  @Override
  public Syntax syntax() {
    return new Syntax(
        "evaluate",
        "Plays episodes with what a run has learnt, always with the most likely action.",
        List.of("DIR"),
        List.of(
            Option.of(EPISODES, "N", "how many; 100 if not given"),
            Option.of(SEED, "N", "decides the episodes; 1 if not given"),
            Option.flag(BEST, "the parameters with the highest mean return instead of the last"),
            PythonOption.OPTION,
            LogFormat.option()),
        List.of(),
        "evaluate jackdaw-runs/my-run --episodes 20");
  }

  @Override
  public int run(Arguments arguments, Terminal terminal) {
    PythonOption.apply(arguments);
    String episodes = arguments.valueOr(EPISODES, "100");
    int count = Math.toIntExact(whole(EPISODES, episodes, 1, MAX_EPISODES));
    long seed =
        whole(SEED, arguments.valueOr(SEED, "1"), Long.MIN_VALUE, Long.MAX_VALUE);
    boolean best = arguments.has(BEST);
    RunDirectory directory = ResumeCommand.directory(arguments.parameters().getFirst());
    LogFormat format = LogFormat.of(arguments);
    Evaluation evaluation = evaluate(directory, best, count, seed);
    if (format == LogFormat.JSON) {
      write(new JsonLines(terminal.out()), directory, best, seed, evaluation);
      return ErrorReport.FINE;
    }
    terminal
        .out()
        .println(
            "%s parameters of %s, %s episodes, seed %d"
                .formatted(best ? "Best" : "Last", directory, Numbers.grouped(count), seed));
    print(terminal.out(), evaluation);
    return ErrorReport.FINE;
  }

  private static long whole(String option, @Nullable String text, long low, long high) {
    return Objects.requireNonNull(Numbers.whole(option, text, low, high));
  }

  private static Evaluation evaluate(
      RunDirectory directory, boolean best, int count, long seed) {
    try {
      return Run.evaluate(directory, Environments::supplier, best, count, seed);
    } catch (IllegalArgumentException | IllegalStateException | IOException e) {
      throw new InputException(e);
    }
  }

  private static void write(
      JsonLines lines, RunDirectory directory, boolean best, long seed, Evaluation evaluation) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("directory", directory.toString());
    values.put("parameters", best ? "best" : "last");
    values.put("seed", seed);
    values.put("episodes", evaluation.returns().length);
    values.put("meanReturn", evaluation.meanReturn());
    values.put("standardDeviation", evaluation.standardDeviation());
    values.put("meanLength", evaluation.meanLength());
    values.put("returns", Arrays.stream(evaluation.returns()).boxed().toList());
    values.put("lengths", Arrays.stream(evaluation.lengths()).boxed().toList());
    lines.write("evaluation", values);
  }

  private static void print(PrintStream out, Evaluation evaluation) {
    double[] returns = evaluation.returns();
    out.println(
        "Return    mean %s, standard deviation %s, minimum %s, maximum %s"
            .formatted(
                Numbers.decimal(evaluation.meanReturn()),
                Numbers.decimal(evaluation.standardDeviation()),
                Numbers.decimal(Arrays.stream(returns).min().orElseThrow()),
                Numbers.decimal(Arrays.stream(returns).max().orElseThrow())));
    out.println("Length    mean %s steps".formatted(Numbers.decimal(evaluation.meanLength())));
  }
}

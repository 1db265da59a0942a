package jackdaw.runs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a study showed, as Markdown. Scores are those of Schulman et al. 2017, table 1: on each task 0
 * is the mean return of random actions and 1 the best run.
 */
public final class StudyTable {
  private StudyTable() {}

  /**
   * The whole document.
   *
   * @param command what makes it again
   */
  public static String of(Study.Result result, String command) {
    Study study = result.study();
    List<String> lines = new ArrayList<>();
    lines.add("# " + study.title());
    lines.add("");
    // The documentation's test runs it, but not for as long.
    lines.add("```sh {study=\"--seeds 1 --total-steps 1\"}");
    lines.add(command);
    lines.add("```");
    lines.add("");
    lines.add(
        "trains %s with each variant on each task with seeds 1 to %d, in memory, and writes this file."
            .formatted(study.algorithm(), result.seeds()));
    lines.add(
        "A run's return is the mean over its last 100 training episodes, with the actions drawn.");
    lines.add(
        "As in table 1 of Schulman et al. 2017, a score is 0 for random actions and 1 for the best");
    lines.add(
        "run of the task; behind the means over all tasks and seeds stand 95 % intervals of a");
    lines.add("bootstrap that is stratified by task.");
    lines.add("");
    lines.add("| variant | score | 95 % interval |");
    lines.add("| --- | --- | --- |");
    for (int variant = 0; variant < study.variants().size(); variant++) {
      Bootstrap score = Bootstrap.of(scores(result, variant));
      lines.add(
          "| %s | %s | %s to %s |"
              .formatted(
                  study.variants().get(variant).name(),
                  decimals(score.mean(), 2),
                  decimals(score.low(), 2),
                  decimals(score.high(), 2)));
    }
    for (int task = 0; task < study.tasks().size(); task++) {
      lines.addAll(task(result, task));
    }
    lines.add("");
    lines.add("## Settings");
    lines.add("");
    lines.add(
        (study.settings().isEmpty() ? "" : "All runs: " + text(study.settings()) + ". ")
            + "Each variant: "
            + String.join(
                "; ", study.variants().stream()
                    .map(variant -> variant.name() + ", " + text(variant.settings())).toList())
            + ". What is not named is as in the default profile of the task.");
    return String.join("\n", lines) + "\n";
  }

  private static List<String> task(Study.Result result, int index) {
    Study.Task task = result.study().tasks().get(index);
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add("## " + task.environment());
    lines.add("");
    lines.add(
        "%,d steps%s. Random actions return %s, the best run %s."
            .formatted(
                task.totalSteps(),
                task.settings().isEmpty() ? "" : ", " + text(task.settings()),
                decimals(result.randomReturns()[index], 1),
                decimals(best(result, index), 1)));
    lines.add("");
    lines.add("| variant | mean return | score | 95 % interval | returns of all seeds |");
    lines.add("| --- | --- | --- | --- | --- |");
    for (int variant = 0; variant < result.study().variants().size(); variant++) {
      double[] returns = result.returns()[index][variant];
      Bootstrap score = Bootstrap.of(List.of(scores(result, index, variant)));
      lines.add(
          "| %s | %s | %s | %s to %s | %s |"
              .formatted(
                  result.study().variants().get(variant).name(),
                  decimals(Arrays.stream(returns).average().orElseThrow(), 1),
                  decimals(score.mean(), 2),
                  decimals(score.low(), 2),
                  decimals(score.high(), 2),
                  String
                      .join(", ", Arrays.stream(returns).mapToObj(r -> decimals(r, 1)).toList())));
    }
    return lines;
  }

  /** The scores of a variant's runs by task. */
  static List<double[]> scores(Study.Result result, int variant) {
    List<double[]> scores = new ArrayList<>();
    for (int task = 0; task < result.study().tasks().size(); task++) {
      scores.add(scores(result, task, variant));
    }
    return scores;
  }

  private static double[] scores(Study.Result result, int task, int variant) {
    double random = result.randomReturns()[task];
    double span = best(result, task) - random;
    return Arrays.stream(result.returns()[task][variant]).map(r -> (r - random) / span).toArray();
  }

  private static double best(Study.Result result, int task) {
    return Arrays.stream(result.returns()[task]).flatMapToDouble(Arrays::stream).max()
        .orElseThrow();
  }

  private static String text(Map<String, Object> settings) {
    return String.join(
        ", ",
        new TreeMap<>(settings).entrySet().stream()
            .map(each -> "`%s=%s`".formatted(each.getKey(), each.getValue())).toList());
  }

  private static String decimals(double number, int decimals) {
    return String.format(Locale.ROOT, "%." + decimals + "f", number);
  }
}

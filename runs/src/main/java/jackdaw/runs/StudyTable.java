package jackdaw.runs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleFunction;
import java.util.stream.IntStream;

/** What a study showed, as Markdown. */
public final class StudyTable {
  private StudyTable() {}

  /**
   * The whole document: how several variants compare, or what a single one reaches on each task.
   *
   * @param command what makes it again
   * @param curves the picture of the learning curves, as seen from the document; none if empty
   */
  public static String of(Study.Result result, String command, String curves) {
    List<String> lines = new ArrayList<>();
    lines.add("# " + result.study().title());
    lines.add("");
    // The documentation's test runs it, but not for as long.
    lines.add(
        "```sh {reproduce=\"--seeds 1 --jobs 1 --total-steps 1 --only %s\"}"
            .formatted(result.study().tasks().getFirst().environment()));
    lines.add(command);
    lines.add("```");
    lines.add("");
    lines.addAll(
        result.study().variants().size() == 1
            ? tasks(result, command)
            : variants(result));
    if (!curves.isEmpty()) {
      lines.add("");
      lines.add("![Learning curves](%s)".formatted(curves));
    }
    return String.join("\n", lines) + "\n";
  }

  private static String what(Study.Result result) {
    Study study = result.study();
    return "Seeds %d to %d. ".formatted(
        study.firstSeed(), study.firstSeed() + result.seeds() - 1)
        + switch (study.score()) {
          case TRAINING ->
              "A run's return is the mean over its last 100 training episodes, with the "
                  + "actions drawn.";
          case EVALUATION ->
              "A run's return is the mean of the episodes of its evaluation after training, with "
                  + "the most likely actions.";
        };
  }

  /** A row a task. */
  private static List<String> tasks(Study.Result result, String command) {
    Study study = result.study();
    List<String> lines = new ArrayList<>();
    lines.add(what(result) + " Behind the mean over the seeds and their interquartile");
    lines.add(
        "mean stand 95 % intervals of a bootstrap; seconds are the median of a run on one thread.");
    lines.add("");
    lines.add(
        "| task | wanted | mean | interquartile mean | episodes | steps | seconds | all seeds "
            + "| command |");
    lines.add("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
    for (int task = 0; task < study.tasks().size(); task++) {
      Study.Task one = study.tasks().get(task);
      double[] returns = result.returns(task, 0);
      Scores scores = Scores.of(returns);
      double[] seconds = Arrays.stream(result.outcomes()[task][0])
          .mapToDouble(Study.Outcome::wallSeconds).sorted().toArray();
      lines.add(
          "| %s | %s | %s | %s | %,d | %,d | %s | %s | `%s` |"
              .formatted(
                  one.environment(),
                  one.mark().isPresent() ? precise(one.mark().getAsDouble()) : "",
                  text(scores.mean(), StudyTable::precise),
                  text(scores.interquartileMean(), StudyTable::precise),
                  one.episodes(),
                  result.outcomes()[task][0][0].steps(),
                  decimals(seconds[seconds.length / 2], 1),
                  all(returns, StudyTable::precise),
                  command.contains("--only")
                      ? command
                      : command.replaceAll(" --output .*", "")
                          + " --only '" + one.environment() + "'"));
    }
    if (study.tasks().stream().anyMatch(task -> !task.rivals().isEmpty())) {
      lines.addAll(beside(result));
    }
    return lines;
  }

  /** A row a task that another study had runs on. */
  private static List<String> beside(Study.Result result) {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add("## Beside the runs that it is compared with");
    lines.add("");
    lines.add(
        "The lead is the difference between the means, and the probability of improvement the");
    lines.add(
        "chance that a run returns more than one of those (Agarwal et al. 2021), both with 95 %");
    lines.add("intervals of a bootstrap over the runs of both sides.");
    lines.add("");
    lines.add("| task | mean | theirs | lead | probability of improvement | their seeds |");
    lines.add("| --- | --- | --- | --- | --- | --- |");
    for (int task = 0; task < result.study().tasks().size(); task++) {
      Study.Task one = result.study().tasks().get(task);
      if (one.rivals().isEmpty()) {
        continue;
      }
      double[] theirs = one.rivals().stream().mapToDouble(Double::doubleValue).toArray();
      Scores scores = Scores.of(result.returns(task, 0));
      Scores rivals = Scores.of(theirs);
      lines.add(
          "| %s | %s | %s | %s | %s | %s |"
              .formatted(
                  one.environment(),
                  precise(scores.mean().value()),
                  precise(rivals.mean().value()),
                  text(scores.leadOver(rivals), StudyTable::precise),
                  text(scores.improvementOver(rivals)),
                  all(theirs, StudyTable::precise)));
    }
    return lines;
  }

  /**
   * How variants compare. Scores are those of Schulman et al. 2017, table 1: on each task 0 is the
   * mean return of random actions and 1 the best run.
   */
  private static List<String> variants(Study.Result result) {
    Study study = result.study();
    List<String> lines = new ArrayList<>();
    lines.add(
        "Trains %s with each variant on each task. %s"
            .formatted(study.algorithm(), what(result)));
    lines.add(
        "As in table 1 of Schulman et al. 2017, a score is 0 for random actions and 1 for the");
    lines.add(
        "best run of the task; behind the figures over all tasks and seeds stand 95 % intervals of");
    lines.add(
        "a bootstrap that is stratified by task. The last column is the chance that a run scores");
    lines.add("more than one of the variant in the first row (Agarwal et al. 2021).");
    lines.add("");
    lines.add("| variant | mean score | interquartile mean | probability of improvement |");
    lines.add("| --- | --- | --- | --- |");
    Scores first = new Scores(scores(result, 0));
    for (int variant = 0; variant < study.variants().size(); variant++) {
      Scores scores = new Scores(scores(result, variant));
      lines.add(
          "| %s | %s | %s | %s |"
              .formatted(
                  study.variants().get(variant).name(),
                  text(scores.mean()),
                  text(scores.interquartileMean()),
                  variant == 0 ? "" : text(scores.improvementOver(first))));
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
                    .map(variant -> variant.name() + ", " + text(variant)).toList())
            + ". What is not named is as in the profile of the task, the default one where none is named.");
    return lines;
  }

  private static String text(Study.Variant variant) {
    String profile =
        variant.profile().equals(Profiles.DEFAULT) && !variant.settings().isEmpty()
            ? ""
            : "profile `%s`".formatted(variant.profile());
    return profile
        + (profile.isEmpty() || variant.settings().isEmpty() ? "" : ", ")
        + text(variant.settings());
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
    lines.add("| variant | mean return | score | returns of all seeds |");
    lines.add("| --- | --- | --- | --- |");
    for (int variant = 0; variant < result.study().variants().size(); variant++) {
      double[] returns = result.returns(index, variant);
      lines.add(
          "| %s | %s | %s | %s |"
              .formatted(
                  result.study().variants().get(variant).name(),
                  decimals(Arrays.stream(returns).average().orElseThrow(), 1),
                  text(Scores.of(scores(result, index, variant)).mean()),
                  all(returns, StudyTable::brief)));
    }
    return lines;
  }

  private static String all(double[] returns, DoubleFunction<String> format) {
    return String.join(", ", Arrays.stream(returns).mapToObj(format).toList());
  }

  private static String text(Estimate estimate) {
    return text(estimate, StudyTable::brief);
  }

  private static String text(Estimate estimate, DoubleFunction<String> format) {
    return "%s [%s, %s]".formatted(
        format.apply(estimate.value()),
        format.apply(estimate.low()),
        format.apply(estimate.high()));
  }

  /** Three decimals where a return is small, as in games of chance. */
  private static String precise(double number) {
    return Math.abs(number) < 1 ? decimals(number, 3) : brief(number);
  }

  /** One decimal, or more where it is small. */
  private static String brief(double number) {
    return decimals(number, Math.abs(number) < 10 ? 2 : 1);
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
    return Arrays.stream(result.returns(task, variant)).map(r -> (r - random) / span).toArray();
  }

  private static double best(Study.Result result, int task) {
    return IntStream.range(0, result.study().variants().size())
        .mapToObj(variant -> result.returns(task, variant))
        .flatMapToDouble(Arrays::stream).max().orElseThrow();
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

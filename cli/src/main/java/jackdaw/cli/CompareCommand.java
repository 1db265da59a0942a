package jackdaw.cli;

import jackdaw.environments.Environments;
import jackdaw.runs.Estimate;
import jackdaw.runs.JsonLines;
import jackdaw.runs.Run;
import jackdaw.runs.RunGroup;
import jackdaw.runs.Scores;
import jackdaw.runs.StoredRun;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** {@code jackdaw compare}: which settings did better, and how sure that is. */
final class CompareCommand implements Command {
  private static final String METRIC = "--metric";
  private static final String EVALUATION = "evaluation";
  private static final String EPISODES = "--episodes";
  private static final String SEED = "--seed";
  private static final String BEST = "--best";
  private static final int MAX_EPISODES = 1_000_000;
  private static final int USUAL_EPISODES = 100;
  private static final String RETURN = "mean-return-100";
  private static final String INTERVAL = "95 % interval";

  @Override
  public Syntax syntax() {
    return new Syntax(
        "compare",
        "Compares runs: means, interquartile means, intervals, probabilities of improvement.",
        List.of("DIR..."),
        List.of(
            Option.of(METRIC, "M", "what counts; mean-return-100 if not given"),
            Option.of(EPISODES, "N", "with --metric evaluation: episodes of each run, else 100"),
            Option.of(SEED, "N", "with --metric evaluation: decides them, 1 if not given"),
            Option.flag(BEST, "with --metric evaluation: the best parameters, not the last"),
            LogFormat.option()),
        List.of(
            "A DIR is the directory of a run or a folder of such. Runs that differ by their seeds alone",
            "are a group, named by what sets it apart: the algorithm, the profile, a setting. M is the",
            "last value of a column of metrics.csv, or evaluation: episodes played with the last",
            "parameters. Intervals are 95 % ones of a stratified bootstrap (Agarwal et al. 2021)."),
        "compare jackdaw-runs --metric evaluation");
  }

  /** What a group's runs scored in one environment. */
  private record Row(String group, List<StoredRun> runs, double[] scores) {
    double median(String metric) {
      double[] values = runs.stream().mapToDouble(run -> run.last(metric)).sorted().toArray();
      return (values[(values.length - 1) / 2] + values[values.length / 2]) / 2;
    }
  }

  /** How often one group does better than another, in the environments that both have. */
  private record Improvement(
      String group, String over, List<String> environments, Estimate chance) {}

  @Override
  public int run(Arguments arguments, Terminal terminal) {
    LogFormat format = LogFormat.of(arguments);
    List<RunGroup> groups = groups(arguments.parameters());
    Map<String, List<Row>> rows = rows(groups, metric(arguments));
    List<Improvement> improvements = improvements(groups, rows);
    if (format == LogFormat.JSON) {
      write(new JsonLines(terminal.out()), rows, improvements);
    } else {
      print(terminal.out(), title(arguments), rows, improvements);
    }
    return ErrorReport.FINE;
  }

  /** The groups of the runs in some places. */
  static List<RunGroup> groups(List<String> places) {
    try {
      return RunGroup.of(
          StoredRun.find(places.stream().map(place -> TrainCommand.toPath("DIR", place)).toList()));
    } catch (IllegalArgumentException | IOException e) {
      throw new InputException(e);
    }
  }

  private static ToDoubleFunction<StoredRun> metric(Arguments arguments) {
    String metric = arguments.valueOr(METRIC, RETURN);
    int episodes =
        (int) Numbers.whole(EPISODES, arguments.value(EPISODES), 1, MAX_EPISODES, USUAL_EPISODES);
    long seed = Numbers.whole(SEED, arguments.value(SEED), Long.MIN_VALUE, Long.MAX_VALUE, 1);
    if (metric.equals(EVALUATION)) {
      return run -> evaluate(run, arguments.has(BEST), episodes, seed);
    }
    for (String option : List.of(EPISODES, SEED, BEST)) {
      if (arguments.has(option)) {
        throw new InputException(
            "%s is for %s %s: give that as well, or leave it out"
                .formatted(option, METRIC, EVALUATION));
      }
    }
    return run -> last(run, metric);
  }

  private static double last(StoredRun run, String metric) {
    double value;
    try {
      value = run.last(metric);
    } catch (IllegalArgumentException e) {
      throw new InputException("%s (or give %s)".formatted(ErrorReport.line(e), EVALUATION));
    }
    if (!Double.isFinite(value)) {
      throw new InputException(
          "%s of %s is %s: leave the run out, or train it on"
              .formatted(metric, run.directory(), value));
    }
    return value;
  }

  private static double evaluate(StoredRun run, boolean best, int episodes, long seed) {
    try {
      return Run.evaluate(run.directory(), Environments::supplier, best, episodes, seed)
          .meanReturn();
    } catch (IllegalArgumentException | IllegalStateException | IOException e) {
      throw new InputException(e);
    }
  }

  private static String title(Arguments arguments) {
    String metric = arguments.valueOr(METRIC, RETURN);
    return switch (metric) {
      case RETURN -> "mean return of the last 100 training episodes";
      case EVALUATION -> "mean return of %s episodes with the %s parameters"
          .formatted(
              arguments.valueOr(EPISODES, Integer.toString(USUAL_EPISODES)),
              arguments.has(BEST) ? "best" : "last");
      default -> metric + " at the end";
    };
  }

  /** The groups' scores by environment. */
  private static Map<String, List<Row>> rows(
      List<RunGroup> groups, ToDoubleFunction<StoredRun> metric) {
    Map<String, List<Row>> rows = new TreeMap<>();
    for (RunGroup group : groups) {
      group
          .runs()
          .forEach(
              (environment, runs) -> rows
                  .computeIfAbsent(environment, _ -> new ArrayList<>())
                  .add(
                      new Row(
                          group.name(), runs, runs.stream().mapToDouble(metric).toArray())));
    }
    return rows;
  }

  private static List<Improvement> improvements(
      List<RunGroup> groups, Map<String, List<Row>> rows) {
    List<Improvement> improvements = new ArrayList<>();
    for (int i = 0; i < groups.size(); i++) {
      for (int j = i + 1; j < groups.size(); j++) {
        RunGroup other = groups.get(j);
        List<String> shared =
            groups.get(i).runs().keySet().stream().filter(other.runs()::containsKey).toList();
        if (!shared.isEmpty()) {
          Estimate chance =
              scores(groups.get(i), shared, rows)
                  .improvementOver(scores(other, shared, rows));
          improvements.add(new Improvement(groups.get(i).name(), other.name(), shared, chance));
        }
      }
    }
    return improvements;
  }

  private static Scores scores(
      RunGroup group, List<String> environments, Map<String, List<Row>> rows) {
    List<double[]> tasks = new ArrayList<>();
    for (String environment : environments) {
      for (Row row : rows.getOrDefault(environment, List.of())) {
        if (row.group.equals(group.name())) {
          tasks.add(row.scores);
        }
      }
    }
    return new Scores(tasks);
  }

  private static void print(
      PrintStream out,
      String title,
      Map<String, List<Row>> rows,
      List<Improvement> improvements) {
    rows.forEach(
        (environment, ofIt) -> {
          out.println(environment + ", " + title);
          out.println();
          TextTable table =
              new TextTable(
                  "group", "seeds", "steps", "seconds", "mean", INTERVAL, "IQM", INTERVAL);
          for (Row row : ofIt) {
            Scores scores = Scores.of(row.scores);
            table.add(
                row.group,
                Integer.toString(row.scores.length),
                Numbers.grouped(Math.round(row.median("steps"))),
                Numbers.fixed(row.median("wall-seconds"), 1),
                Numbers.decimal(scores.mean().value()),
                interval(scores.mean(), row.scores.length > 1),
                Numbers.decimal(scores.interquartileMean().value()),
                interval(scores.interquartileMean(), row.scores.length > 1));
          }
          table.print(out);
          out.println();
        });
    if (!improvements.isEmpty()) {
      out.println("Probability that a run of the first group does better than one of the second");
      out.println();
      TextTable table = new TextTable("group", "than", "probability", INTERVAL, "environments");
      for (Improvement each : improvements) {
        table.add(
            each.group,
            each.over,
            Numbers.fixed(each.chance.value(), 2),
            "%s to %s".formatted(
                Numbers.fixed(each.chance.low(), 2), Numbers.fixed(each.chance.high(), 2)),
            Integer.toString(each.environments.size()));
      }
      table.print(out);
      out.println();
    }
    notes(out, rows, improvements);
  }

  private static void notes(
      PrintStream out, Map<String, List<Row>> rows, List<Improvement> improvements) {
    List<Row> all = rows.values().stream().flatMap(List::stream).toList();
    out.println("Steps and seconds are medians; IQM is the mean of the middle half of the seeds.");
    if (all.stream().anyMatch(row -> row.scores.length == 1)) {
      out.println(
          "One seed has no interval, and says nothing of the others: train more by --seed.");
    }
    if (improvements.isEmpty() && all.size() > 1) {
      out.println("No two groups have an environment in common, so none does better than another.");
    }
  }

  private static String interval(Estimate estimate, boolean known) {
    return known
        ? Numbers.decimal(estimate.low()) + " to " + Numbers.decimal(estimate.high())
        : "-";
  }

  private static void write(
      JsonLines lines, Map<String, List<Row>> rows, List<Improvement> improvements) {
    rows.forEach(
        (environment, ofIt) -> {
          for (Row row : ofIt) {
            Scores scores = Scores.of(row.scores);
            Map<String, Object> values = new LinkedHashMap<>();
            values.put("environment", environment);
            values.put("group", row.group);
            values.put("seeds", row.runs.stream().map(run -> run.config().seed()).toList());
            values.put("scores", Arrays.stream(row.scores).boxed().toList());
            values.put("medianSteps", row.median("steps"));
            values.put("medianWallSeconds", row.median("wall-seconds"));
            put(values, "mean", scores.mean());
            put(values, "interquartileMean", scores.interquartileMean());
            lines.write("group", values);
          }
        });
    for (Improvement each : improvements) {
      Map<String, Object> values = new LinkedHashMap<>();
      values.put("group", each.group);
      values.put("than", each.over);
      values.put("environments", each.environments);
      put(values, "probability", each.chance);
      lines.write("improvement", values);
    }
  }

  private static void put(Map<String, Object> values, String name, Estimate estimate) {
    values.put(name, estimate.value());
    values.put(name + "Low", estimate.low());
    values.put(name + "High", estimate.high());
  }
}

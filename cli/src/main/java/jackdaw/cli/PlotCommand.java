package jackdaw.cli;

import jackdaw.runs.RunGroup;
import jackdaw.runs.StoredRun;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** {@code jackdaw plot}: the learning curves of several runs in one picture. */
final class PlotCommand implements Command {
  private static final String OUT = "--out";
  private static final String METRIC = "--metric";
  static final String RETURN = "mean-return-100";
  static final String RETURN_TITLE = "Mean return of the last 100 episodes";

  @Override
  public Syntax syntax() {
    return new Syntax(
        "plot",
        "Draws learning curves of several runs, the seeds of a group as one line with a band.",
        List.of("DIR..."),
        List.of(
            Option.of(OUT, "FILE", "the picture, a PNG; curves.png if not given"),
            OutputFile.force(),
            Option.of(METRIC, "M", "a column of metrics.csv; mean-return-100 if not given")),
        List.of(
            "A DIR is the directory of a run or a folder of such; groups are those of 'compare'. A line",
            "is the interquartile mean of the seeds, its band the 95 % interval of a stratified",
            "bootstrap. Each environment has a panel of its own."),
        "plot jackdaw-runs --out curves.png");
  }

  @Override
  public int run(Arguments arguments, Terminal terminal) {
    OutputFile file =
        OutputFile.of(
            OUT,
            TrainCommand.toPath(OUT, arguments.valueOr(OUT, "curves.png")),
            OutputFile.Kind.PNG,
            arguments);
    String metric = arguments.valueOr(METRIC, RETURN);
    List<RunGroup> groups = CompareCommand.groups(arguments.parameters());
    Map<String, Map<String, Band>> panels = new TreeMap<>();
    Map<String, List<StoredRun>> all = new HashMap<>();
    for (RunGroup group : groups) {
      group
          .runs()
          .forEach(
              (environment, runs) -> {
                all.computeIfAbsent(environment, _ -> new ArrayList<>()).addAll(runs);
                try {
                  panels
                      .computeIfAbsent(environment, _ -> new LinkedHashMap<>())
                      .put(group.name(), Band.of(runs, metric));
                } catch (IllegalArgumentException e) {
                  throw new InputException(e);
                }
              });
    }
    CurvesPicture picture =
        new CurvesPicture(
            metric.equals(RETURN) ? RETURN_TITLE : metric);
    panels.forEach(
        (environment, bands) -> picture.add(
            environment,
            bands,
            metric.equals(RETURN)
                ? solvedReturn(all.getOrDefault(environment, List.of()))
                : OptionalDouble.empty()));
    file.write(picture::write);
    terminal.out().println("Wrote " + file);
    return ErrorReport.FINE;
  }

  /** The mark of an environment, if one of its runs knows it. */
  static OptionalDouble solvedReturn(List<StoredRun> runs) {
    return runs.stream()
        .map(StoredRun::solvedReturn)
        .filter(OptionalDouble::isPresent)
        .findFirst()
        .orElse(OptionalDouble.empty());
  }
}

package jackdaw.cli;

import jackdaw.environment.EnvironmentException;
import jackdaw.environments.Environments;
import jackdaw.runs.FileErrors;
import jackdaw.runs.StoredRun;
import jackdaw.runs.Studies;
import jackdaw.runs.Study;
import jackdaw.runs.StudyRunner;
import jackdaw.runs.StudyTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code jackdaw reproduce}: runs a study, tasks by settings by seeds, and writes its table and
 * curves.
 */
final class ReproduceCommand implements Command {
  private static final String SEEDS = "--seeds";
  private static final String JOBS = "--jobs";
  private static final String ONLY = "--only";
  private static final String TOTAL_STEPS = "--total-steps";
  private static final String RUNS = "--runs";
  private static final String OUTPUT = "--output";
  static final String OWN_WORDS = "<!-- written by hand -->";
  private static final int MAX_SEEDS = 1000;
  private static final int MAX_JOBS = 1024;

  @Override
  public Syntax syntax() {
    return new Syntax(
        "reproduce",
        "Runs a study, all its settings on all its tasks and seeds, and writes its table.",
        List.of("<study>"),
        List.of(
            Option.of(SEEDS, "N", "runs of each setting on each task; 5 if not given"),
            Option.of(JOBS, "N", "runs at the same time; if not given, one a processor"),
            Option.of(ONLY, "ENVIRONMENT", "one task of the study"),
            Option.of(TOTAL_STEPS, "N", "steps of each run; if not given, as the study has it"),
            Option.of(RUNS, "DIR", "where to keep the runs; else below jackdaw-runs"),
            Option.of(
                OUTPUT, "FILE",
                "where to write the table, and its curves as a PNG beside it; else to the screen"),
            OutputFile.force()),
        List.of(
            "Studies: " + String.join(", ", Studies.all().stream().map(Study::name).toList())
                + ".",
            "The runs are ordinary run directories. What is complete there is not run again, so that",
            "a study which was stopped goes on where it was. What stands in FILE from the line",
            OWN_WORDS,
            "on is kept."),
        "reproduce ppo-objectives --output docs/results/ppo-objectives.md");
  }

  @Override
  public int run(Arguments arguments, Terminal terminal) throws IOException {
    String name = arguments.parameters().getFirst();
    int seeds = number(SEEDS, arguments.valueOr(SEEDS, "5"), MAX_SEEDS);
    int processors = Runtime.getRuntime().availableProcessors();
    int jobs = number(JOBS, arguments.valueOr(JOBS, Integer.toString(processors)), MAX_JOBS);
    String only = arguments.value(ONLY);
    Long totalSteps =
        Numbers.whole(TOTAL_STEPS, arguments.value(TOTAL_STEPS), 1, Long.MAX_VALUE);
    Study study = study(name, only, totalSteps);
    Path runs = TrainCommand.toPath(RUNS, arguments.valueOr(RUNS, "jackdaw-runs/" + name));
    String output = arguments.value(OUTPUT);
    OutputFile file =
        output == null
            ? null
            : OutputFile.of(
                OUTPUT, TrainCommand.toPath(OUTPUT, output), OutputFile.Kind.TABLE, arguments);
    OutputFile curves =
        file == null
            ? null
            : OutputFile.of(
                OUTPUT, curvesFile(file.path()), OutputFile.Kind.PNG, arguments);
    String command =
        "./jackdaw reproduce " + name + " --seeds " + seeds
            + (only == null ? "" : " --only '" + only + "'")
            + (totalSteps == null ? "" : " --total-steps " + totalSteps);
    StudyRunner runner =
        new StudyRunner(
            study, Environments::supplier, runs, line -> terminal.err().println(line));
    Optional<Study.Result> complete = run(runner, seeds, jobs, terminal);
    if (complete.isEmpty()) {
      terminal.err().println("Stopped; the same command goes on from there.");
      return ErrorReport.FINE;
    }
    Study.Result result = complete.get();
    if (file == null || curves == null) {
      terminal.out().print(StudyTable.of(result, command, ""));
    } else {
      curves.write(curves(runner, result)::write);
      String table =
          StudyTable.of(
              result,
              command + " --output " + file,
              String.valueOf(curves.path().getFileName()))
              + ownWords(file.path());
      file.write(draft -> Files.writeString(draft, table));
      terminal.out().println("Wrote " + file + " and " + curves);
    }
    return ErrorReport.FINE;
  }

  private static Optional<Study.Result> run(
      StudyRunner runner, int seeds, int jobs, Terminal terminal) throws IOException {
    try (Stop stop = Stop.onSignals(terminal)) {
      stop.attach(runner::requestStop);
      return runner.run(seeds, jobs);
    } catch (IllegalArgumentException | EnvironmentException e) {
      throw new InputException(e);
    }
  }

  /** What somebody has added to the table by hand, with an empty line before it. */
  private static String ownWords(Path file) {
    if (!Files.isRegularFile(file)) {
      return "";
    }
    String text;
    try {
      text = Files.readString(file);
    } catch (IOException e) {
      throw new InputException(FileErrors.reading(file, e));
    }
    int start = text.indexOf(OWN_WORDS);
    return start < 0 ? "" : "\n" + text.substring(start);
  }

  private static Path curvesFile(Path table) {
    return table.resolveSibling(
        String.valueOf(table.getFileName()).replaceFirst("\\.md$", "") + ".png");
  }

  /** A panel for each task, with a line and a band for each variant. */
  private static CurvesPicture curves(StudyRunner runner, Study.Result result) throws IOException {
    CurvesPicture picture = new CurvesPicture(PlotCommand.RETURN_TITLE);
    Study study = result.study();
    for (Study.Task task : study.tasks()) {
      Map<String, Band> bands = new LinkedHashMap<>();
      List<StoredRun> all = new ArrayList<>();
      for (Study.Variant variant : study.variants()) {
        List<Path> runs = new ArrayList<>();
        for (int i = 0; i < result.seeds(); i++) {
          runs.add(runner.folder(task, variant).resolve("seed-" + (study.firstSeed() + i)));
        }
        List<StoredRun> stored = StoredRun.find(runs);
        all.addAll(stored);
        bands.put(variant.name(), Band.of(stored, PlotCommand.RETURN));
      }
      picture.add(task.environment(), bands, PlotCommand.solvedReturn(all));
    }
    return picture;
  }

  private static Study study(String name, @Nullable String only, @Nullable Long totalSteps) {
    try {
      Study study = Studies.named(name);
      study = only == null ? study : study.only(only);
      return totalSteps == null ? study : study.withTotalSteps(totalSteps);
    } catch (IllegalArgumentException e) {
      throw new InputException(e);
    }
  }

  private static int number(String option, String text, int most) {
    return Math.toIntExact(Objects.requireNonNull(Numbers.whole(option, text, 1, most)));
  }
}

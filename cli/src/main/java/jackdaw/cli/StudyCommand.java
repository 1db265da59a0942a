package jackdaw.cli;

import jackdaw.environments.Environments;
import jackdaw.runs.Studies;
import jackdaw.runs.Study;
import jackdaw.runs.StudyTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** {@code jackdaw study}: compares settings on several tasks and seeds, and writes the table. */
final class StudyCommand implements Command {
  private static final String SEEDS = "--seeds";
  private static final String TOTAL_STEPS = "--total-steps";
  private static final String OUTPUT = "--output";
  private static final int MAX_SEEDS = 1000;

  @Override
  public Syntax syntax() {
    return new Syntax(
        "study",
        "Compares settings on several tasks and seeds, and writes a table of their scores.",
        List.of("<study>"),
        List.of(
            Option.of(SEEDS, "N", "runs of each setting on each task; 5 if not given"),
            Option.of(TOTAL_STEPS, "N", "environment steps of each run; else the study's own"),
            Option.of(OUTPUT, "FILE", "where to write the table; else to the screen")),
        List.of(
            "Studies: " + String.join(", ", Studies.all().stream().map(Study::name).toList())
                + "."),
        "study ppo-objectives --output docs/results/ppo-objectives.md");
  }

  @Override
  public int run(Arguments arguments, Terminal terminal) {
    Study study = study(arguments.parameters().getFirst());
    Long steps = Numbers.whole(TOTAL_STEPS, arguments.value(TOTAL_STEPS), 1, Long.MAX_VALUE);
    if (steps != null) {
      study = study.withTotalSteps(steps);
    }
    int seeds =
        Math.toIntExact(
            Objects.requireNonNull(
                Numbers.whole(SEEDS, arguments.valueOr(SEEDS, "5"), 1, MAX_SEEDS)));
    String output = arguments.value(OUTPUT);
    Path file = output == null ? null : TrainCommand.toPath(OUTPUT, output);
    if (file != null && file.getParent() != null && !Files.isDirectory(file.getParent())) {
      throw new InputException(
          "%s %s: there is no folder %s: make it first".formatted(OUTPUT, file, file.getParent()));
    }
    Study.Result result =
        study.run(Environments::supplier, seeds, line -> terminal.err().println(line));
    String command = "./jackdaw study " + study.name() + " --seeds " + seeds;
    if (steps != null) {
      command += " " + TOTAL_STEPS + " " + steps;
    }
    if (file == null) {
      terminal.out().print(StudyTable.of(result, command));
    } else {
      write(file, StudyTable.of(result, command + " --output " + file));
      terminal.out().println("Wrote " + file);
    }
    return ErrorReport.FINE;
  }

  private static Study study(String name) {
    try {
      return Studies.named(name);
    } catch (IllegalArgumentException e) {
      throw new InputException(e);
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

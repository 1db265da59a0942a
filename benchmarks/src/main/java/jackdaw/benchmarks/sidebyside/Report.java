package jackdaw.benchmarks.sidebyside;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * The measurements of one section, as Markdown. Two markers enclose the section in the report; the
 * text around them and the other sections are kept.
 */
final class Report {
  private final String begin;
  private final String end;
  private final StringBuilder text = new StringBuilder();

  /**
   * Creates an empty section.
   *
   * @param section its name in the markers
   * @param rounds number of turns of each contestant
   * @param brief whether this is only a short trial
   */
  Report(String section, int rounds, boolean brief) throws IOException {
    begin = "<!-- measured: benchmarks/side-by-side --only " + section + " -->";
    end = "<!-- end of " + section + " -->";
    line(
        "Measured on %s, %s, Java %s. Each contestant had %d turns; figures are medians.%s"
            .formatted(
                LocalDate.now(ZoneId.systemDefault()), processor(), Runtime.version(), rounds,
                brief ? " **The short form: rough.**" : ""));
    line(
        "Speeds are per second of processor time, so that other work on the machine lowers them"
            + " only a little; _core_ is the fraction of the core that each had.");
  }

  private static String processor() throws IOException {
    Path file = Path.of("/proc/cpuinfo");
    String model = System.getProperty("os.arch");
    if (Files.exists(file)) {
      model =
          Files.readAllLines(file).stream()
              .filter(each -> each.startsWith("model name"))
              .map(each -> each.substring(each.indexOf(':') + 1).strip())
              .findFirst()
              .orElse(model);
    }
    return "%s, %d cores".formatted(model, Runtime.getRuntime().availableProcessors());
  }

  private void line(String line) {
    text.append(line).append('\n');
  }

  void workload(
      Workload workload,
      Map<Contestant, List<Figures>> figures,
      Map<Contestant, String> missing,
      List<Double> peaks) {
    boolean counts = workload.operations() > 0;
    double peak =
        counts ? Figures.median(peaks.stream().mapToDouble(Double::doubleValue).toArray()) : 0;
    line("\n### " + workload.title() + "\n");
    if (counts) {
      line(
          "%s floating-point operations in the matrix products of one; FMA peak %s GFLOP/s.\n"
              .formatted(grouped(workload.operations()), decimal(peak)));
    }
    line(
        "| program | %s/s, second half | Jackdaw / program | with compiling | core |%s version |"
            .formatted(workload.unit(), counts ? " GFLOP/s | of the peak |" : ""));
    line("| --- | --- | --- | --- | --- |" + (counts ? " --- | --- |" : "") + " --- |");
    double ours = median(figures.values().iterator().next());
    figures.forEach((contestant, runs) -> {
      if (missing.containsKey(contestant)) {
        line(
            "| %s | not installed (%s) | | | |%s |"
                .formatted(contestant.name(), missing.get(contestant), counts ? " | |" : ""));
        return;
      }
      double speed = median(runs);
      double gflops = speed * workload.operations() / 1e9;
      line(
          "| %s | %s | %s | %s | %s |%s %s |"
              .formatted(
                  contestant.name(),
                  grouped(speed),
                  decimal(ours / speed),
                  grouped(Figures.median(runs, Figures::wholeSpeed)),
                  percent(Figures.median(runs, Figures::share)),
                  counts ? " %s | %s |".formatted(decimal(gflops), percent(gflops / peak)) : "",
                  runs.getFirst().version()));
    });
  }

  private static double median(List<Figures> runs) {
    return Figures.median(runs, Figures::steadySpeed);
  }

  void fromStart(
      List<FromStart.Result> solved, List<FromStart.Result> cold, FromStart.Result memory) {
    line("\n### From process start, through the launcher, on one core\n");
    line("| what | median | least | most |");
    line("| --- | --- | --- | --- |");
    row(
        "seconds to solved CartPole-v1, default profile, wall-clock",
        numbers(solved, "solvedAtProcessSeconds"));
    row("seconds of the whole run, wall-clock", numbers(solved, "processSeconds"));
    row(
        "the same in processor time",
        solved.stream().mapToDouble(FromStart.Result::cpuSeconds).toArray());
    row(
        "seconds of a cold run of %s steps with CleanRL's settings, wall-clock"
            .formatted(grouped(cold.getFirst().number("totalSteps"))),
        numbers(cold, "processSeconds"));
    row(
        "the same in processor time",
        cold.stream().mapToDouble(FromStart.Result::cpuSeconds).toArray());
    line(
        "\nA run of %s steps had at most %s MB of resident memory."
            .formatted(
                grouped(memory.number("totalSteps")), grouped(memory.residentMegabytes())));
  }

  private static double[] numbers(List<FromStart.Result> results, String key) {
    return results.stream().mapToDouble(result -> result.number(key)).toArray();
  }

  private void row(String what, double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    line(
        "| %s | %.2f | %.2f | %.2f |"
            .formatted(what, Figures.median(values), sorted[0], sorted[sorted.length - 1]));
  }

  /** Adds lines in the form that {@link Threads} prints. */
  void threads(List<String> lines) {
    line("\n### One thread and two, wall-clock\n");
    line("| next to | one thread, steps/s | two threads, steps/s | two over one |");
    line("| --- | --- | --- | --- |");
    for (int i = 0; i + 1 < lines.size(); i += 2) {
      String[] one = lines.get(i).split(",", -1);
      double two = Double.parseDouble(lines.get(i + 1).split(",", -1)[2]);
      line(
          "| %s | %s | %s | %s |"
              .formatted(
                  one[0],
                  grouped(Double.parseDouble(one[2])),
                  grouped(two),
                  decimal(two / Double.parseDouble(one[2]))));
    }
    line(
        "\nA signal from one thread to the other and back took %s ns."
            .formatted(grouped(Double.parseDouble(lines.getLast()))));
  }

  void growth(Map<String, SortedMap<Integer, Double>> series) {
    line("\n### Growth\n");
    line("![Time against environments, batch, width and threads](../images/growth.png)\n");
    line("| what | at |");
    line("| --- | --- |");
    series.forEach(
        (name, points) -> line(
            "| %s | %s |"
                .formatted(
                    switch (name) {
                      case Growth.ENVIRONMENTS -> "nanoseconds per step, by environments";
                      case Growth.THREADS -> "steps/s of wall-clock time, by threads";
                      case Growth.WIDTH -> "GFLOP/s of a training step on 256 rows, by width";
                      default -> "GFLOP/s of a training step, width "
                          + name.substring(Growth.BATCH.length() + 1) + ", by rows";
                    },
                    points.entrySet().stream()
                        .map(
                            point -> "%s: %s"
                                .formatted(grouped(point.getKey()), grouped(point.getValue())))
                        .collect(Collectors.joining(", ")))));
  }

  /** Writes the section between its markers, which are appended to a file that has none. */
  void write(Path file) throws IOException {
    String old = Files.exists(file) ? Files.readString(file) : "# Speed\n";
    int from = old.indexOf(begin);
    int to = old.indexOf(end);
    boolean marked = from >= 0 && to > from;
    String before = marked ? old.substring(0, from) : old + "\n";
    String after = marked ? old.substring(to + end.length()) : "\n";
    Files.writeString(file, before + begin + "\n\n" + text + "\n" + end + after);
  }

  private static String grouped(double value) {
    return String.format(Locale.ROOT, "%,.0f", value);
  }

  private static String decimal(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%.2f" : "%.1f", value);
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }
}

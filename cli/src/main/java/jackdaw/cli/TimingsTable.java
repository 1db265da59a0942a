package jackdaw.cli;

import jackdaw.metric.Phase;
import jackdaw.metric.Timings;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where the time of a run went.
 *
 * @param timings of the run, which has ended
 * @param steps that it took
 */
record TimingsTable(Timings timings, long steps) {
  private static final double NANOS = 1e9;

  /** A row for each phase: seconds, share, nanoseconds of an environment step. */
  void print(PrintStream out) {
    long sum = Math.max(1, sum());
    TextTable table = new TextTable("phase", "seconds", "share", "ns a step");
    for (Phase phase : timings.phases()) {
      add(table, phase.title(), timings.nanos(phase), sum);
    }
    add(table, "all", sum, sum);
    out.println();
    table.print(out);
  }

  private void add(TextTable table, String title, long nanos, long sum) {
    table.add(
        title,
        Numbers.fixed(nanos / NANOS, 3),
        Numbers.fixed(100.0 * nanos / sum, 1) + " %",
        steps == 0 ? "-" : Numbers.grouped(Math.round((double) nanos / steps)));
  }

  private long sum() {
    return timings.phases().stream().mapToLong(timings::nanos).sum();
  }

  /** Seconds by phase, for machines. */
  Map<String, Object> seconds() {
    Map<String, Object> seconds = new LinkedHashMap<>();
    for (Phase phase : timings.phases()) {
      seconds.put(phase.title(), timings.nanos(phase) / NANOS);
    }
    return seconds;
  }
}

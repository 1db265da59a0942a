package jackdaw.runs;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Seconds since this process started. On Linux from {@code /proc}, in hundredths: {@link
 * ProcessHandle} rounds the time of the boot to a whole second there, and the management beans take
 * some 40 ms to load. Where the launcher built first, the process is older than its Java, and the
 * beans are asked all the same.
 */
final class ProcessClock {
  private static final double TICKS_PER_SECOND = 100;
  private static final int START_TIME = 19;

  private static final long REFERENCE_NANOS = System.nanoTime();
  private static final double SECONDS_AT_REFERENCE = secondsNow();

  private ProcessClock() {}

  static double seconds() {
    return SECONDS_AT_REFERENCE + (System.nanoTime() - REFERENCE_NANOS) / 1e9;
  }

  private static double secondsNow() {
    if (Boolean.getBoolean("jackdaw.built-first")) {
      return secondsOfJava();
    }
    try {
      String stat = Files.readString(Path.of("/proc/self/stat"));
      String uptime = Files.readString(Path.of("/proc/uptime"));
      // The second field, a file name in brackets, may hold spaces: count from after it.
      List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" "));
      double started = Long.parseLong(fields.get(START_TIME)) / TICKS_PER_SECOND;
      double now = Double.parseDouble(uptime.substring(0, uptime.indexOf(' ')));
      if (now >= started) {
        return now - started;
      }
    } catch (IOException | RuntimeException e) {
      // Not Linux: ask the virtual machine.
    }
    return secondsOfJava();
  }

  private static double secondsOfJava() {
    long started = ManagementFactory.getRuntimeMXBean().getStartTime();
    return Math.max(0, (System.currentTimeMillis() - started) / 1e3);
  }
}

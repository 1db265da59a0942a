package jackdaw.program;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Another Java process, with the class path and the vector length of this one. */
final class ChildJvm {
  private ChildJvm() {}

  static Process start(Class<?> main, String flag, int argument) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(given -> given.startsWith("-XX:"))
        .forEach(command::add);
    command.addAll(List.of("--add-modules", "jdk.incubator.vector", flag));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(main.getName(), Integer.toString(argument)));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  /** Waits for the end of the process and returns its output. */
  static String output(Process process) throws Exception {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }
}

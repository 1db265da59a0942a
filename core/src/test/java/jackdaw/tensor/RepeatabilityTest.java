package jackdaw.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A run that is stopped and resumed starts cold, and must still compute the same bits. */
class RepeatabilityTest {
  @Test
  void shouldComputeSameBitsInterpretedAndCompiled() throws Exception {
    Process interpreted = start("-Xint", 1);
    Process lightlyCompiled = start("-XX:TieredStopAtLevel=1", 40);
    String compiled = Integer.toString(ProgramBits.hash(1500));
    assertThat(output(interpreted)).endsWith(compiled);
    assertThat(output(lightlyCompiled)).endsWith(compiled);
  }

  private static Process start(String flag, int runs) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // vectors as long as here
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("-XX:"))
        .forEach(command::add);
    command.addAll(List.of("--add-modules", "jdk.incubator.vector", flag));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(ProgramBits.class.getName(), Integer.toString(runs)));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private static String output(Process process) throws Exception {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }
}

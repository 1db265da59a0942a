package jackdaw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What the README shows works as shown. */
class ReadmeTest {
  private static final Path ROOT = Path.of("..");
  private static final Path EXAMPLE = ROOT.resolve("examples/Corridor.java");

  @Test
  void shouldShowTheExampleAsItIs() throws Exception {
    assertThat(Files.readString(ROOT.resolve("README.md"))).contains(Files.readString(EXAMPLE));
  }

  @Test
  void shouldLearnTheExample() throws Exception {
    Process process =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--add-modules",
            "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", "-cp",
            System.getProperty("java.class.path"),
            EXAMPLE.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).isZero();
    assertThat(Double.parseDouble(out.replace("mean return", "").strip())).isBetween(-11.0, -10.0);
  }
}

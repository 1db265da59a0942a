package jackdaw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import jackdaw.machine.NativeCode;
import jackdaw.runs.Summary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Runs that commit 34d2212 left half-way, before the algorithms got their common frame. What is
 * expected is what that commit itself made of them, on a processor with
 * AV58b8673857b909e8e1e685d5f4f3e4f338ef61ec99a081cfe95f19a739bca4b92 and without
 * AV58b8673857b909e8e1e685d5f4f3e4f338ef61ec99a081cfe95f19a739bca4b9-512. Other processors may
 * round differently: on them the runs only have to be resumed and evaluated.
 *
 * <pre>
 * plain    ./jackdaw train ppo CartPole-v1 --total-steps 4096 --threads 1 --set hidden-sizes=[32]
 * memory   the same with hidden-sizes=[16], memory=gru, memory-size=12 and
 *          environment.normalize-observations=true
 * then     ./jackdaw evaluate … --episodes 10 --seed 5; ./jackdaw resume … --total-steps 8192
 * </pre>
 */
class OldRunsTest {
  private static final int RECORDED_LANES = 8;

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "plain,87.5,58b8673857b909e8e1e685d5f4f3e4f338ef61ec99a081cfe95f19a739bca4b9",
    "memory,193,97bd382d07f856cd506fcfee746026049bae20d6c98e6bacba78050f47c56019"})
  void shouldResumeEvaluateAndPlot(String name, String meanReturn, String sha256)
      throws IOException {
    Path run = folder.resolve(name);
    copy(Path.of("src/test/resources/old-runs", name), run);
    String evaluated = Cli.run(
        "evaluate", run.toString(), "--episodes", "10", "--seed", "5", "--log-format", "json")
        .fine().out();
    Cli.run("resume", run.toString(), "--total-steps", "8192", "--quiet").fine();
    Summary summary = Summary.read(run.resolve("summary.json"));
    assertThat(summary.totalSteps()).isEqualTo(8192);
    if (NativeCode.lanes() == RECORDED_LANES) {
      assertThat(evaluated).contains("\"meanReturn\":" + meanReturn);
      assertThat(summary.parametersSha256()).isEqualTo(sha256);
    }
    Path picture = folder.resolve("curve.png");
    Cli.run("plot", run.toString(), "--out", picture.toString()).fine();
    assertThat(picture).isNotEmptyFile();
    Cli.run("evaluate", run.toString(), "--episodes", "3", "--best").fine();
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      files.forEach(
          file -> {
            try {
              Files.copy(file, to.resolve(from.relativize(file).toString()));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
  }
}

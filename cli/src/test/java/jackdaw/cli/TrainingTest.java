package jackdaw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import jackdaw.runs.RunConfig;
import jackdaw.runs.Summary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What training leaves behind and says, and how it fails. */
class TrainingTest {
  private static final String TRAP = TrapEnvironment.class.getName() + '$';

  @TempDir private Path folder;

  private Path run;

  @BeforeEach
  void setUp() {
    run = folder.resolve("run");
  }

  @Test
  void shouldKeepEverythingInTheRunDirectory() throws IOException {
    Cli.Result result =
        Cli.run(
            "train", "ppo", "CartPole-v1", "--total-steps", "3000", "--run-dir", run.toString());

    assertThat(result.code()).isZero();
    assertThat(run.toFile().list())
        .containsExactlyInAnyOrder(
            ".lock", "config.yaml", "metrics.csv", "events.out.tfevents.jackdaw", "curve.png",
            "checkpoint", "best", "summary.json");
    assertThat(result.err().lines())
        .contains(
            "Training ppo on CartPole-v1 (profile default, seed 1)", "Run directory " + run);
    assertThat(result.out())
        .contains("Trained   3,072 steps in ", "Return    ", "Files     " + run, "evaluate " + run)
        .doesNotContain("Solved");
    assertThat(Summary.read(run.resolve("summary.json")).totalSteps()).isEqualTo(3072);
  }

  @Test
  void shouldSayNothingWhenQuiet() {
    assertThat(Cli.train("GridWorld-v1", run, "--total-steps", "500").fine().out()).isEmpty();
  }

  @Test
  void shouldShowWhereTheTimeWent() {
    String printed =
        Cli.run(
            "train", "ppo", "CartPole-v1", "--total-steps", "2000", "--timings", "--run-dir",
            run.toString())
            .out();
    for (String phase : List.of(
        "rollout inference", "environment", "estimators", "minibatches", "forward", "backward",
        "optimiser", "the rest")) {
      assertThat(printed).containsPattern("\\| " + phase + " +\\| 0\\.");
    }
    assertThat(printed).containsPattern("\\| all +\\| [0-9.]+ +\\| 100\\.0 %");
  }

  @Test
  void shouldPutOptionsBeforeTheFileAndTheFileBeforeTheProfile() throws IOException {
    Path file = folder.resolve("mine.yaml");
    Files.writeString(
        file, "seed: 7\ntotal-steps: 600\nsettings:\n  discount: 0.9\n  clip-range: 0.15\n");

    Cli.train(
        "CartPole-v1", run, "--config", file.toString(), "--seed", "-3", "--set",
        "ppo.clip-range=0.25", "--profile", "cleanrl")
        .fine();

    RunConfig config = RunConfig.read(run.resolve("config.yaml"));
    assertThat(config.seed()).isEqualTo(-3);
    assertThat(config.totalSteps()).isEqualTo(600);
    assertThat(config.threads()).isEqualTo(1);
    assertThat(config.profile()).isEqualTo("cleanrl");
    assertThat(config.settings())
        .containsEntry("clip-range", 0.25)
        .containsEntry("discount", 0.9)
        .containsEntry("entropy-coefficient", 0.01);
  }

  @Test
  void shouldRunAgainFromItsOwnConfig() throws IOException {
    Cli.train("CartPole-v1", run, "--total-steps", "1000", "--seed", "5").fine();
    Path again = folder.resolve("again");

    Cli.run(
        "train", "ppo", "CartPole-v1", "--quiet", "--run-dir", again.toString(), "--config",
        run.resolve("config.yaml").toString())
        .fine();

    assertThat(sha(again)).isEqualTo(sha(run));
  }

  @Test
  void shouldGiveTheSameParametersForTheSameSeedOnAnyNumberOfThreads() throws IOException {
    String[] shas = new String[5];
    for (int i = 0; i < shas.length; i++) {
      Path directory = folder.resolve("run" + i);
      String threads = new String[] {"1", "1", "2", "4", "1"}[i];
      String seed = i == 4 ? "2" : "1";
      Cli.run(
          "train", "ppo", "CartPole-v1", "--quiet", "--total-steps", "3e3", "--run-dir",
          directory.toString(), "--threads", threads, "--seed", seed)
          .fine();
      shas[i] = sha(directory);
    }

    assertThat(Arrays.copyOf(shas, 4)).containsOnly(shas[0]);
    assertThat(shas[4]).isNotEqualTo(shas[0]);
  }

  @Test
  void shouldEndLongerRunsLikeResumedOnes() throws IOException {
    Path whole = folder.resolve("whole");
    // a linear schedule follows the length of the run, so only a constant one can go on the same
    String constant = "learning-rate-schedule=constant";
    Cli.train("CartPole-v1", whole, "--total-steps", "2000", "--set", constant).fine();
    Cli.train("CartPole-v1", run, "--total-steps", "900", "--set", constant).fine();

    Cli.run("resume", run.toString(), "--total-steps", "2000", "--quiet").fine();

    assertThat(sha(run)).isEqualTo(sha(whole));
  }

  @Test
  void shouldEvaluate() {
    Cli.train("CartPole-v1", run, "--total-steps", "1000").fine();

    Cli.Result result = Cli.run("evaluate", run.toString(), "--episodes", "20", "--seed", "4");

    assertThat(result.fine().out())
        .contains("Last parameters of " + run + ", 20 episodes, seed 4")
        .containsPattern(
            "Return +mean [\\d.]+, standard deviation [\\d.]+, minimum [\\d.]+, maximum [\\d.]+\n")
        .containsPattern("Length +mean [\\d.]+ steps\n");
    assertThat(Cli.run("evaluate", run.toString(), "--episodes", "20", "--seed", "4"))
        .isEqualTo(result);
    assertThat(Cli.run("evaluate", run.toString(), "--episodes", "20", "--seed", "5"))
        .isNotEqualTo(result);
  }

  @Test
  void shouldReportAnEnvironmentThatThrows() throws IOException {
    assertThat(Cli.train(TRAP + "Throws", run).error(1))
        .contains(
            "Throws", "threw in step",
            "IllegalStateException: the motor (TrapEnvironment.java:" + throwingLine() + ")");
  }

  /** Finds the line in the source of the environment. */
  private static int throwingLine() throws IOException {
    Path source = Path.of("src/test/java/jackdaw/cli/TrapEnvironment.java");
    List<String> lines = Files.readAllLines(source);
    return IntStream.range(0, lines.size())
        .filter(i -> lines.get(i).contains("the motor"))
        .findFirst()
        .orElseThrow() + 1;
  }

  @Test
  void shouldReportAnEnvironmentThatObservesNotANumber() {
    assertThat(Cli.train(TRAP + "NotANumber", run).error(1))
        .contains("NotANumber", "observation[0] = NaN in step", "must be finite");
  }

  @Test
  void shouldReportALossThatIsNotFiniteAndKeepTheLastGoodCheckpoint() throws IOException {
    Cli.train(TRAP + "Huge", run, "--total-steps", "6000").fine();
    byte[] policy = Files.readAllBytes(run.resolve("checkpoint/policy.safetensors"));

    assertThat(
        Cli.run("resume", run.toString(), "--total-steps", "100000", "--quiet").error(1))
        .contains(" became ", "in update", "environment steps", "usual causes");

    assertThat(run.resolve("checkpoint/policy.safetensors")).hasBinaryContent(policy);
    Cli.run("evaluate", run.toString(), "--episodes", "3").fine();
  }

  @Test
  void shouldReportALearningRateThatIsFarTooHigh() {
    assertThat(Cli.train("CartPole-v1", run, "--set", "learning-rate=1e30").error(1))
        .contains("in update", "ppo.learning-rate is 1.0E30");
  }

  private static String sha(Path directory) throws IOException {
    return Summary.read(directory.resolve("summary.json")).parametersSha256();
  }

  @Test
  void shouldReproduceAStudyAndGoOnWithIt() throws IOException {
    String[] command = {
      "reproduce", "learning", "--only", "CartPole-v1", "--total-steps", "2048", "--seeds", "2",
      "--runs", folder.resolve("runs").toString(), "--output", folder.resolve("t.md").toString()};
    Cli.Result first = Cli.run(command);
    assertThat(first.code()).as(first.err()).isZero();
    assertThat(first.err().lines()).hasSize(2);
    String table = Files.readString(folder.resolve("t.md"));
    assertThat(table).contains("| CartPole-v1 | 500.0 | ").contains(" | 2,048 | ")
        .contains("Seeds 101 to 102.")
        .contains("--seeds 2 --only 'CartPole-v1' --total-steps 2048");
    assertThat(table).contains("![Learning curves](t.png)");
    assertThat(ImageIO.read(folder.resolve("t.png").toFile()).getWidth()).isEqualTo(1200);
    String words = "<!-- written by hand -->\nWhat we make of it.\n";
    Files.writeString(folder.resolve("t.md"), "older\n" + words);
    Cli.run(command);
    assertThat(Files.readString(folder.resolve("t.md"))).isEqualTo(table + "\n" + words);
  }
}

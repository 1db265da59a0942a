package jackdaw.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jackdaw.runs.Scores;
import jackdaw.runs.Summary;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables and pictures of several runs. */
class CompareTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  private double[] train(String environment, String setting, int seeds) throws IOException {
    double[] returns = new double[seeds];
    for (int seed = 1; seed <= seeds; seed++) {
      Path run = folder.resolve("runs/" + environment + '-' + setting + '-' + seed);
      Cli.train(
          environment, run, "--total-steps", "1024", "--seed", "" + seed, "--set", setting).fine();
      returns[seed - 1] = Summary.read(run.resolve("summary.json")).meanReturn100();
    }
    return returns;
  }

  private Cli.Result compare(String... more) {
    String[] args = Arrays.copyOf(new String[] {"compare", folder + "/runs"}, 2 + more.length);
    System.arraycopy(more, 0, args, 2, more.length);
    return Cli.run(args);
  }

  @Test
  void shouldCompareGroupsInEachEnvironmentAndOverAll() throws IOException {
    double[] few = train("CartPole-v1", "learning-rate=0.0001", 3);
    double[] many = train("CartPole-v1", "learning-rate=0.003", 3);
    double[] fewOnGrid = train("GridWorld-v1", "learning-rate=0.0001", 2);
    double[] manyOnGrid = train("GridWorld-v1", "learning-rate=0.003", 2);

    String text = compare().fine().out();
    assertThat(text)
        .contains("CartPole-v1, mean return of the last 100 training episodes")
        .containsPattern(
            "\\| learning-rate=0.0001 +\\| 3 +\\| 1,024 +\\| [\\d.]+ +\\| "
                + Numbers.decimal(Scores.of(few).mean().value()))
        .contains("| learning-rate=0.003  | 2 ")
        .containsPattern("\\| learning-rate=0.0001 +\\| learning-rate=0.003 +\\| 0.\\d\\d .* 2 ");

    List<JsonNode> lines = lines(compare("--log-format", "json").fine().out());
    assertThat(lines.stream().map(line -> line.get("type").asText()))
        .containsExactly("group", "group", "group", "group", "improvement");
    Scores low = new Scores(List.of(few, fewOnGrid));
    Scores high = new Scores(List.of(many, manyOnGrid));
    JsonNode improvement = lines.getLast();
    assertThat(improvement.get("probability").asDouble())
        .isCloseTo(low.improvementOver(high).value(), within(1e-12));
    assertThat(improvement.get("probabilityHigh").asDouble())
        .isCloseTo(low.improvementOver(high).high(), within(1e-12));
    assertThat(lines.getFirst().get("seeds").toString()).isEqualTo("[1,2,3]");
    assertThat(lines.getFirst().get("interquartileMean").asDouble())
        .isCloseTo(Scores.of(few).interquartileMean().value(), within(1e-12));
  }

  private static List<JsonNode> lines(String text) throws IOException {
    return JSON.readerFor(JsonNode.class).<JsonNode>readValues(text).readAll();
  }

  @Test
  void shouldCompareByEvaluationAndOtherMetrics() throws IOException {
    train("CartPole-v1", "epochs=1", 1);
    String evaluated =
        Cli.run(
            "evaluate", folder + "/runs/CartPole-v1-epochs=1-1", "--episodes", "7", "--seed", "5")
            .out();
    String mean = evaluated.replaceAll("(?s).*Return +mean (\\S+),.*", "$1");
    assertThat(compare("--metric", "evaluation", "--episodes", "7", "--seed", "5").fine().out())
        .contains("CartPole-v1, mean return of 7 episodes with the last parameters")
        .containsPattern("\\| ppo default \\| 1 +\\| 1,024 +\\| [\\d.]+ +\\| " + mean + " +\\| - ")
        .contains("One seed has no interval");
    assertThat(compare("--metric", "steps").fine().out()).contains("| 1024.0 ");
    assertThat(compare("--metric", "mean-retrun-100").error(2))
        .contains("no metric is named mean-retrun-100: did you mean mean-return-100");
    assertThat(compare("--best").error(2)).contains("--best is for --metric evaluation");
  }

  @Test
  void shouldSayThatNothingIsShared() throws IOException {
    train("CartPole-v1", "epochs=1", 1);
    train("GridWorld-v1", "epochs=2", 1);
    // Settings that differ between environments alone set nothing apart.
    assertThat(compare().fine().out()).doesNotContain("epochs=", "Probability");
    train("CartPole-v1", "epochs=3", 1);
    Path other = folder.resolve("runs/GridWorld-v1-epochs=2-1");
    assertThat(
        Cli.run("compare", other.toString(), folder + "/runs/CartPole-v1-epochs=3-1").fine().out())
        .contains("| ppo default | 1 ");
  }

  @Test
  void shouldRefuseWhatIsNoRun() {
    assertThat(Cli.run("compare", folder.toString()).error(2)).contains("has no run in it");
    assertThat(Cli.run("plot", folder + "/none").error(2)).contains("is no folder");
    assertThat(Cli.run("compare").error(2)).contains("compare needs DIR...");
  }

  @Test
  void shouldDrawALineAndABandForEachGroup() throws IOException {
    train("CartPole-v1", "learning-rate=0.0001", 3);
    train("CartPole-v1", "learning-rate=0.003", 3);
    Path file = folder.resolve("curves.png");
    assertThat(Cli.run("plot", folder + "/runs", "--out", file.toString()).fine().out())
        .isEqualTo("Wrote " + file + "\n");
    BufferedImage one = ImageIO.read(file.toFile());
    assertThat(one.getWidth()).isEqualTo(1200);
    Set<Integer> colors = colors(one);
    assertThat(colors).contains(0x1f5fa8, 0xd06a1e);

    train("GridWorld-v1", "learning-rate=0.003", 1);
    Cli.run("plot", folder + "/runs", "--out", file.toString()).fine();
    assertThat(ImageIO.read(file.toFile()).getWidth()).isEqualTo(1800);
    assertThat(
        Cli.run("plot", folder + "/runs", "--out", file.toString(), "--metric", "entorpy").error(2))
        .contains("did you mean entropy?");
    assertThat(Cli.run("plot", folder + "/runs", "--out", "/no/such/a.png").error(2))
        .contains("there is no folder /no/such");
  }

  /**
   * Neither the class that config.yaml names nor Python is there any more, nor is either wanted.
   */
  @Test
  void shouldDrawRunsWhoseEnvironmentIsGone() throws IOException {
    train("CartPole-v1", "learning-rate=0.003", 2);
    for (String environment : List.of("gym:CartPole-v1", "com.example.Gone", "HalfCheetah-v5")) {
      try (Stream<Path> runs = Files.list(folder.resolve("runs"))) {
        for (Path run : runs.toList()) {
          Path config = run.resolve("config.yaml");
          Files.writeString(
              config,
              Files.readString(config)
                  .replaceFirst("(?m)^environment: .*", "environment: \"" + environment + "\""));
        }
      }
      Path file = folder.resolve("curves.png");
      Cli.run("plot", folder + "/runs", "--out", file.toString()).fine();
      // The mark of CartPole, as the runs have written it down.
      assertThat(colors(ImageIO.read(file.toFile()))).contains(0x8a939f);
      assertThat(Cli.run("compare", folder + "/runs").fine().out()).contains(environment);
    }
  }

  @Test
  void shouldNotSendWhatAFileHoldsToTheTerminal() throws IOException {
    train("CartPole-v1", "learning-rate=0.003", 1);
    Path config = folder.resolve("runs/CartPole-v1-learning-rate=0.003-1/config.yaml");
    String sound = Files.readString(config);
    for (String key : List
        .of("environment", "profile", "algorithm", "jackdaw", "seed", "a\\e[2J")) {
      Files.writeString(
          config, sound.replaceFirst("(?m)^" + Pattern.quote(key) + ": .*", "") + "\"" + key
              + "\": \"x\\e[2J\"\n");
      for (String command : List.of("compare", "plot", "evaluate", "play", "resume")) {
        Cli.Result result = Cli.run(command, config.getParent().toString());
        assertThat(result.out() + result.err()).as(command + ' ' + key).doesNotContain("\033");
        if (!key.equals("jackdaw")) {
          result.error(2);
        }
      }
    }
  }

  private static Set<Integer> colors(BufferedImage image) {
    Set<Integer> colors = new HashSet<>();
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        colors.add(image.getRGB(x, y) & 0xffffff);
      }
    }
    return colors;
  }
}

package jackdaw.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Episodes are shown and recorded as they are evaluated. */
class PlayTest {
  private static final Pattern END = Pattern.compile("Episode \\d+: return (\\S+), (\\S+) steps");

  @TempDir private Path folder;

  private Path run(String environment, String... more) {
    Path run = folder.resolve("run");
    List<String> args = new ArrayList<>(List.of("--total-steps", "512"));
    args.addAll(List.of(more));
    Cli.train(environment, run, args.toArray(String[]::new)).fine();
    return run;
  }

  /** With a mask, a memory, normalised observations and repeated actions. */
  @ParameterizedTest
  @CsvSource({
    "CartPole-v1, environment.normalize-observations=true",
    "TicTacToe-v0, hidden-sizes=16",
    "Cue-v1?length=3, hidden-sizes=16",
    "MountainCar-v0, environment.action-repeat=4",
  })
  void shouldPlayWhatIsEvaluated(String environment, String setting) {
    Path run = run(environment, "--set", setting);
    String played =
        Cli.run("play", run.toString(), "--episodes", "2", "--seed", "7").fine().out();
    Matcher end = END.matcher(played);
    for (int seed = 7; seed <= 8; seed++) {
      assertThat(end.find()).isTrue();
      String evaluated =
          Cli.run("evaluate", run.toString(), "--episodes", "1", "--seed", "" + seed).out();
      assertThat(evaluated).contains("Return    mean " + end.group(1) + ",");
      assertThat(Double.parseDouble(evaluated.replaceAll("(?s).*Length +mean (\\S+).*", "$1")))
          .isCloseTo(Double.parseDouble(end.group(2)), within(0.06));
    }
    assertThat(end.find()).isFalse();
    // What is shown is every step of the environment itself, and the rewards of the last add up.
    List<String> moments = played.lines().filter(line -> line.startsWith("episode 1 ")).toList();
    assertThat(moments.getFirst()).isEqualTo("episode 1  step 0  return 0.000");
    end.reset();
    assertThat(end.find()).isTrue();
    assertThat(moments.getLast()).endsWith("  return " + end.group(1));
    int repeat = environment.startsWith("MountainCar") ? 4 : 1;
    assertThat(moments).hasSize(1 + repeat * Integer.parseInt(end.group(2)));
  }

  @Test
  void shouldWriteObservationsWhereThereIsNothingElse() {
    Path run = run(SlowCartPole.class.getName());
    assertThat(Cli.run("play", run.toString()).fine().out())
        .containsPattern("episode 1  step 1  action [01]  reward 1.00  return 1.00\nobservation ");
  }

  /** The film, decoded and put together again frame for frame, is the pictures. */
  @Test
  void shouldRecordTheSameAsGifAndAsPng() throws IOException {
    Path run = run("TicTacToe-v0");
    Path gif = folder.resolve("film.gif");
    Path png = folder.resolve("frames");
    Files.writeString(gif, "GIF89a, an older film");

    assertThat(
        Cli.run(
            "play", run.toString(), "--episodes", "3", "--fps", "5", "--gif", gif.toString(),
            "--png", png.toString()).fine().out().lines())
        .hasSize(5)
        .endsWith("Wrote " + gif, "Wrote " + png);

    List<BufferedImage> pictures = new ArrayList<>();
    try (var files = Files.list(png)) {
      for (Path file : files.sorted().toList()) {
        pictures.add(ImageIO.read(file.toFile()));
      }
    }
    assertThat(png.resolve("frame-00001.png")).exists();
    int frames = 0;
    int hundredths = 0;
    BufferedImage film = null;
    try (ImageInputStream in = ImageIO.createImageInputStream(gif.toFile())) {
      ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
      reader.setInput(in);
      frames = reader.getNumImages(true);
      assertThat(frames).isEqualTo(pictures.size());
      for (int i = 0; i < frames; i++) {
        IIOMetadataNode root =
            (IIOMetadataNode) reader.getImageMetadata(i).getAsTree("javax_imageio_gif_image_1.0");
        if (film == null) {
          film = new BufferedImage(reader.getWidth(0), reader.getHeight(0), 1);
          IIOMetadataNode loop =
              (IIOMetadataNode) root.getElementsByTagName("ApplicationExtension").item(0);
          assertThat(loop.getAttribute("applicationID")).isEqualTo("NETSCAPE");
          assertThat((byte[]) loop.getUserObject()).containsExactly(1, 0, 0);
        }
        hundredths += number(root, "GraphicControlExtension", "delayTime");
        Graphics2D graphics = film.createGraphics();
        graphics.drawImage(
            reader.read(i),
            number(root, "ImageDescriptor", "imageLeftPosition"),
            number(root, "ImageDescriptor", "imageTopPosition"),
            null);
        graphics.dispose();
        assertThat(pixels(film)).as("frame " + i).isEqualTo(pixels(pictures.get(i)));
      }
    }
    assertThat(hundredths).isEqualTo(20 * frames + 3 * 100);
  }

  private static int number(IIOMetadataNode root, String node, String attribute) {
    return Integer.parseInt(
        ((IIOMetadataNode) root.getElementsByTagName(node).item(0)).getAttribute(attribute));
  }

  private static int[] pixels(BufferedImage image) {
    int[] pixels =
        image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] &= 0xffffff;
    }
    return pixels;
  }

  @Test
  void shouldGiveTheTerminalBack() {
    Path run = run("GridWorld-v1");
    Cli.Result result =
        Cli.run(true, "play", run.toString(), "--fps", "60");
    assertThat(result.code()).isZero();
    assertThat(result.out())
        .startsWith("\033[?1049h\033[?25l")
        .contains("episode 1  step 1  action ")
        .containsPattern("\033\\[\\?25h\033\\[\\?1049lEpisode 1: return \\S+, \\d+ steps\n$");
  }

  @Test
  void shouldShowNothingWhenItOnlyRecords() {
    Path run = run("GridWorld-v1");
    Path gif = folder.resolve("film.gif");
    assertThat(
        Cli.run(true, "play", run.toString(), "--quiet", "--gif", gif.toString()).out().lines())
        .hasSize(2);
    assertThat(gif).isNotEmptyFile();
  }

  /** What no viewer shows as fast is recorded at the most that they do, and said. */
  @Test
  void shouldRecordAGifAtMostAtItsHighestSpeed() throws IOException {
    Path run = run("GridWorld-v1");
    Path fast = folder.resolve("fast.gif");
    Path most = folder.resolve("most.gif");
    assertThat(
        Cli.run("play", run.toString(), "--quiet", "--fps", "60", "--gif", fast.toString())
            .fine().out())
        .contains("Wrote " + fast + " at 50 steps a second, the most that a GIF can show");
    assertThat(
        Cli.run("play", run.toString(), "--quiet", "--fps", "50", "--gif", most.toString())
            .fine().out())
        .endsWith("Wrote " + most + "\n");
    assertThat(fast).hasSameBinaryContentAs(most);
  }

  @Test
  void shouldSayWhatCannotBeRecorded() throws IOException {
    Path run = run(SlowCartPole.class.getName());
    assertThat(Cli.run("play", run.toString(), "--gif", "/no/such/film.gif").error(2))
        .contains("there is no folder /no/such: make it first");
    assertThat(Cli.run("play", run.toString(), "--gif", folder.toString()).error(2))
        .contains("is a folder: name a file");
    assertThat(Cli.run("play", run.toString(), "--png", folder.toString()).error(2))
        .contains("is no empty folder");
    assertThat(Cli.run("play", run.toString(), "--fps", "1001").error(2))
        .contains("--fps is 1001, where a whole number from 1 to 1000 is expected");
    assertThat(Cli.run("play", run.toString(), "--gif", folder + "/film.gif").error(2))
        .contains("has no picture to record: leave --gif and --png out");
    assertThat(folder.resolve("film.gif")).doesNotExist();
  }

  /**
   * Over the world itself: a cell that was learnt is tinted and has an arrow, the goal is as it
   * was.
   */
  @Test
  void shouldPaintATable() throws IOException {
    Path run = folder.resolve("run");
    Cli.run(
        "train", "q-learning", "GridWorld-v1", "--run-dir", run.toString(), "--quiet").fine();
    Path png = folder.resolve("frames");
    Cli.run("play", run.toString(), "--quiet", "--png", png.toString()).fine();
    BufferedImage image = ImageIO.read(png.resolve("frame-00002.png").toFile());
    assertThat(image.getWidth()).isEqualTo(300);
    assertThat(new Color(image.getRGB(5, 5))).as("the start, tinted")
        .isNotEqualTo(new Color(image.getRGB(205, 205)));
    int goal = image.getRGB(205, 205);
    assertThat(image.getRGB(250, 205)).as("the goal, one colour").isEqualTo(goal);
    // The best way goes down from the cell above the goal: the arrow's shaft, below the middle.
    assertThat(new Color(image.getRGB(250, 160)).getRed()).isLessThan(80);
    assertThat(new Color(image.getRGB(205, 105)).getRed()).isGreaterThan(80);
  }
}

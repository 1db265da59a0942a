package jackdaw.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import jackdaw.runs.MetricsTable;
import jackdaw.runs.RunConfig;
import jackdaw.runs.RunDirectory;
import jackdaw.runs.StoredRun;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The seeds of a group as one line with a band, in numbers and as drawn. */
class BandTest {
  private static final double NONE = Double.NaN;

  @TempDir private Path folder;

  /** A run for each list of steps and values, which take turns. */
  private Band band(double[]... curves) throws IOException {
    List<StoredRun> runs = new ArrayList<>();
    for (int i = 0; i < curves.length; i++) {
      double[] steps = new double[curves[i].length / 2];
      double[] values = new double[steps.length];
      for (int row = 0; row < steps.length; row++) {
        steps[row] = curves[i][2 * row];
        values[row] = curves[i][2 * row + 1];
      }
      runs.add(
          new StoredRun(
              RunDirectory.create(folder.resolve("run" + i)),
              RunConfig.builder("ppo", "CartPole-v1").threads(1).build(),
              new MetricsTable(List.of("steps", "score"), List.of(steps, values))));
    }
    return Band.of(runs, "score");
  }

  @Test
  void shouldGoFromWhereAllHaveAValueToWhereTheFirstEnds() throws IOException {
    Band band =
        band(
            new double[] {10, NONE, 20, 1, 40, 5, 60, 9},
            new double[] {10, 3, 50, 7},
            new double[] {10, NONE, 30, 2, 70, 2});
    assertThat(band.seeds()).isEqualTo(3);
    assertThat(band.steps()[0]).isEqualTo(30);
    int last = band.steps().length - 1;
    assertThat(band.steps()[last]).isEqualTo(50);
    // at 30: 3, 5 and 2; at 50: 7, 7 and 2. Of three, none is left out.
    assertThat(band.values()[0]).isCloseTo(10.0 / 3, within(1e-12));
    assertThat(band.values()[last]).isCloseTo(16.0 / 3, within(1e-12));
    // Halfway at 40: 5, 6 and 2; the interval of three runs goes from the least to the most.
    double[] middle = {band.values()[last / 2], band.values()[last / 2 + 1]};
    assertThat(Arrays.stream(middle).average().orElseThrow()).isCloseTo(13.0 / 3, within(1e-9));
    assertThat(band.low()[0]).isEqualTo(2);
    assertThat(band.high()[0]).isEqualTo(5);
  }

  @Test
  void shouldHaveNoPointWhereSeedsShareNone() throws IOException {
    assertThat(band(new double[] {10, NONE, 20, NONE}).steps()).isEmpty();
    assertThat(band(new double[] {10, 4}).values()).containsExactly(4);
  }

  @Test
  void shouldDrawLinesAndBands() throws IOException {
    double[] steps = {0, 50, 100};
    double[] high = {80, 90, 95};
    double[] low = {10, 20, 25};
    Map<String, Band> bands = new LinkedHashMap<>();
    bands.put("a", new Band(5, steps, high, new double[] {60, 60, 60}, new double[] {99, 99, 99}));
    bands.put("b", new Band(5, steps, low, new double[] {1, 1, 1}, new double[] {40, 40, 40}));
    bands.put("c", new Band(1, steps, new double[] {50, 50, 50}, low, high));
    CurvesPicture picture = new CurvesPicture("score");
    picture.add("one", bands, OptionalDouble.empty());
    Path file = folder.resolve("curves.png");
    picture.write(file);
    BufferedImage image = ImageIO.read(file.toFile());
    assertThat(count(image, 0x1f5fa8)).as("first line").isGreaterThan(1000);
    assertThat(count(image, 0xd06a1e)).as("second line").isGreaterThan(1000);
    assertThat(count(image, 0x008f6b)).as("third line").isGreaterThan(1000);
    // a band is its line's colour on white, at 46 parts of 255
    assertThat(count(image, 0xd7e2ef)).as("first band").isGreaterThan(20_000);
    assertThat(count(image, 0xf7e4d6)).as("second band").isGreaterThan(20_000);
    assertThat(count(image, 0xd1ebe4)).as("no band of one seed").isLessThan(100);
    assertThat(count(image, 0x8a939f)).as("no mark").isLessThan(100);

    picture.add("two", bands, OptionalDouble.of(70));
    picture.write(file);
    BufferedImage two = ImageIO.read(file.toFile());
    assertThat(two.getWidth()).isEqualTo(1800);
    assertThat(count(two, 0x8a939f)).as("mark").isGreaterThan(300);
  }

  /** Pixels of a colour, give or take what blending rounds. */
  private static long count(BufferedImage image, int color) {
    int[] pixels =
        image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    return Arrays.stream(pixels)
        .filter(
            pixel -> Math.abs((pixel >> 16 & 0xff) - (color >> 16)) <= 1
                && Math.abs((pixel >> 8 & 0xff) - (color >> 8 & 0xff)) <= 1
                && Math.abs((pixel & 0xff) - (color & 0xff)) <= 1)
        .count();
  }
}

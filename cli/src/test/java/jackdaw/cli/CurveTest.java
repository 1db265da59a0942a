package jackdaw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalDouble;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CurveTest {
  private static final int BLUE = 0xff1f5fa8;
  private static final int ORANGE = 0xffd06a1e;

  @TempDir private Path folder;

  private BufferedImage draw(OptionalDouble solved, double... returns) throws IOException {
    double[] steps = new double[returns.length];
    Arrays.setAll(steps, i -> 1000 * (i + 1));
    Path file = folder.resolve("curve.png");
    new Curve("PPO on CartPole-v1", steps, returns, solved).write(file);
    assertThat(folder.toFile().list()).containsExactly("curve.png");
    return ImageIO.read(file.toFile());
  }

  private static long count(BufferedImage image, int color) {
    int[] pixels =
        image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    return Arrays.stream(pixels).filter(pixel -> pixel == color).count();
  }

  @Test
  void shouldDrawTheCurveAndTheMark() throws IOException {
    BufferedImage image = draw(OptionalDouble.of(475), Double.NaN, 20, 100, 300, 490);

    assertThat(image.getWidth()).isEqualTo(1200);
    assertThat(image.getHeight()).isEqualTo(750);
    assertThat(count(image, BLUE)).isGreaterThan(1000);
    assertThat(count(image, ORANGE)).isGreaterThan(300);
  }

  @Test
  void shouldDrawWithoutAMark() throws IOException {
    BufferedImage image = draw(OptionalDouble.empty(), -200, -150, -150);

    assertThat(count(image, BLUE)).isGreaterThan(1000);
    assertThat(count(image, ORANGE)).isZero();
  }

  @Test
  void shouldDrawOnePoint() throws IOException {
    assertThat(count(draw(OptionalDouble.of(475), 20), BLUE)).isGreaterThan(20);
    assertThat(count(draw(OptionalDouble.empty(), 0), BLUE)).isGreaterThan(20);
  }

  @Test
  void shouldDrawARunWithoutAnyEpisode() throws IOException {
    assertThat(count(draw(OptionalDouble.of(475)), ORANGE)).isGreaterThan(300);
    assertThat(draw(OptionalDouble.empty(), Double.NaN, Double.NaN)).isNotNull();
  }
}

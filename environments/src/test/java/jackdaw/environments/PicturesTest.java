package jackdaw.environments;

import static org.assertj.core.api.Assertions.assertThat;

import jackdaw.environment.Environment;
import jackdaw.environment.Picture;
import jackdaw.environment.Step;
import jackdaw.random.RandomStream;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PicturesTest {
  /** Fully transparent, which marks pixels that are not painted. */
  private static int[] paint(Picture picture) {
    int width = picture.width();
    int height = picture.height();
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    Graphics2D graphics = image.createGraphics();
    picture.paint(graphics);
    graphics.dispose();
    return image.getRGB(0, 0, width, height, null, 0, width);
  }

  /** Every pixel is painted, and a picture shows the state at the moment of painting. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "FrozenLake-v1", "FrozenLake8x8-v1", "CliffWalking-v1", "Taxi-v3", "Blackjack-v1",
        "Catch-v0", "DeepSea-v0", "MemoryLength-v0", "Umbrella-v0"
      })
  void shouldPaintTheWholePresentState(String id) {
    try (Environment environment = Environments.supplier(id).get()) {
      Picture picture = environment.picture().orElseThrow();
      RandomStream random = new RandomStream(1);
      Step step = new Step(environment.observationSpace().size());
      float[] action = new float[1];
      environment.reset(2, step.observation);
      int[] first = paint(picture);
      assertThat(Arrays.stream(first).allMatch(pixel -> pixel >>> 24 == 255)).isTrue();
      assertThat(paint(picture)).isEqualTo(first);
      step.clear();
      environment.actionSpace().sample(random, action, 0);
      String before = environment.render().orElseThrow();
      while (environment.render().orElseThrow().equals(before) && !step.ended()) {
        environment.step(action, step);
      }
      assertThat(paint(picture)).isNotEqualTo(first);
    }
  }
}

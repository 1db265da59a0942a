package jackdaw.environments;

import static org.assertj.core.api.Assertions.assertThat;

import jackdaw.environment.Environment;
import jackdaw.environment.Picture;
import jackdaw.environment.Step;
import jackdaw.random.RandomStream;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests that pictures show the state at the moment of painting, and the same state in the same way.
 */
class StatePicturesTest {
  private static final int UNTOUCHED = 0xff00ff;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Acrobot-v1",
        "CartPole-v1",
        "CartPole-v1?velocities=false",
        "CartPoleSwingUp-v1",
        "Cue-v1",
        "GridWorld-v1",
        "KingWalk-v0",
        "MountainCar-v0",
        "MountainCarContinuous-v0",
        "Pendulum-v1",
        "TicTacToe-v0"
      })
  void shouldShowTheStateOfTheMoment(String id) {
    try (Environment environment = Environments.supplier(id).get()) {
      float[] observation = new float[environment.observationSpace().size()];
      environment.reset(3, observation);
      Picture picture = environment.picture().orElseThrow();
      int[] start = paint(picture);
      assertThat(Arrays.stream(start).filter(pixel -> pixel == UNTOUCHED)).isEmpty();
      assertThat(Arrays.stream(start).distinct().count()).as("colours").isGreaterThan(1);
      assertThat(paint(picture)).isEqualTo(start);
      assertThat(picture.framesPerSecond()).isPositive();

      Step step = new Step(observation.length);
      float[] action = new float[environment.actionSpace().size()];
      RandomStream random = new RandomStream(5);
      for (int i = 0; i < 4 && !step.ended(); i++) {
        act(environment, random, action);
        step.clear();
        environment.step(action, step);
      }
      assertThat(paint(picture)).as("after four steps").isNotEqualTo(start);
      environment.reset(3, observation);
      assertThat(paint(picture)).as("after another reset").isEqualTo(start);
    }
  }

  private static void act(Environment environment, RandomStream random, float[] action) {
    if (!environment.masksActions()) {
      environment.actionSpace().sample(random, action, 0);
      return;
    }
    boolean[] legal = new boolean[environment.actionSpace().maskSize()];
    environment.legalActions(legal);
    int from = 0;
    List<Integer> choices = environment.actionSpace().choices();
    for (int part = 0; part < choices.size(); part++) {
      do {
        action[part] = random.nextInt(choices.get(part));
      } while (!legal[from + (int) action[part]]);
      from += choices.get(part);
    }
  }

  /**
   * The pole's far end is 110 pixels, one metre, from its joint, in the direction of the angle.
   */
  @Test
  void shouldLeanThePoleAsTheAngleSays() {
    CartPole environment = new CartPole();
    Picture picture = environment.picture().orElseThrow();
    int pole = Canvas.ORANGE.getRGB() & 0xffffff;
    environment.start(0, 0, Math.toRadians(30), 0);
    int[] right = paint(picture);
    environment.start(0, 0, Math.toRadians(-30), 0);
    int[] left = paint(picture);
    // Halfway up the pole, 55 pixels from its joint.
    int joint = 400 - 100 - 9 - 36 + 8;
    int y = (int) (joint - 55 * Math.cos(Math.toRadians(30)));
    int away = (int) (55 * Math.sin(Math.toRadians(30)));
    assertThat(right[y * picture.width() + 300 + away]).isEqualTo(pole);
    assertThat(right[y * picture.width() + 300 - away]).isNotEqualTo(pole);
    assertThat(left[y * picture.width() + 300 - away]).isEqualTo(pole);
    assertThat(left[y * picture.width() + 300 + away]).isNotEqualTo(pole);
  }

  private static int[] paint(Picture picture) {
    int width = picture.width();
    int height = picture.height();
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(new Color(UNTOUCHED));
    graphics.fillRect(0, 0, width, height);
    picture.paint(graphics);
    graphics.dispose();
    int[] pixels = image.getRGB(0, 0, width, height, null, 0, width);
    return Arrays.stream(pixels).map(pixel -> pixel & 0xffffff).toArray();
  }
}

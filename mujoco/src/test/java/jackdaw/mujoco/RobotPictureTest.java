package jackdaw.mujoco;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import jackdaw.environment.Picture;
import jackdaw.environment.Step;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RobotPictureTest {
  @BeforeAll
  static void needPackages() {
    Installed.python();
  }

  private static BufferedImage painted(Picture picture) {
    BufferedImage image =
        new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    picture.paint(graphics);
    graphics.dispose();
    return image;
  }

  /** Finds the pixels that differ from the grey of sky, floor and shadows. */
  private static boolean[][] colored(BufferedImage image) {
    boolean[][] colored = new boolean[image.getHeight()][image.getWidth()];
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        Color color = new Color(image.getRGB(x, y));
        List<Integer> parts = List.of(color.getRed(), color.getGreen(), color.getBlue());
        colored[y][x] = parts.stream().max(Integer::compare).orElseThrow()
            - parts.stream().min(Integer::compare).orElseThrow() > 30;
      }
    }
    return colored;
  }

  private static int highestRow(boolean[][] colored) {
    return IntStream.range(0, colored.length)
        .filter(y -> middle(colored[y]).isPresent()).findFirst().orElseThrow();
  }

  private static OptionalDouble middle(boolean[] row) {
    return IntStream.range(0, row.length).filter(x -> row[x]).average();
  }

  /**
   * The tip of the pole is at its perspective position: 45° of view, an eye 2.2 m away, 10° above.
   */
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.5, -0.5})
  void shouldShowThePoleAsItLeans(double angle) {
    try (Robot robot = MujocoProvider.robot("InvertedPendulum-v5")) {
      robot.start(new double[] {0, angle}, new double[2]);
      boolean[][] colored = colored(painted(robot.picture().orElseThrow()));
      double radius = 0.049;
      double x = 0.6 * Math.sin(angle);
      double z = 0.6 * Math.cos(angle) + radius - 0.2;
      double tilt = Math.toRadians(10);
      double scale =
          200 / Math.tan(Math.PI / 8) / (2.2 - z * Math.sin(tilt));
      int top = highestRow(colored);
      assertThat(top).isCloseTo((int) (200 - scale * z * Math.cos(tilt)), within(4));
      assertThat(middle(colored[top + 3]).orElseThrow()).isCloseTo(300 + scale * x, within(6.0));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Ant-v5", "HalfCheetah-v5", "Hopper-v5", "Humanoid-v5", "InvertedDoublePendulum-v5",
        "InvertedPendulum-v5", "Pusher-v5", "Reacher-v5", "Swimmer-v5", "Walker2d-v5"})
  void shouldShowEachAsItMoves(String id) {
    try (Robot robot = MujocoProvider.robot(id)) {
      Step step = new Step(robot.observationSpace().size());
      robot.reset(1, step.observation);
      Picture picture = robot.picture().orElseThrow();
      BufferedImage before = painted(picture);
      float[] action = new float[robot.actionSpace().size()];
      Arrays.fill(action, 0.4f);
      for (int i = 0; i < 10; i++) {
        step.clear();
        robot.step(action, step);
        if (step.terminated) {
          break;
        }
      }
      BufferedImage after = painted(picture);
      boolean[][] colored = colored(after);
      int pixels = 0;
      int changed = 0;
      for (int y = 0; y < colored.length; y++) {
        for (int x = 0; x < colored[y].length; x++) {
          pixels += colored[y][x] ? 1 : 0;
          changed += before.getRGB(x, y) != after.getRGB(x, y) ? 1 : 0;
        }
      }
      assertThat(pixels).isBetween(400, 100_000); // Pusher's arm is grey itself
      assertThat(changed).isGreaterThan(50);
    }
  }

  @Test
  void shouldNotLookAtMemoryThatIsGone() {
    Robot robot = MujocoProvider.robot("Reacher-v5");
    robot.reset(1, new float[10]);
    Picture picture = robot.picture().orElseThrow();
    robot.close();
    assertThatThrownBy(() -> painted(picture))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("this MuJoCo simulation is closed");
    assertThatThrownBy(robot::picture).hasMessage("this MuJoCo simulation is closed");
  }
}

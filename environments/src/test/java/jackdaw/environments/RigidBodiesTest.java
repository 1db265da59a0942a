package jackdaw.environments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Percentage.withPercentage;

import com.sun.management.ThreadMXBean;
import jackdaw.environment.Environment;
import jackdaw.environment.Picture;
import jackdaw.environment.Step;
import jackdaw.environment.TimeLimit;
import jackdaw.environment.check.EnvironmentChecker;
import jackdaw.random.RandomStream;
import jackdaw.space.Box;
import jackdaw.space.Discrete;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jbox2d.collision.shapes.PolygonShape;
import org.jbox2d.dynamics.Body;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests properties of LunarLander and BipedalWalker apart from the comparison with Gymnasium's
 * numbers.
 */
class RigidBodiesTest {
  private static final int MASK = 0xffffff;

  /** Plays an episode of random actions; returns every number of its results. */
  private static List<Double> episode(Environment task, long seed, int steps) {
    Step step = new Step(task.observationSpace().size());
    float[] action = new float[task.actionSpace().size()];
    RandomStream random = new RandomStream(seed);
    List<Double> numbers = new ArrayList<>();
    task.reset(seed, step.observation);
    for (int t = 0; t < steps && !step.ended(); t++) {
      task.actionSpace().sample(random, action, 0);
      step.clear();
      task.step(action, step);
      for (float value : step.observation) {
        numbers.add((double) value);
      }
      numbers.add(step.reward);
    }
    return numbers;
  }

  /**
   * An episode must not depend on those before it: runs are resumed by replaying their episodes.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {"LunarLander-v3", "LunarLanderContinuous-v3?wind=true",
        "BipedalWalker-v3", "BipedalWalkerHardcore-v3"})
  void shouldPlayTheSameEpisodeWhateverCameBefore(String id) {
    Environment used = Environments.supplier(id).get();
    for (long seed = 0; seed < 20; seed++) {
      episode(used, seed, 150);
    }
    for (long seed = 100; seed < 105; seed++) {
      List<Double> fresh = episode(Environments.supplier(id).get(), seed, 300);
      assertThat(episode(used, seed, 300)).isEqualTo(fresh).hasSizeGreaterThan(100);
    }
    assertThat(episode(used, 7, 50)).isNotEqualTo(episode(used, 8, 50));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"LunarLander-v3", "LunarLander-v3?continuous=true",
        "LunarLanderContinuous-v3?wind=true", "BipedalWalker-v3", "BipedalWalkerHardcore-v3"})
  void shouldBeSound(String id) {
    assertThat(EnvironmentChecker.check(Environments.supplier(id))).isEmpty();
  }

  /** A reset builds a world, which has all that a step needs. */
  @ParameterizedTest
  @ValueSource(
      strings = {"LunarLander-v3", "LunarLanderContinuous-v3?wind=true",
        "BipedalWalker-v3", "BipedalWalkerHardcore-v3"})
  void shouldAllocateNothingInAStep(String id) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().threadId();
    Environment task = Environments.supplier(id).get();
    Step step = new Step(task.observationSpace().size());
    float[] action = new float[task.actionSpace().size()];
    RandomStream random = new RandomStream(1);
    task.reset(random.nextLong(), step.observation);
    int costly = 0;
    int episodes = 0;
    int steps = 12_000;
    for (int t = 0; t < steps; t++) {
      task.actionSpace().sample(random, action, 0);
      step.clear();
      long before = threads.getThreadAllocatedBytes(thread);
      task.step(action, step);
      long bytes = threads.getThreadAllocatedBytes(thread) - before;
      // Lists grow to an episode's maximum, and the JVM itself allocates while it compiles.
      costly += t > 4000 && bytes > 0 ? 1 : 0;
      if (step.ended()) {
        episodes++;
        task.reset(random.nextLong(), step.observation);
      }
    }
    assertThat(episodes).isGreaterThan(10);
    assertThat(costly).as("steps of 8000 that allocated").isLessThan(8);
  }

  /**
   * JBox2D's own moment of inertia is 0.3 % larger: it forgets half of the parallel axis theorem.
   */
  @Test
  void shouldHaveTheInertiaOfItsShape() {
    RigidBodies bodies = new RigidBodies(-10);
    PolygonShape triangle = RigidBodies.polygon(1, 1, 4, 1, 1, 5);
    Body body = bodies.moving(0, 0, 0, triangle, 2, 0, 0x10);

    // A right triangle of legs a, b has I = m (a² + b²) / 18 about its centroid.
    float mass = 2 * 6;
    assertThat(body.getMass()).isEqualTo(mass);
    double aboutCentroid = mass * (3 * 3 + 4 * 4) / 18.0;
    double distance = 2 * 2 + Math.pow(1 + 4 / 3.0, 2);
    assertThat((double) body.getInertia())
        .isCloseTo(aboutCentroid + mass * distance, withPercentage(0.001));

    // A square off the origin, whose centroid is the mean of its corners.
    Body square = bodies.moving(0, 0, 0, RigidBodies.polygon(2, 0, 4, 0, 4, 2, 2, 2), 1, 0, 0x10);
    assertThat(square.getInertia()).isCloseTo(4 * (4 + 4) / 12f + 4 * (9 + 1), within(1e-3f));
  }

  @Test
  void shouldHaveGymnasiumsSpacesAndLimits() {
    TimeLimit lander = (TimeLimit) Environments.supplier("LunarLander-v3").get();
    assertThat(lander.maxSteps()).isEqualTo(1000);
    assertThat(lander.actionSpace()).isEqualTo(new Discrete(4));
    assertThat(lander.solvedReturn()).hasValue(200);
    float twoPi = 6.2831854820251465f;
    assertThat(lander.observationSpace())
        .isEqualTo(
            Box.of(
                new float[] {-2.5f, -2.5f, -10, -10, -twoPi, -10, 0, 0},
                new float[] {2.5f, 2.5f, 10, 10, twoPi, 10, 1, 1}));
    for (String id : List.of("LunarLander-v3?continuous=true", "LunarLanderContinuous-v3")) {
      assertThat(Environments.supplier(id).get().actionSpace()).isEqualTo(Box.of(-1, 1, 2));
    }
    TimeLimit walker = (TimeLimit) Environments.supplier("BipedalWalker-v3").get();
    assertThat(walker.maxSteps()).isEqualTo(1600);
    assertThat(walker.actionSpace()).isEqualTo(Box.of(-1, 1, 4));
    assertThat(walker.solvedReturn()).hasValue(300);
    float pi = 3.1415927410125732f;
    float[] low = {-pi, -5, -5, -5, -pi, -5, -pi, -5, 0, -pi, -5, -pi, -5, 0, -1, -1, -1, -1, -1,
      -1, -1, -1, -1, -1};
    float[] high = {pi, 5, 5, 5, pi, 5, pi, 5, 5, pi, 5, pi, 5, 5, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
    assertThat(walker.observationSpace()).isEqualTo(Box.of(low, high));
    for (String id : List.of("BipedalWalker-v3?hardcore=true", "BipedalWalkerHardcore-v3")) {
      assertThat(((TimeLimit) Environments.supplier(id).get()).maxSteps()).isEqualTo(2000);
    }
  }

  @Test
  void shouldFallAsFastAsTheGravityThatIsAskedFor() {
    assertThat(fall("LunarLander-v3?gravity=-3")).isGreaterThan(fall("LunarLander-v3"));
    assertThat(fall("LunarLander-v3?gravity=-11.9")).isLessThan(fall("LunarLander-v3"));
    assertThatThrownBy(() -> Environments.supplier("LunarLander-v3?gravity=2"))
        .hasMessage(
            "option gravity of environment LunarLander-v3 is 2, where a number from -11.99 to"
                + " -0.01 is expected");
    assertThatThrownBy(() -> new LunarLander.Options(false, 0, false, 1, 1))
        .hasMessage("LunarLander's gravity is 0.0: set it above -12 and below 0");
    assertThatThrownBy(() -> Environments.supplier("LunarLanderContinuous-v3?winds=true"))
        .hasMessageContaining("did you mean wind?");
  }

  /** Returns the height after 20 steps without an engine. */
  private static float fall(String id) {
    Environment task = Environments.supplier(id).get();
    Step step = new Step(8);
    task.reset(3, step.observation);
    for (int t = 0; t < 20; t++) {
      step.clear();
      task.step(new float[] {0}, step);
    }
    return step.observation[1];
  }

  @Test
  void shouldRefuseWhatIsNoAction() {
    LunarLander lander = new LunarLander();
    assertThatThrownBy(() -> lander.step(new float[] {0}, new Step(8)))
        .hasMessage("no episode is running: call reset before step");
    lander.reset(1, new float[8]);
    assertThatThrownBy(() -> lander.step(new float[] {4}, new Step(8)))
        .hasMessage(
            "action 4.0 is not possible: use 0 (nothing), 1 (left), 2 (main) or 3 (right engine)");
    BipedalWalker walker = new BipedalWalker();
    walker.reset(1, new float[24]);
    assertThatThrownBy(() -> walker.step(new float[] {0, 0, Float.NaN, 0}, new Step(24)))
        .hasMessage("action 2 is NaN: use a number from -1 to 1");
  }

  /** Throttles beyond their bounds count as the bounds, as in Gymnasium. */
  @Test
  void shouldHoldThrottlesWithinBounds() {
    float[] one = afterFive("LunarLanderContinuous-v3", 1, 1);
    assertThat(afterFive("LunarLanderContinuous-v3", 7, 30)).isEqualTo(one);
    assertThat(afterFive("LunarLanderContinuous-v3", 0.1f, 0.6f)).isNotEqualTo(one);
    assertThat(afterFive("LunarLanderContinuous-v3", 0, 0.5f))
        .isEqualTo(afterFive("LunarLanderContinuous-v3", -1, 0));
  }

  private static float[] afterFive(String id, float... action) {
    Environment task = Environments.supplier(id).get();
    Step step = new Step(8);
    task.reset(1, step.observation);
    for (int t = 0; t < 5; t++) {
      step.clear();
      task.step(action, step);
    }
    return step.observation;
  }

  private static BufferedImage paint(Environment task) {
    Picture picture = task.picture().orElseThrow();
    BufferedImage image =
        new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    picture.paint(graphics);
    graphics.dispose();
    return image;
  }

  private static Set<Integer> colors(BufferedImage image) {
    Set<Integer> colors = new HashSet<>();
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        colors.add(image.getRGB(x, y) & MASK);
      }
    }
    return colors;
  }

  @Test
  void shouldPaintTheLanderItsFlamesAndTheFlags() {
    LunarLander lander = new LunarLander();
    assertThat(lander.render()).isEmpty();
    lander.reset(1, new float[8]);
    int flame = new Color(255, 140, 30).getRGB() & MASK;
    int flag = new Color(230, 200, 0).getRGB() & MASK;
    assertThat(colors(paint(lander))).contains(flag).doesNotContain(flame);
    lander.step(new float[] {2}, new Step(8));
    assertThat(colors(paint(lander))).contains(flag, flame);
    assertThat(lander.render().orElseThrow()).contains("#", "!", "engines -^-");
  }

  @Test
  void shouldPaintTheWalkerOnItsGround() {
    BipedalWalker walker = new BipedalWalker(true);
    walker.reset(1, new float[24]);
    BufferedImage image = paint(walker);
    assertThat(image.getRGB(300, 5) & MASK).isEqualTo(new Color(215, 225, 255).getRGB() & MASK);
    assertThat(image.getRGB(300, 395) & MASK).isEqualTo(new Color(102, 153, 76).getRGB() & MASK);
    assertThat(colors(image)).contains(new Color(127, 51, 229).getRGB() & MASK);
    assertThat(walker.render().orElseThrow()).contains("##", "22", "...", "of 88.7");
  }
}

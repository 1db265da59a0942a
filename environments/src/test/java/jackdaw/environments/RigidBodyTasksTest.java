package jackdaw.environments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import jackdaw.environment.Environment;
import jackdaw.environment.Step;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jbox2d.common.Settings;
import org.junit.jupiter.api.Test;

/**
 * Compares whole episodes with recordings of Gymnasium's tasks on Box2D 2.3.1 by record_box2d.py,
 * from the same start with the same actions and random numbers. docs/physics.md documents the
 * differences.
 */
class RigidBodyTasksTest {
  private static final int RESET = -9;

  /** Starts an episode from recorded numbers. */
  private interface Start {
    void from(RandomGenerator draws, float[] observation);
  }

  /**
   * Tolerances of an observation.
   *
   * @param free before anything touches the ground
   * @param touched after that: a leg that touches down a thousandth of a second later changes the
   *     lander's rotation for a step
   * @param last in the step that terminates
   */
  private record Tolerance(double free, double touched, double last) {}

  private static double[] numbers(String text) {
    return text.isEmpty()
        ? new double[0]
        : Arrays.stream(text.split(",")).mapToDouble(Double::parseDouble).toArray();
  }

  private static List<String> recording(String name) throws IOException {
    try (InputStream in = RigidBodyTasksTest.class.getResourceAsStream(name + ".csv")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> Character.isDigit(line.charAt(0)))
          .toList();
    }
  }

  /**
   * Plays a recording.
   *
   * @param steps number of steps that are compared in each episode
   * @param legs indices in an observation that tell whether a leg is down
   * @return the number of steps compared
   */
  private static int compare(
      String name, Environment task, Start start, int steps, int[] legs, Tolerance tolerance)
      throws IOException {
    int size = task.observationSpace().size();
    int parts = task.actionSpace().size();
    Step step = new Step(size);
    Tape tape = new Tape();
    float[] action = new float[parts];
    boolean touched = false;
    int t = 0;
    int compared = 0;
    for (String line : recording(name)) {
      String[] halves = line.split("\\|", -1);
      double[] left = numbers(halves[0]);
      tape.put(numbers(halves[1]));
      boolean terminated = left[2] == 1;
      step.clear();
      if (left[3] == RESET) {
        start.from(tape, step.observation);
        touched = false;
        t = 0;
      } else {
        t++;
        if (t > steps) {
          continue;
        }
        for (int i = 0; i < parts; i++) {
          action[i] = (float) left[3 + i];
        }
        task.step(action, step);
      }
      for (int leg : legs) {
        touched |= left[3 + parts + leg] == 1;
      }
      String moment = "%s episode %.0f step %d".formatted(name, left[0], t);
      double allowed =
          terminated ? tolerance.last : touched ? tolerance.touched : tolerance.free;
      for (int i = 0; i < size; i++) {
        assertThat(step.observation[i]).as("%s, observation %d", moment, i)
            .isCloseTo((float) left[3 + parts + i], within((float) allowed));
      }
      // A step's reward is a difference of potentials with weights of 100 and more.
      assertThat(step.reward).as(moment).isCloseTo(left[1], within(1e-5 + 200 * allowed));
      assertThat(step.terminated).as(moment).isEqualTo(terminated);
      assertThat(tape.left()).as("numbers left over in %s", moment).isZero();
      compared++;
    }
    return compared;
  }

  /** Compares with sines of full precision, as in Box2D; JBox2D's own have steps of 1.1e-4 rad. */
  private static void withExactSines(Body body) throws IOException {
    assertThat(Settings.SINCOS_LUT_ENABLED).isTrue();
    Settings.SINCOS_LUT_ENABLED = false;
    try {
      body.run();
    } finally {
      Settings.SINCOS_LUT_ENABLED = true;
    }
  }

  private interface Body {
    void run() throws IOException;
  }

  private static int lander(LunarLander.Options options, String name, Tolerance tolerance)
      throws IOException {
    LunarLander lander = new LunarLander(options);
    return compare(name, lander, lander::start, 1000, new int[] {6, 7}, tolerance);
  }

  private static final LunarLander.Options WINDY =
      new LunarLander.Options(true, -9, true, 15, 1.5);

  @Test
  void shouldLandLikeLunarLander() throws IOException {
    int steps =
        lander(LunarLander.Options.DEFAULTS, "lunarlander-v3", new Tolerance(1e-3, 0.1, 2e-2));
    assertThat(steps).isEqualTo(582);
  }

  @Test
  void shouldLandLikeLunarLanderWithThrottlesInWind() throws IOException {
    assertThat(lander(WINDY, "lunarlander-windy", new Tolerance(3e-4, 1e-3, 5e-3))).isEqualTo(613);
  }

  @Test
  void shouldLandLikeLunarLanderToLastDigitsWithExactSines() throws IOException {
    withExactSines(
        () -> {
          lander(
              LunarLander.Options.DEFAULTS, "lunarlander-v3", new Tolerance(1e-5, 5e-3, 1e-2));
          lander(WINDY, "lunarlander-windy", new Tolerance(1e-4, 1e-4, 1e-4));
        });
  }

  private static final int[] FEET = {8, 13};

  private static int walker(
      boolean hardcore, double lift, String name, int steps, Tolerance tolerance)
      throws IOException {
    BipedalWalker walker = new BipedalWalker(hardcore);
    Start start = (draws, observation) -> walker.start(draws, lift, observation);
    return compare(name, walker, start, steps, FEET, tolerance);
  }

  @Test
  void shouldMoveLikeBipedalWalkerInTheAir() throws IOException {
    int steps = walker(false, 4, "bipedalwalker-air", 40, new Tolerance(3e-3, 0, 0));
    assertThat(steps).isEqualTo(4 * 41);
    withExactSines(
        () -> walker(false, 4, "bipedalwalker-air", 40, new Tolerance(5e-5, 0, 0)));
  }

  /**
   * The ground is the same and the walker lands on it in the same way; its first step is already
   * chaotic.
   */
  @Test
  void shouldStartLikeBipedalWalker() throws IOException {
    assertThat(walker(false, 0, "bipedalwalker-v3", 0, new Tolerance(0, 5e-3, 0))).isEqualTo(4);
    assertThat(walker(true, 0, "bipedalwalker-hardcore", 0, new Tolerance(0, 5e-3, 0)))
        .isEqualTo(4);
  }
}

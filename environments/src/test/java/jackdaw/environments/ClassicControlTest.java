package jackdaw.environments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import jackdaw.environment.Environment;
import jackdaw.environment.Step;
import jackdaw.environment.TimeLimit;
import jackdaw.space.Box;
import jackdaw.space.Discrete;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Compares with recordings of Gymnasium's tasks by record_classic_control.py. */
class ClassicControlTest {
  /** A line of a recording; the action of a reset is −9. */
  private record Line(
      float action, double reward, boolean terminated, boolean truncated, double[] numbers) {

    static Line parse(String text) {
      double[] f = Arrays.stream(text.split(",")).mapToDouble(Double::parseDouble).toArray();
      return new Line(
          (float) f[1], f[2], f[3] == 1, f[4] == 1, Arrays.copyOfRange(f, 5, f.length));
    }

    double[] state(int size) {
      return Arrays.copyOf(numbers, size);
    }

    float[] observation(int stateSize) {
      float[] observation = new float[numbers.length - stateSize];
      for (int i = 0; i < observation.length; i++) {
        observation[i] = (float) numbers[stateSize + i];
      }
      return observation;
    }
  }

  /** A task whose state can be set and read. */
  private interface Start {
    void from(double[] state);
  }

  private interface State {
    double[] get();
  }

  private static List<Line> recording(String name) throws IOException {
    try (InputStream in = ClassicControlTest.class.getResourceAsStream(name + ".csv")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> Character.isDigit(line.charAt(0)))
          .map(Line::parse)
          .toList();
    }
  }

  /**
   * Plays the recorded episodes.
   *
   * @param follow whether each step starts from the recorded state, for chaotic tasks
   * @param tolerance of states, rewards and observations; the sine of another library may differ in
   *     its last bit, and each task amplifies that at its own rate
   */
  private static void compare(
      String name, Environment task, int maxSteps, int stateSize, Start start, State state,
      boolean follow, double tolerance)
      throws IOException {
    TimeLimit limited = new TimeLimit(task, maxSteps);
    Step step = new Step(task.observationSpace().size());
    int ends = 0;
    for (Line line : recording(name)) {
      if (line.action == -9) {
        limited.reset(0, step.observation);
        start.from(line.state(stateSize));
        continue;
      }
      step.clear();
      limited.step(new float[] {line.action}, step);
      assertThat(state.get()).as("%s", line)
          .containsExactly(line.state(stateSize), within(tolerance));
      // An observation is rounded to single precision, whose last bit may differ.
      assertThat(step.observation)
          .containsExactly(
              line.observation(stateSize), within((float) Math.max(tolerance, 2e-7)));
      assertThat(step.reward).isCloseTo(line.reward, within(tolerance));
      assertThat(step.terminated).as("%s", line).isEqualTo(line.terminated);
      assertThat(step.truncated).isEqualTo(line.truncated);
      if (follow) {
        start.from(line.state(stateSize));
      }
      ends += step.ended() ? 1 : 0;
    }
    assertThat(ends).isEqualTo(4);
  }

  @Test
  void shouldPlayLikePendulum() throws IOException {
    Pendulum pendulum = new Pendulum();
    compare(
        "pendulum-v1",
        pendulum,
        Pendulum.MAX_STEPS,
        2,
        s -> pendulum.start(s[0], s[1]),
        pendulum::state,
        false,
        1e-11);
    assertThat(pendulum.observationSpace())
        .isEqualTo(Box.of(new float[] {-1, -1, -8}, new float[] {1, 1, 8}));
    assertThat(pendulum.actionSpace()).isEqualTo(Box.of(-2, 2, 1));
    assertThat(pendulum.solvedReturn()).isEmpty();
  }

  @Test
  void shouldPlayLikeMountainCar() throws IOException {
    MountainCar car = new MountainCar();
    compare(
        "mountaincar-v0",
        car,
        MountainCar.MAX_STEPS,
        2,
        s -> car.start(s[0], s[1]),
        car::state,
        false,
        1e-13);
    assertThat(car.observationSpace())
        .isEqualTo(Box.of(new float[] {-1.2f, -0.07f}, new float[] {0.6f, 0.07f}));
    assertThat(car.actionSpace()).isEqualTo(new Discrete(3));
    assertThat(car.solvedReturn()).hasValue(-110);
  }

  /** Compares bit for bit: single precision hides the last bit of a sine. */
  @Test
  void shouldPlayLikeMountainCarContinuous() throws IOException {
    MountainCarContinuous car = new MountainCarContinuous();
    compare(
        "mountaincarcontinuous-v0",
        car,
        MountainCarContinuous.MAX_STEPS,
        2,
        s -> car.start(s[0]),
        car::state,
        false,
        0);
    assertThat(car.observationSpace()).isEqualTo(new MountainCar().observationSpace());
    assertThat(car.actionSpace()).isEqualTo(Box.of(-1, 1, 1));
    assertThat(car.solvedReturn()).hasValue(90);
  }

  @Test
  void shouldPlayLikeAcrobot() throws IOException {
    Acrobot acrobot = new Acrobot();
    compare(
        "acrobot-v1",
        acrobot,
        Acrobot.MAX_STEPS,
        4,
        s -> acrobot.start(s[0], s[1], s[2], s[3]),
        acrobot::state,
        true,
        1e-13);
    float first = (float) (4 * Math.PI);
    float second = (float) (9 * Math.PI);
    assertThat(acrobot.observationSpace())
        .isEqualTo(
            Box.of(
                new float[] {-1, -1, -1, -1, -first, -second},
                new float[] {1, 1, 1, 1, first, second}));
    assertThat(acrobot.actionSpace()).isEqualTo(new Discrete(3));
    assertThat(acrobot.solvedReturn()).hasValue(-100);
  }
}

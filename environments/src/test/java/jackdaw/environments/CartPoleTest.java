package jackdaw.environments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import jackdaw.environment.Step;
import jackdaw.environment.TimeLimit;
import jackdaw.random.RandomStream;
import jackdaw.space.Box;
import jackdaw.space.Discrete;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Compares with a recording of Gymnasium's CartPole-v1 by record_gymnasium.py. */
class CartPoleTest {
  private final CartPole cartPole = new CartPole();
  private final Step step = new Step(4);

  /** A line of the recording; action −1 is the reset. */
  private record Line(
      int episode,
      float action,
      List<Double> state,
      double reward,
      boolean terminated,
      boolean truncated) {

    static Line parse(String text) {
      String[] f = text.split(",");
      return new Line(
          Integer.parseInt(f[0]),
          Float.parseFloat(f[1]),
          Arrays.stream(f, 2, 6).map(Double::valueOf).toList(),
          Double.parseDouble(f[6]),
          f[7].equals("1"),
          f[8].equals("1"));
    }

    double[] states() {
      return state.stream().mapToDouble(Double::doubleValue).toArray();
    }

    float[] observation() {
      return new float[] {
        state.get(0).floatValue(),
        state.get(1).floatValue(),
        state.get(2).floatValue(),
        state.get(3).floatValue()
      };
    }
  }

  private static List<Line> recording() throws IOException {
    try (InputStream in = CartPoleTest.class.getResourceAsStream("cartpole-v1.csv")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> Character.isDigit(line.charAt(0)))
          .map(Line::parse)
          .toList();
    }
  }

  /**
   * Compares all nine episodes from the start state on, the longest over 500 steps, without any
   * tolerance: the operations are Gymnasium's in its order, and none has bits that depend on the
   * machine. A sine that differed in its last bit would grow by up to 1.08 a step and show at the
   * end. A new recording with another mathematical library may have such a sine: then compare each
   * step from the recorded state before it, to 1e-15.
   */
  @Test
  void shouldPlayEpisodesBitForBitLikeGymnasium() throws IOException {
    TimeLimit limited = new TimeLimit(cartPole, CartPole.MAX_STEPS);
    int terminations = 0;
    int truncations = 0;
    for (Line line : recording()) {
      if (line.action < 0) {
        limited.reset(0, step.observation);
        cartPole.start(
            line.state.get(0), line.state.get(1), line.state.get(2), line.state.get(3));
        continue;
      }
      step.clear();
      limited.step(new float[] {line.action}, step);
      assertThat(cartPole.state()).as("%s", line).containsExactly(line.states());
      assertThat(step.observation).containsExactly(line.observation());
      assertThat(step.reward).isEqualTo(line.reward);
      assertThat(step.terminated).isEqualTo(line.terminated);
      assertThat(step.truncated).isEqualTo(line.truncated);
      terminations += line.terminated ? 1 : 0;
      truncations += line.truncated ? 1 : 0;
    }
    assertThat(terminations).isEqualTo(7);
    assertThat(truncations).isEqualTo(2);
  }

  /** Starts from varied states, with nothing kept from one step to the next. */
  @Test
  void shouldMoveAsThePlainEquationsDo() {
    RandomStream random = new RandomStream(1);
    for (int i = 0; i < 2000; i++) {
      double[] state = new double[4];
      Arrays.setAll(state, j -> 2 * random.nextDouble() - 1);
      state[2] *= 0.2;
      cartPole.start(state[0], state[1], state[2], state[3]);
      for (int j = 0; j < 20 && !step.terminated; j++) {
        int action = random.nextInt(2);
        step.clear();
        cartPole.step(new float[] {action}, step);
        state = plain(state, action == 1 ? 10 : -10);
        assertThat(cartPole.state()).containsExactly(state);
      }
      step.clear();
    }
  }

  private static double[] plain(double[] state, double force) {
    double angle = state[2];
    double velocity = state[3];
    double cos = SmallAngle.cos(angle);
    double sin = SmallAngle.sin(angle);
    double push = (force + 0.1 * 0.5 * (velocity * velocity) * sin) / 1.1;
    double angular =
        (9.8 * sin - cos * push) / (0.5 * (4.0 / 3.0 - 0.1 * (cos * cos) / 1.1));
    double linear = push - 0.1 * 0.5 * angular * cos / 1.1;
    return new double[] {
      state[0] + 0.02 * state[1],
      state[1] + 0.02 * linear,
      angle + 0.02 * velocity,
      velocity + 0.02 * angular
    };
  }

  @Test
  void shouldHaveGymnasiumsSpaces() {
    float position = 4.8f;
    float angle = 0.41887903f;
    float none = Float.POSITIVE_INFINITY;

    assertThat(cartPole.observationSpace())
        .isEqualTo(
            Box.of(
                new float[] {-position, -none, -angle, -none},
                new float[] {position, none, angle, none}));
    assertThat(cartPole.actionSpace()).isEqualTo(new Discrete(2));
    assertThat(cartPole.solvedReturn()).hasValue(475);
  }

  @Test
  void shouldStartUniformlyWithinRange() {
    float[] observation = new float[4];
    double[] sums = new double[4];
    double[] squares = new double[4];
    int episodes = 10_000;
    for (int seed = 0; seed < episodes; seed++) {
      cartPole.reset(seed, observation);
      for (int i = 0; i < 4; i++) {
        assertThat(observation[i]).isBetween(-0.05f, 0.05f);
        sums[i] += observation[i];
        squares[i] += observation[i] * observation[i];
      }
    }
    // Mean 0 with a standard deviation of 0.1/√12/√episodes; variance 0.1²/12 = 8.33e-4.
    for (int i = 0; i < 4; i++) {
      assertThat(sums[i] / episodes).isCloseTo(0, within(1.5e-3));
      assertThat(squares[i] / episodes).isCloseTo(8.33e-4, within(4e-5));
    }
  }

  @Test
  void shouldStartAlikeWithSameSeed() {
    float[] first = new float[4];
    float[] second = new float[4];
    cartPole.reset(5, first);
    cartPole.reset(6, second);
    assertThat(second).isNotEqualTo(first);
    new CartPole().reset(5, second);
    assertThat(second).containsExactly(first);
  }

  @Test
  void shouldRefuseStepWithoutEpisode() {
    assertThatThrownBy(() -> cartPole.step(new float[1], step))
        .isInstanceOf(IllegalStateException.class);

    cartPole.start(2.39, 5, 0, 0);
    cartPole.step(new float[1], step);
    assertThat(step.terminated).isTrue();
    assertThat(step.reward).isEqualTo(1);
    assertThatThrownBy(() -> cartPole.step(new float[1], step))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no episode is running: call reset before step");
  }

  @Test
  void shouldRefuseOtherActions() {
    cartPole.reset(1, new float[4]);
    for (float action : new float[] {-1, 2, 0.5f, Float.MIN_VALUE, Float.MAX_VALUE, Float.NaN}) {
      assertThatThrownBy(() -> cartPole.step(new float[] {action}, step))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("action %s is not possible: use 0 (left) or 1 (right)", action);
    }
  }

  @Test
  void shouldDrawCartAndLeaningPole() {
    List<String> pictures = new ArrayList<>();
    for (double[] state : new double[][] {{0, 0.0}, {-2.4, 0.15}, {9, -0.15}}) {
      cartPole.start(state[0], 0, state[1], 0);
      pictures.add(cartPole.render().orElseThrow());
    }
    assertThat(pictures.get(0).lines())
        .containsExactly(
            " ".repeat(24) + "|",
            " ".repeat(24) + "|",
            "-".repeat(23) + "[_]" + "-".repeat(23),
            "cart +0.00 m, pole +0.0°");
    assertThat(pictures.get(1).lines())
        .containsExactly(
            "  /", " /", "[_]" + "-".repeat(46), "cart -2.40 m, pole +8.6°");
    assertThat(pictures.get(2).lines().skip(1))
        .containsExactly(
            " ".repeat(47) + "\\", "-".repeat(46) + "[_]", "cart +9.00 m, pole -8.6°");
  }
}

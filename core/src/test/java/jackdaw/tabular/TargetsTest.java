package jackdaw.tabular;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import jackdaw.random.RandomStream;
import org.junit.jupiter.api.Test;

/** Every target against numbers by hand. What is illegal is not a number, and never shows. */
class TargetsTest {
  private static final float ILLEGAL = Float.NaN;
  private static final boolean[] LEGAL = {true, false, true, true};

  /** State 0 and 1 of two tables. */
  private static final float[] VALUES = {
    2, ILLEGAL, -1, 5, 8, ILLEGAL, 4, 3, 1, ILLEGAL, 7, 3, 6, ILLEGAL, 0, 9
  };

  private final ActionValues one = ActionValues.table(VALUES, 0, 4);
  private final ActionValues other = ActionValues.table(VALUES, 8, 4);

  @Test
  void shouldBootstrapUnlessTheTaskIsOver() {
    assertThat(Targets.target(3, 0.5, false, 10)).isEqualTo(8);
    assertThat(Targets.target(3, 0.5, true, Double.NaN)).isEqualTo(3);
  }

  @Test
  void shouldTakeTheGreatestLegalValue() {
    assertThat(Targets.greedy(one, 0, LEGAL)).isEqualTo(5);
    assertThat(Targets.greedy(one, 1, LEGAL)).isEqualTo(8);
    assertThat(one.greedy(0, LEGAL)).isEqualTo(3);
    assertThat(one.greedy(0, new boolean[] {false, false, true, false})).isEqualTo(2);
  }

  /**
   * The first table chooses action 3 in state 0 and 0 in state 1; the second says what they are
   * worth.
   */
  @Test
  void shouldLetOneTableChooseAndTheOtherJudge() {
    assertThat(Targets.doubled(one, other, 0, LEGAL)).isEqualTo(3);
    assertThat(Targets.doubled(other, one, 0, LEGAL)).isEqualTo(-1);
    assertThat(Targets.doubled(one, other, 1, LEGAL)).isEqualTo(6);
    assertThat(Targets.doubled(other, one, 1, LEGAL)).isEqualTo(3);
  }

  @Test
  void shouldTakeTheExecutedAction() {
    assertThat(Targets.executed(one, 0, 2)).isEqualTo(-1);
  }

  /** Of three legal actions: 0.7 · 5 + 0.3 · (2 − 1 + 5) / 3 = 4.1. */
  @Test
  void shouldExpectAnEpsilonGreedyPolicy() {
    assertThat(Targets.expected(TargetPolicy.EPSILON_GREEDY, one, 0, LEGAL, 0.3))
        .isCloseTo(4.1, within(1e-12));
    assertThat(Targets.expected(TargetPolicy.EPSILON_GREEDY, one, 0, LEGAL, 0)).isEqualTo(5);
    assertThat(Targets.expected(TargetPolicy.GREEDY, one, 0, LEGAL, 0.3)).isEqualTo(5);
  }

  @Test
  void shouldExpectASoftmaxPolicy() {
    double a = Math.exp(2 / 2.0);
    double b = Math.exp(-1 / 2.0);
    double c = Math.exp(5 / 2.0);
    assertThat(Targets.expected(TargetPolicy.SOFTMAX, one, 0, LEGAL, 2))
        .isCloseTo((2 * a - b + 5 * c) / (a + b + c), within(1e-12));
    assertThat(Targets.expected(TargetPolicy.SOFTMAX, one, 0, LEGAL, 1e-3)).isEqualTo(5);
  }

  @Test
  void shouldGoByTheMeanOfTwoTables() {
    ActionValues mean = ActionValues.mean(one, other);
    assertThat(mean.value(0, 2)).isEqualTo(3);
    assertThat(mean.greedy(0, LEGAL)).isEqualTo(3);
    assertThat(mean.greedy(1, LEGAL)).isEqualTo(0);
  }

  /** Frequencies of 30,000 draws; five deviations are at most 0.0145. */
  @Test
  void shouldDrawAsItExpects() {
    double[] softmax = {Math.exp(1), 0, Math.exp(-0.5), Math.exp(2.5)};
    double sum = softmax[0] + softmax[2] + softmax[3];
    requireFrequencies(
        TargetPolicy.SOFTMAX, 2, softmax[0] / sum, 0, softmax[2] / sum, softmax[3] / sum);
    requireFrequencies(TargetPolicy.EPSILON_GREEDY, 0.3, 0.1, 0, 0.1, 0.8);
    requireFrequencies(TargetPolicy.GREEDY, 0, 0, 0, 0, 1);
  }

  private void requireFrequencies(TargetPolicy policy, double strength, double... expected) {
    Exploration exploration = new Exploration(policy, new RandomStream(3));
    exploration.setStrength(strength);
    int draws = 30_000;
    int[] counts = new int[4];
    for (int i = 0; i < draws; i++) {
      counts[exploration.choose(one, 0, LEGAL)]++;
    }
    for (int action = 0; action < 4; action++) {
      assertThat(counts[action] / (double) draws).isCloseTo(expected[action], within(0.015));
    }
    assertThat(counts[1]).as("illegal").isZero();
  }

  @Test
  void shouldBreakTiesEvenly() {
    ActionValues equal = ActionValues.table(new float[] {1, 9, 1, 1}, 0, 4);
    Exploration exploration =
        new Exploration(TargetPolicy.GREEDY, new RandomStream(4));
    int[] counts = new int[4];
    for (int i = 0; i < 30_000; i++) {
      counts[exploration.choose(equal, 0, LEGAL)]++;
    }
    assertThat(counts[1]).isZero();
    assertThat(counts[0]).isBetween(9_600, 10_400);
    assertThat(counts[2]).isBetween(9_600, 10_400);
    assertThat(equal.greedy(0, LEGAL)).as("the first, once learnt").isZero();
  }
}

package jackdaw.algorithm.tabular;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import jackdaw.algorithm.Setup;
import jackdaw.environment.Environment;
import jackdaw.environment.Step;
import jackdaw.random.RandomStream;
import jackdaw.space.Discrete;
import jackdaw.space.Space;
import jackdaw.tabular.ActionValues;
import jackdaw.tabular.LearningTable;
import jackdaw.tabular.Targets;
import org.junit.jupiter.api.Test;

/**
 * The book's tables 2.1 and 2.2: of five actions the first pays nothing and the others 10 or 30,
 * both
 * alike, and all lead to what is worth K. The maximum of the expectations is 20 + γK; what a
 * maximum of
 * estimates makes of it goes into the state before.
 */
class OverestimationTest {
  private static final double K = 100;
  private static final double DISCOUNT = 0.9;
  private static final int BEFORE = 0;
  private static final int CHOICE = 1;
  private static final int AFTER = 2;
  private static final int ACTIONS = 5;

  /** Pays what a list says, or what is drawn. */
  private static final class FiveActions implements Environment {
    private final RandomStream random = new RandomStream(0);
    private int state;

    @Override
    public Space observationSpace() {
      return new Discrete(3);
    }

    @Override
    public Space actionSpace() {
      return new Discrete(ACTIONS);
    }

    @Override
    public void reset(long seed, float[] observation) {
      random.reseed(seed);
      state = BEFORE;
      observation[0] = state;
    }

    @Override
    public void step(float[] action, Step step) {
      if (state == CHOICE) {
        step.reward = action[0] == 0 ? 0 : random.nextBoolean() ? 30 : 10;
      } else if (state == AFTER) {
        step.reward = K;
        step.terminated = true;
      }
      state++;
      step.observation[0] = Math.min(state, AFTER);
    }
  }

  /** Table 2.2: three rewards of each action; the mean of a4's is 30, where 20 is right. */
  @Test
  void shouldOverestimateWhatTheBookDraws() {
    int[][] rewards = {{0, 0, 0}, {10, 30, 30}, {10, 10, 10}, {30, 30, 30}, {10, 30, 10}};
    float[] values = new float[ACTIONS];
    ActionValues table = ActionValues.table(values, 0, ACTIONS);
    LearningTable learning = new LearningTable(table, 1, 1);
    for (int action = 0; action < ACTIONS; action++) {
      for (int reward : rewards[action]) {
        double target = Targets.target(reward, DISCOUNT, false, K);
        learning.add(action, learning.visit(action, 1) * (target - table.value(0, action)));
      }
    }
    boolean[] legal = {true, true, true, true, true};
    assertThat(table.max(0, legal)).isCloseTo(30 + DISCOUNT * K, within(1e-4));
    assertThat(table.greedy(0, legal)).isEqualTo(3);
    assertThat(table.value(0, 1)).isCloseTo(70.0 / 3 + DISCOUNT * K, within(1e-4));
    assertThat(table.value(0, 2)).isCloseTo(10 + DISCOUNT * K, within(1e-4));
  }

  /**
   * The mean value of the state before the choice, over many runs of 3000 steps, less the right
   * one.
   */
  private static double bias(TabularRule rule) {
    TabularConfig config =
        TabularConfig.builder()
            .discount(DISCOUNT)
            .stepSize(0.1)
            .epsilon(1)
            .finalEpsilon(1)
            .iterationSteps(3000)
            .build();
    int runs = 200;
    double sum = 0;
    for (int seed = 0; seed < runs; seed++) {
      try (TabularLearner learner =
          TabularLearner.open(rule, config, Setup.of(FiveActions::new, seed))) {
        learner.iterate(0);
        for (int action = 0; action < ACTIONS; action++) {
          sum += learner.table().values().value(BEFORE, action) / ACTIONS;
        }
      }
    }
    return sum / runs - DISCOUNT * (20 + DISCOUNT * K);
  }

  @Test
  void shouldBeLessBiasedWithTwoTables() {
    double single = bias(TabularRule.Q_LEARNING);
    double twice = bias(TabularRule.DOUBLE_Q_LEARNING);
    assertThat(single).isGreaterThan(1);
    assertThat(Math.abs(twice)).isLessThan(single / 2);
  }
}

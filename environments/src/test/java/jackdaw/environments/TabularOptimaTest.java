package jackdaw.environments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import jackdaw.algorithm.Setup;
import jackdaw.algorithm.tabular.ExpectedPolicy;
import jackdaw.algorithm.tabular.TabularConfig;
import jackdaw.algorithm.tabular.TabularLearner;
import jackdaw.algorithm.tabular.TabularRule;
import jackdaw.environment.Environment;
import jackdaw.environment.TabularModel;
import jackdaw.environment.wrapper.EnvironmentConfig;
import jackdaw.nn.Schedule;
import jackdaw.tabular.ActionValues;
import jackdaw.tabular.PolicyIteration;
import jackdaw.tabular.PolicyValue;
import jackdaw.tabular.ValueIteration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What tables learn against the optimum, both computed exactly from the model. */
class TabularOptimaTest {
  private static TabularModel model(String id) {
    try (Environment environment = Environments.supplier(id).get()) {
      return environment.model().orElseThrow();
    }
  }

  private static TabularLearner learn(
      TabularRule rule, TabularConfig config, String id, int timeLimit, long steps) {
    EnvironmentConfig view = EnvironmentConfig.builder().timeLimit(timeLimit).build();
    TabularLearner learner =
        TabularLearner.open(rule, config, Setup.of(Environments.supplier(id), 1).view(view));
    try (learner) {
      while (learner.steps() < steps) {
        learner.iterate((double) learner.steps() / steps);
      }
    }
    return learner;
  }

  /** The mean return of what was learnt, within as many steps as no episode of it needs. */
  private static double learnt(TabularModel model, TabularLearner learner) {
    int[] actions = PolicyValue.greedy(model, learner.table().values());
    return PolicyValue.start(model, PolicyValue.within(model, actions, 1, 2000));
  }

  private static double optimum(TabularModel model) {
    return ValueIteration.converged(model, 1, 1e-13).startValue(model);
  }

  /** Nothing is random but the start, so that what was seen once is known. */
  @ParameterizedTest
  @CsvSource({
    "GridWorld-v1, 0, 1, 3000",
    "CliffWalking-v1, 0, 1, 10000",
    "DeepSea-v0, 1, 1, 5000",
    "FrozenLake-v1?slippery=false, 1, 0.9, 5000",
    "Taxi-v3, 20, 1, 200000",
    "KingWalk-v0, 0, 1, 500000"
  })
  void shouldReachTheOptimumByOptimismAlone(
      String id, double initialValue, double discount, long steps) {
    TabularConfig config =
        TabularConfig.builder()
            .discount(discount)
            .stepSize(1)
            .initialValue(initialValue)
            .epsilon(0)
            .finalEpsilon(0)
            .build();
    for (TabularRule rule : TabularRule.values()) {
      if (rule != TabularRule.DOUBLE_Q_LEARNING) {
        TabularModel model = model(id);
        assertThat(learnt(model, learn(rule, config, id, 0, steps)))
            .as(rule.title())
            .isCloseTo(optimum(model), within(1e-9));
      }
    }
  }

  /** Slippery ice, below γ = 1: no policy is better from any state that an episode comes to. */
  @ParameterizedTest
  @EnumSource
  void shouldReachTheOptimumOnIce(TabularRule rule) {
    TabularConfig.Builder config = TabularConfig.builder().discount(0.99).explorationShare(1);
    if (rule == TabularRule.SARSA) {
      // What it learns is worth what it does: exploring much, it would learn to keep off the holes.
      config.stepSize(0.2).stepSizeSchedule(Schedule.LINEAR).initialValue(1).epsilon(0.05);
      config.finalEpsilon(0);
    } else {
      config.stepSize(1).visitPower(0.6).finalEpsilon(0.2).expectedPolicy(ExpectedPolicy.GREEDY);
    }
    TabularModel model = model("FrozenLake-v1");
    TabularLearner learner = learn(rule, config.build(), "FrozenLake-v1", 0, 800_000);
    double[] values =
        PolicyValue.solve(model, PolicyValue.greedy(model, learner.table().values()), 0.99);
    assertThat(PolicyValue.start(model, values))
        .isCloseTo(PolicyIteration.exact(model, 0.99).startValue(model), within(1e-9));
  }

  /**
   * Sutton and Barto 2018, example 6.6: the greedy way is the edge, and the safe one keeps off it.
   */
  @Test
  void shouldWalkTwoWaysAlongTheCliff() {
    TabularConfig config =
        TabularConfig.builder()
            .discount(1)
            .stepSize(0.1)
            .epsilon(0.1)
            .finalEpsilon(0.1)
            .build();
    List<Integer> edge =
        way(learn(TabularRule.Q_LEARNING, config, "CliffWalking-v1", 0, 300_000));
    List<Integer> safe = way(learn(TabularRule.SARSA, config, "CliffWalking-v1", 0, 300_000));
    assertThat(edge).hasSize(13).allMatch(cell -> cell / CliffWalking.COLUMNS >= 2);
    assertThat(safe).hasSizeGreaterThan(14).contains(3, 5, 7);
  }

  private static List<Integer> way(TabularLearner learner) {
    TabularModel model = model("CliffWalking-v1");
    ActionValues values = learner.table().values();
    int[] actions = PolicyValue.greedy(model, values);
    List<Integer> way = new ArrayList<>();
    int cell = CliffWalking.START;
    while (cell != CliffWalking.GOAL && way.size() < 100) {
      cell = model.next(model.firstOutcome(cell, actions[cell]));
      way.add(cell);
    }
    return way;
  }

  /** Illegal moves are in the model as such: the best player never loses. */
  @Test
  void shouldKnowPerfectPlayOfNoughtsAndCrosses() {
    TabularModel model = model("TicTacToe-v0");
    assertThat(optimum(model)).isCloseTo(0.994792, within(1e-6));
    TabularConfig config =
        TabularConfig.builder()
            .discount(1)
            .stepSize(1)
            .visitPower(0.7)
            .epsilon(0.3)
            .finalEpsilon(0.3)
            .build();
    TabularLearner learner =
        learn(TabularRule.Q_LEARNING, config, "TicTacToe-v0", 0, 600_000);
    assertThat(learnt(model, learner)).isGreaterThan(0.99);
  }
}

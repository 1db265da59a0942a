package jackdaw.algorithm.tabular;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import jackdaw.algorithm.Setup;
import jackdaw.algorithm.tabular.TabularObserver.LearntStep;
import jackdaw.environment.TimeLimit;
import jackdaw.tabular.TargetPolicy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every step of thousands against the rule computed again from the table before it. Values of
 * illegal
 * actions are no numbers, so that one that was read would show.
 */
class TabularTargetTest {
  private static final double EPSILON = 0.4;
  private static final double DISCOUNT = 0.75;
  private static final double STEP_SIZE = 0.25;

  private static TabularConfig.Builder config() {
    return TabularConfig.builder()
        .discount(DISCOUNT)
        .stepSize(STEP_SIZE)
        .epsilon(EPSILON)
        .finalEpsilon(EPSILON)
        .iterationSteps(1);
  }

  private static TabularLearner learner(TabularRule rule, TabularConfig config) {
    TabularLearner learner =
        TabularLearner.open(rule, config, Setup.of(() -> new TimeLimit(new Maze(), 3), 7));
    float[] values = learner.parameters().values();
    for (int i = 0; i < values.length; i++) {
      int pair = i % (Maze.STATES * Maze.ACTIONS);
      values[i] = Maze.isLegal(pair / Maze.ACTIONS, pair % Maze.ACTIONS) ? i % 7 : Float.NaN;
    }
    return learner;
  }

  private static double[] legalValues(float[] table, int from, int state) {
    double[] values = new double[Maze.ACTIONS - 1];
    int count = 0;
    for (int action = 0; action < Maze.ACTIONS; action++) {
      if (Maze.isLegal(state, action)) {
        values[count++] = table[from + state * Maze.ACTIONS + action];
      }
    }
    return values;
  }

  private static int best(float[] table, int from, int state) {
    int best = -1;
    for (int action = 0; action < Maze.ACTIONS; action++) {
      int at = from + state * Maze.ACTIONS;
      if (Maze.isLegal(state, action) && (best < 0 || table[at + action] > table[at + best])) {
        best = action;
      }
    }
    return best;
  }

  /** The value of what comes next, by the rule. */
  private static double expected(TabularRule rule, LearntStep step, float[] before, int from) {
    double[] legal = legalValues(before, from, step.next());
    double max = Arrays.stream(legal).max().orElseThrow();
    int half = before.length / 2;
    return switch (rule) {
      case Q_LEARNING -> max;
      case DOUBLE_Q_LEARNING -> before[half - from
          + step.next() * Maze.ACTIONS
          + best(before, from, step.next())];
      case SARSA -> before[step.next() * Maze.ACTIONS + step.nextAction()];
      case EXPECTED_SARSA -> (1 - EPSILON) * max
          + EPSILON * Arrays.stream(legal).average().orElseThrow();
    };
  }

  @ParameterizedTest
  @EnumSource
  void shouldMoveTowardsTheRulesTarget(TabularRule rule) {
    int[] kinds = new int[3];
    try (TabularLearner learner = learner(rule, config().build())) {
      List<LearntStep> seen = new ArrayList<>();
      learner.observe(seen::add);
      int pairs = Maze.STATES * Maze.ACTIONS;
      boolean[] tableMoved = new boolean[2];
      for (int i = 0; i < 5000; i++) {
        float[] before = learner.parameters().toArray();
        learner.iterate(0);
        LearntStep step = seen.get(i);
        float[] after = learner.parameters().values();
        int pair = step.state() * Maze.ACTIONS + step.action();
        int from = moved(before, after, pair, pairs);
        tableMoved[from / pairs] = true;
        double target =
            step.terminated()
                ? step.reward()
                : step.reward() + DISCOUNT * expected(rule, step, before, from);
        assertThat(step.target()).isCloseTo(target, within(1e-6));
        assertThat(step.error()).isCloseTo(target - before[from + pair], within(1e-6));
        assertThat(after[from + pair])
            .isCloseTo(
                (float) (before[from + pair] + STEP_SIZE * (target - before[from + pair])),
                within(1e-5f));
        kinds[step.terminated() ? 0 : step.truncated() ? 1 : 2]++;
      }
      requireExecuted(rule, seen);
      assertThat(tableMoved[1]).isEqualTo(rule == TabularRule.DOUBLE_Q_LEARNING);
      assertThat(learner.updates()).isEqualTo(5000).isEqualTo(learner.steps());
    }
    for (int count : kinds) {
      assertThat(count).as("terminated, truncated or neither").isGreaterThan(400);
    }
  }

  /** Where the table begins in which one value changed, and no other did. */
  private static int moved(float[] before, float[] after, int pair, int pairs) {
    int from = 0;
    for (int i = 0; i < before.length; i++) {
      if (Float.compare(before[i], after[i]) != 0) {
        assertThat(i % pairs).isEqualTo(pair);
        from = i - pair;
      }
    }
    return from;
  }

  /** SARSA's a′ is the action of the next step, unless the episode is over. */
  private static void requireExecuted(TabularRule rule, List<LearntStep> seen) {
    int executed = 0;
    for (int i = 1; i < seen.size(); i++) {
      LearntStep before = seen.get(i - 1);
      if (rule == TabularRule.SARSA && !before.terminated() && !before.truncated()) {
        assertThat(seen.get(i).state()).isEqualTo(before.next());
        assertThat(seen.get(i).action()).isEqualTo(before.nextAction());
        executed++;
      }
    }
    assertThat(executed > 1000).isEqualTo(rule == TabularRule.SARSA);
  }

  /** An error spreads back along the episode, and no further than a step that was not greedy. */
  @Test
  void shouldCutTracesWhereAnActionWasNotGreedy() {
    TabularConfig cut = config().traceDecay(0.5).build();
    requireTraces(TabularRule.Q_LEARNING, cut, true);
    requireTraces(
        TabularRule.Q_LEARNING, config().traceDecay(0.5).watkinsCut(false).build(), false);
    requireTraces(TabularRule.SARSA, cut, false);
    requireTraces(TabularRule.EXPECTED_SARSA, cut, false);
    TabularConfig greedy =
        config().traceDecay(0.5).expectedPolicy(ExpectedPolicy.GREEDY).build();
    requireTraces(TabularRule.EXPECTED_SARSA, greedy, true);
  }

  private static void requireTraces(TabularRule rule, TabularConfig config, boolean cuts) {
    int pairs = Maze.STATES * Maze.ACTIONS;
    int cutAtLeastOnce = 0;
    try (TabularLearner learner = learner(rule, config)) {
      List<LearntStep> seen = new ArrayList<>();
      learner.observe(seen::add);
      double[] traces = new double[pairs];
      for (int i = 0; i < 3000; i++) {
        float[] before = learner.parameters().toArray();
        learner.iterate(0);
        LearntStep step = seen.get(i);
        // SARSA decides before the update of the step before, the others behind it.
        boolean greedy = before[step.state() * Maze.ACTIONS + step.action()] >= Arrays
            .stream(legalValues(before, 0, step.state())).max().orElseThrow();
        if (cuts && !greedy) {
          cutAtLeastOnce += Arrays.stream(traces).sum() > 0 ? 1 : 0;
          Arrays.fill(traces, 0);
        }
        traces[step.state() * Maze.ACTIONS + step.action()] = 1;
        float[] after = learner.parameters().values();
        for (int pair = 0; pair < pairs; pair++) {
          double change = traces[pair] == 0 ? 0 : STEP_SIZE * step.error() * traces[pair];
          assertThat(after[pair]).isCloseTo((float) (before[pair] + change), within(1e-5f));
          traces[pair] *= step.terminated() || step.truncated() ? 0 : 0.5 * DISCOUNT;
        }
      }
    }
    assertThat(cutAtLeastOnce > 100).isEqualTo(cuts);
  }

  @Test
  void shouldLearnTheValuesOfAnyTargetPolicy() {
    TabularConfig softmax =
        config()
            .exploration(TargetPolicy.EPSILON_GREEDY)
            .expectedPolicy(ExpectedPolicy.SOFTMAX)
            .expectedTemperature(2)
            .build();
    try (TabularLearner learner = learner(TabularRule.EXPECTED_SARSA, softmax)) {
      List<LearntStep> seen = new ArrayList<>();
      learner.observe(seen::add);
      for (int i = 0; i < 300; i++) {
        float[] before = learner.parameters().toArray();
        learner.iterate(0);
        LearntStep step = seen.get(i);
        double[] legal = legalValues(before, 0, step.next());
        double[] weights = Arrays.stream(legal).map(q -> Math.exp(q / 2)).toArray();
        double sum = 0;
        for (int j = 0; j < legal.length; j++) {
          sum += weights[j] * legal[j];
        }
        double mean = sum / Arrays.stream(weights).sum();
        double target = step.reward() + (step.terminated() ? 0 : DISCOUNT * mean);
        assertThat(step.target()).isCloseTo(target, within(1e-6));
      }
    }
  }
}

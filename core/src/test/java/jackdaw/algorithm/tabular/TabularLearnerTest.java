package jackdaw.algorithm.tabular;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import jackdaw.algorithm.Setup;
import jackdaw.environment.Environment;
import jackdaw.environment.Step;
import jackdaw.environment.TimeLimit;
import jackdaw.learning.TrainingException;
import jackdaw.nn.Schedule;
import jackdaw.space.Box;
import jackdaw.space.Discrete;
import jackdaw.space.MultiDiscrete;
import jackdaw.space.Space;
import jackdaw.state.Snapshot;
import jackdaw.state.StateColumn;
import jackdaw.tabular.TargetPolicy;
import jackdaw.tabular.TraceKind;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Array;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TabularLearnerTest {
  /** Bytes that the JVM itself may allocate in between. */
  private static final long JVM_BYTES = 20_000;

  private static TabularLearner learner(TabularRule rule, TabularConfig config, long seed) {
    return TabularLearner.open(rule, config, Setup.of(() -> new TimeLimit(new Maze(), 5), seed));
  }

  private static TabularConfig.Builder config() {
    return TabularConfig.builder()
        .environments(3)
        .iterationSteps(7)
        .visitPower(0.6)
        .stepSizeSchedule(Schedule.LINEAR)
        .traceDecay(0.8)
        .traces(TraceKind.DUTCH);
  }

  private static void iterate(TabularLearner learner, int from, int to) {
    for (int i = from; i < to; i++) {
      learner.iterate(i / 100.0);
    }
  }

  private static List<Object> values(StateColumn column) {
    Object array = Array.newInstance(column.type().getComponentType(), column.length());
    column.copyTo(0, array, 0, column.length());
    return IntStream.range(0, column.length()).mapToObj(i -> Array.get(array, i)).toList();
  }

  private static void requireSame(TabularLearner one, TabularLearner other) {
    Snapshot first = new Snapshot();
    Snapshot second = new Snapshot();
    one.save(first);
    other.save(second);
    assertThat(second.columns().keySet()).isEqualTo(first.columns().keySet());
    first.columns().forEach(
        (name, column) -> assertThat(values(second.columns().get(name))).as(name)
            .isEqualTo(values(column)));
    assertThat(other.parameters().values()).isEqualTo(one.parameters().values());
  }

  @ParameterizedTest
  @EnumSource
  void shouldGoOnFromASnapshotBitForBit(TabularRule rule) {
    for (TargetPolicy exploration : TargetPolicy.values()) {
      TabularConfig config = config().exploration(exploration).build();
      try (TabularLearner whole = learner(rule, config, 3);
          TabularLearner stopped = learner(rule, config, 3);
          TabularLearner resumed = learner(rule, config, 99)) {
        iterate(whole, 0, 60);
        iterate(stopped, 0, 23);
        Snapshot snapshot = new Snapshot();
        stopped.save(snapshot);
        resumed.restore(snapshot);
        requireSame(stopped, resumed);
        iterate(resumed, 23, 60);
        requireSame(whole, resumed);
        for (String metric : whole.metrics().names()) {
          assertThat(resumed.metrics().value(metric)).isEqualTo(whole.metrics().value(metric));
        }
      }
    }
  }

  @Test
  void shouldFollowFromTheSeed() {
    try (TabularLearner one = learner(TabularRule.SARSA, config().build(), 5);
        TabularLearner other = learner(TabularRule.SARSA, config().build(), 5);
        TabularLearner another = learner(TabularRule.SARSA, config().build(), 6);
        TabularLearner threads =
            TabularLearner.open(
                TabularRule.SARSA,
                config().build(),
                Setup.of(() -> new TimeLimit(new Maze(), 5), 5).threads(3))) {
      iterate(one, 0, 20);
      iterate(other, 0, 20);
      iterate(another, 0, 20);
      iterate(threads, 0, 20);
      requireSame(one, other);
      requireSame(one, threads);
      assertThat(another.parameters().values()).isNotEqualTo(one.parameters().values());
    }
  }

  /** With traces and Watkins' cut, too. */
  @Test
  void shouldBeQLearningWhereExpectedSarsaIsGreedy() {
    for (double decay : new double[] {0, 0.9}) {
      TabularConfig config =
          config().traceDecay(decay).expectedPolicy(ExpectedPolicy.GREEDY).build();
      try (TabularLearner one = learner(TabularRule.Q_LEARNING, config, 5);
          TabularLearner other = learner(TabularRule.EXPECTED_SARSA, config, 5)) {
        iterate(one, 0, 100);
        iterate(other, 0, 100);
        requireSame(one, other);
      }
    }
  }

  @Test
  void shouldTakeTablesInTurnWhereAskedTo() {
    TabularConfig config =
        config().environments(1).iterationSteps(1).traceDecay(0).alternatingTables(true).build();
    try (TabularLearner learner = learner(TabularRule.DOUBLE_Q_LEARNING, config, 5)) {
      int half = learner.parameters().size() / 2;
      for (int i = 0; i < 50; i++) {
        float[] before = learner.parameters().toArray();
        learner.iterate(0);
        for (int j = 0; j < before.length; j++) {
          if (learner.parameters().values()[j] != before[j]) {
            assertThat(j / half).isEqualTo(i % 2);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldAllocateNothing(TabularRule rule) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    TabularConfig config = config().iterationSteps(5000).build();
    try (TabularLearner learner = learner(rule, config, 1)) {
      learner.iterate(0);
      learner.iterate(0);
      long id = Thread.currentThread().threadId();
      long before = threads.getThreadAllocatedBytes(id);
      learner.iterate(0);
      assertThat(threads.getThreadAllocatedBytes(id) - before)
          .as("bytes in 15,000 steps")
          .isLessThan(JVM_BYTES);
    }
  }

  /** One copy or eight: a step of a copy is an update. */
  @Test
  void shouldUpdateOnceAStepOfACopy() {
    for (int copies : new int[] {1, 8}) {
      TabularConfig config = config().environments(copies).iterationSteps(8 / copies).build();
      try (TabularLearner learner = learner(TabularRule.Q_LEARNING, config, 1)) {
        iterate(learner, 0, 10);
        assertThat(learner.steps()).isEqualTo(80);
        assertThat(learner.updates()).isEqualTo(80);
      }
    }
  }

  /** Spaces and a reward to choose. */
  private record Plain(Space observationSpace, Space actionSpace, double reward)
      implements
        Environment {
    @Override
    public void reset(long seed, float[] observation) {
      observation[0] = 0;
    }

    @Override
    public void step(float[] action, Step step) {
      step.reward = reward;
    }
  }

  private static void learn(Space observations, Space actions, double reward) {
    try (TabularLearner learner =
        TabularLearner.open(
            TabularRule.Q_LEARNING,
            TabularConfig.builder().discount(1).stepSize(1).iterationSteps(10).build(),
            Setup.of(
                () -> new TimeLimit(new Plain(observations, actions, reward), 1000), 1))) {
      learner.iterate(0);
      learner.iterate(0);
    }
  }

  @Test
  void shouldRefuseWhatHasNoPlaceInATable() {
    Space few = new Discrete(3);
    assertThatThrownBy(() -> learn(Box.of(0, 1, 2), few, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "observations: a table has no place for the continuous values of Box(");
    assertThatThrownBy(() -> learn(few, Box.of(0, 1, 2), 1))
        .hasMessageStartingWith(
            "actions: a table has no place for the continuous values of Box(");
    Space many = new MultiDiscrete(Collections.nCopies(18, 3));
    assertThatThrownBy(() -> learn(many, few, 1))
        .hasMessage(
            "a table of 387420489 observations × 3 actions has more than 134217728 values: "
                + "use a network");
  }

  @Test
  void shouldSayWhereValuesAreNoLongerFinite() {
    assertThatThrownBy(() -> learn(new Discrete(1), new Discrete(2), 3e38))
        .isInstanceOf(TrainingException.class)
        .hasMessage(
            "the values of the table are no longer finite after 10 steps: lower step-size or "
                + "discount");
  }

  @Test
  void shouldRefuseSettingsOutOfRange() {
    assertThatThrownBy(() -> TabularConfig.builder().stepSize(0).build())
        .hasMessageStartingWith(
            "step size 0 is not a finite number above 0: set step-size, usually");
    assertThatThrownBy(() -> TabularConfig.builder().traceDecay(1.5).build())
        .hasMessageStartingWith("trace decay 1.5 is outside [0, 1]");
    assertThatThrownBy(() -> TabularConfig.builder().temperature(0).build())
        .hasMessageStartingWith("temperature 0 is not a finite number above 0");
    assertThatThrownBy(() -> TabularConfig.builder().initialValue(Double.NaN).build())
        .hasMessageStartingWith("initial value NaN is not finite");
  }
}

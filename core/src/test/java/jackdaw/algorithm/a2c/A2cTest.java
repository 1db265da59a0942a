package jackdaw.algorithm.a2c;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import jackdaw.algorithm.Setup;
import jackdaw.algorithm.probe.ActionKind;
import jackdaw.algorithm.probe.Probes;
import jackdaw.algorithm.probe.WindyLine;
import jackdaw.environment.Environment;
import jackdaw.nn.Memory;
import jackdaw.nn.RmsProp;
import jackdaw.nn.Schedule;
import jackdaw.state.Snapshot;
import jackdaw.train.Evaluation;
import jackdaw.train.Trainer;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class A2cTest {
  private static final int ITERATIONS = 12;

  private static A2cConfig.Builder small(boolean shared, Memory memory) {
    return A2cConfig.builder()
        .environments(4).rolloutSteps(8).hiddenSizes(List.of(8)).sharedNetwork(shared)
        .memory(memory).memorySize(6).learningRateSchedule(Schedule.LINEAR)
        .entropyCoefficient(0.01);
  }

  @ParameterizedTest
  @CsvSource({
    "false,false,NONE,RMSPROP", "true,false,NONE,RMSPROP_INSIDE", "false,true,LSTM,ADAM",
    "true,true,GRU,RMSPROP"})
  void shouldGoOnFromASavedStateBitForBit(
      boolean continuous, boolean shared, Memory memory, A2cOptimizer optimizer) {
    A2cConfig config = small(shared, memory).optimizerKind(optimizer).build();
    Supplier<Environment> world = () -> new WindyLine(continuous);
    Snapshot half = new Snapshot();
    Snapshot whole = new Snapshot();
    try (A2c a2c = A2c.open(config, Setup.of(world, 1))) {
      iterate(a2c, 0, ITERATIONS / 2);
      a2c.save(half);
      iterate(a2c, ITERATIONS / 2, ITERATIONS);
      a2c.save(whole);
      assertThat(a2c.updates()).isEqualTo(ITERATIONS);
      assertThat(a2c.steps()).isEqualTo(ITERATIONS * 32L);
    }
    // made with another seed, so that whatever is not saved shows
    try (A2c a2c = A2c.open(config, Setup.of(world, 2))) {
      a2c.restore(half);
      iterate(a2c, ITERATIONS / 2, ITERATIONS);
      Snapshot again = new Snapshot();
      a2c.save(again);
      assertThat(again.columns().keySet()).isEqualTo(whole.columns().keySet());
      whole.columns().forEach(
          (name, values) -> assertThat(again.columns().get(name).toArray()).as(name)
              .isEqualTo(values.toArray()));
    }
  }

  private static void iterate(A2c a2c, int from, int to) {
    for (int i = from; i < to; i++) {
      a2c.iterate((double) i / ITERATIONS);
    }
  }

  /** 64 environments × 16 steps are eight shards. */
  @ParameterizedTest
  @EnumSource(Memory.class)
  void shouldEndAlikeOnAnyNumberOfThreads(Memory memory) {
    A2cConfig config = small(false, memory).environments(64).rolloutSteps(16).build();
    float[] one = parametersAfter(config, 1);
    assertThat(parametersAfter(config, 2)).isEqualTo(one);
    assertThat(parametersAfter(config, 3)).isEqualTo(one);
  }

  private static float[] parametersAfter(A2cConfig config, int threads) {
    try (A2c a2c =
        A2c.open(config, Setup.of(() -> new WindyLine(false), 1).threads(threads))) {
      iterate(a2c, 0, 4);
      return a2c.parameters().toArray();
    }
  }

  /** Every kind of action, masked ones among them, can be learnt. */
  @ParameterizedTest
  @EnumSource(ActionKind.class)
  void shouldLearnEveryKindOfAction(ActionKind kind) {
    A2cConfig config =
        A2cConfig.builder()
            .environments(8).rolloutSteps(8).learningRate(5e-3).discount(0)
            .hiddenSizes(List.of(32)).squashActions(kind == ActionKind.CONTINUOUS)
            .optimizerKind(A2cOptimizer.ADAM).entropyCoefficient(0.001).build();
    try (A2c a2c = A2c.open(config, Setup.of(kind.environments, 1))) {
      new Trainer(a2c, 60_000).run();
      assertThat(Evaluation.of(a2c.policy(), kind.environments, 40, 2).meanReturn())
          .isGreaterThan(4.5);
    }
  }

  @Test
  void shouldLearnToRemember() {
    A2cConfig.Builder builder =
        A2cConfig.builder()
            .environments(32).rolloutSteps(8).memorySize(8).hiddenSizes(List.of(8))
            .optimizerKind(A2cOptimizer.ADAM).learningRate(1e-2);
    assertThat(meanReturn(builder.memory(Memory.GRU).build())).isGreaterThan(0.9);
    assertThat(meanReturn(builder.memory(Memory.NONE).build())).isLessThan(0.5);
  }

  private static double meanReturn(A2cConfig config) {
    try (A2c a2c = A2c.open(config, Setup.of(Probes.recall(4), 1))) {
      new Trainer(a2c, 150_000).run();
      return a2c.episodes().meanReturn();
    }
  }

  @ParameterizedTest
  @CsvSource({"false,false,NONE", "true,true,NONE", "false,false,LSTM"})
  void shouldAllocateNothing(boolean continuous, boolean shared, Memory memory) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (A2c a2c =
        A2c.open(
            small(shared, memory).build(), Setup.of(() -> new WindyLine(continuous), 1))) {
      long least = Long.MAX_VALUE;
      for (int i = 0; i < 2000 && least > 0; i++) {
        long before = threads.getCurrentThreadAllocatedBytes();
        a2c.iterate(0);
        least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
      }
      assertThat(least).as("bytes in the iteration that allocated least").isZero();
    }
  }

  /** v starts at 1 and ε is under the root: two steps by hand in double precision. */
  @Test
  void shouldPutEpsilonInsideOfTheRoot() {
    float[] x = {2, -1};
    float[] g = {0.5f, -3};
    RmsProp inside = new RmsProp(0.9, 0.01, true, new int[] {0, 2});
    double[] expected = {2, -1};
    double[] v = {1, 1};
    for (int step = 0; step < 2; step++) {
      inside.step(x, g, 0.1, 0.5);
      for (int i = 0; i < 2; i++) {
        double slope = 0.5 * g[i];
        v[i] = 0.9 * v[i] + 0.1 * slope * slope;
        expected[i] -= 0.1 * slope / Math.sqrt(v[i] + 0.01);
        assertThat((double) x[i]).isCloseTo(expected[i], org.assertj.core.data.Offset.offset(1e-6));
      }
    }
  }

  @Test
  void shouldNameWhatIsWrong() {
    assertThatThrownBy(() -> A2cConfig.builder().rmspropDecay(1).build())
        .hasMessageContaining("rmsprop decay 1 is outside").hasMessageContaining(
            "a2c.rmsprop-decay");
    assertThatThrownBy(() -> A2cConfig.builder().optimizerEpsilon(0).build())
        .hasMessageContaining("set a2c.optimizer-epsilon, usually 1e-5");
    assertThatThrownBy(() -> A2cConfig.builder().learningRate(-1).build())
        .hasMessageContaining("set a2c.learning-rate");
  }
}

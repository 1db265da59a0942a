package jackdaw.algorithm.dqn;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import jackdaw.algorithm.Setup;
import jackdaw.algorithm.probe.WindyLine;
import jackdaw.state.Snapshot;
import jackdaw.state.StateColumn;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Array;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The same seed gives the same bits: on any number of threads, and stopped and resumed with the
 * replay, its
 * priorities and all noise. Training allocates nothing once it is warm.
 */
class DqnRepeatTest {
  private static final ThreadMXBean THREADS =
      (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int MAX_ITERATIONS = 3000;

  private static DqnConfig.Builder small() {
    return DqnConfig.builder()
        .environments(2).collectSteps(4).replaySize(150).warmUpSteps(40).batchSize(16)
        .reportSteps(64).hiddenSizes(List.of(8, 8)).targetInterval(5).explorationSteps(200)
        .returnSteps(2);
  }

  static Stream<DqnConfig> variants() {
    return Stream.of(
        small().doubleQ(DoubleQ.OFF).build(),
        small().doubleQ(DoubleQ.HASSELT_2010).replayRatio(0.37).build(),
        small().prioritized(true).dueling(true).targetInterval(1).targetKeep(0.9).build(),
        small().backup(Backup.SARSA).doubleQ(DoubleQ.OFF).build(),
        small().prioritized(true).noisy(true).dueling(true).epsilonEnd(0).explorationSteps(0)
            .distribution(new DistributionConfig(ReturnModel.C51, 5, -10, 10)).build(),
        small().layerNormalization(true)
            .distribution(new DistributionConfig(ReturnModel.QUANTILES, 5, -10, 10)).build());
  }

  private static Dqn open(DqnConfig config, long seed, int threads) {
    return Dqn.open(config, Setup.of(() -> new WindyLine(false), seed).threads(threads));
  }

  private static Snapshot saved(Dqn dqn) {
    Snapshot snapshot = new Snapshot();
    dqn.save(snapshot);
    Snapshot copy = new Snapshot();
    snapshot.columns().forEach((name, column) -> copy.putShared(name, copy(column)));
    return copy;
  }

  private static StateColumn copy(StateColumn column) {
    Object values = Array.newInstance(column.type().componentType(), column.length());
    column.copyTo(0, values, 0, column.length());
    return switch (values) {
      case float[] floats -> StateColumn.of(floats, 0, floats.length);
      case double[] doubles -> StateColumn.of(doubles, 0, doubles.length);
      case long[] longs -> StateColumn.of(longs, 0, longs.length);
      case int[] ints -> StateColumn.of(ints, 0, ints.length);
      case byte[] bytes -> StateColumn.of(bytes, 0, bytes.length);
      default -> throw new IllegalStateException();
    };
  }

  private static Map<String, List<Object>> values(Snapshot snapshot) {
    Map<String, List<Object>> values = new TreeMap<>();
    snapshot.columns().forEach(
        (name, column) -> {
          Object array = Array.newInstance(column.type().componentType(), column.length());
          column.copyTo(0, array, 0, column.length());
          values.put(
              name,
              java.util.stream.IntStream.range(0, column.length())
                  .mapToObj(i -> Array.get(array, i)).toList());
        });
    return values;
  }

  /** The resumed run is made with another seed, so that whatever is not saved shows. */
  @ParameterizedTest
  @MethodSource("variants")
  void shouldGoOnFromASavedStateBitForBit(DqnConfig config) {
    for (int stop : new int[] {0, 1, 4}) {
      try (Dqn dqn = open(config, 1, 1)) {
        for (int i = 0; i < stop; i++) {
          dqn.iterate(i / 8.0);
        }
        Snapshot snapshot = saved(dqn);
        try (Dqn resumed = open(config, 2, 1)) {
          resumed.iterate(0);
          resumed.restore(snapshot);
          for (int i = stop; i < 6; i++) {
            dqn.iterate(i / 8.0);
            resumed.iterate(i / 8.0);
          }
          assertThat(values(saved(resumed))).isEqualTo(values(saved(dqn)));
          assertThat(resumed.updates()).isEqualTo(dqn.updates()).isPositive();
          assertThat(resumed.metrics().toString()).isEqualTo(dqn.metrics().toString());
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("variants")
  void shouldEndAlikeOnAnyNumberOfThreads(DqnConfig small) {
    DqnConfig config =
        new DqnConfig(
            new jackdaw.experience.ReplayConfig(
                2, 4, 0.99, 2, 1000, 40, 0.25, 512, small.replay().prioritized(), 0.6, 0.4,
                true, 0),
            small.exploration(), small.target(), small.backup(), small.doubleQ(),
            small.valueLoss(), small.optimizer(), small.adamEpsilon(), small.distribution(),
            small.munchausen(), small.network(), small.reportSteps());
    float[] one = parameters(config, 1);
    assertThat(parameters(config, 3)).isEqualTo(one);
  }

  private static float[] parameters(DqnConfig config, int threads) {
    try (Dqn dqn = open(config, 1, threads)) {
      for (int i = 0; i < 3; i++) {
        dqn.iterate(0);
      }
      return dqn.parameters().toArray();
    }
  }

  /** Gradient steps follow environment steps, whatever the number of copies. */
  @ParameterizedTest
  @ValueSource(doubles = {0.3, 1, 2.5})
  void shouldTakeAsManyGradientStepsWithEightCopies(double ratio) {
    long[] updates = new long[2];
    for (int i = 0; i < 2; i++) {
      DqnConfig config =
          small().environments(i == 0 ? 1 : 8).collectSteps(8).replayRatio(ratio).build();
      try (Dqn dqn = open(config, 1, 1)) {
        for (int iteration = 0; iteration < 4; iteration++) {
          dqn.iterate(0);
        }
        assertThat(dqn.steps()).isEqualTo(256);
        updates[i] = dqn.updates();
      }
    }
    assertThat(updates[0]).isEqualTo((long) Math.floor(ratio * (256 - 40)));
    assertThat(updates[1]).isEqualTo(updates[0]);
  }

  /** Polyak averages with ς = 0 every N steps are copies every N steps. */
  @Test
  void shouldAverageAsItCopies() {
    float[] ends = new float[2];
    for (int i = 0; i < 2; i++) {
      // ς of 10⁻⁴⁵ is 0 as a float
      try (Dqn dqn = open(small().targetKeep(i == 0 ? 0 : 1e-60).build(), 1, 1)) {
        for (int iteration = 0; iteration < 4; iteration++) {
          dqn.iterate(0);
        }
        for (float value : dqn.parameters().values()) {
          ends[i] += value;
        }
      }
    }
    assertThat(ends[1]).isEqualTo(ends[0]);
  }

  @ParameterizedTest
  @MethodSource("variants")
  void shouldAllocateNothing(DqnConfig config) {
    try (Dqn dqn = open(config, 1, 1)) {
      long least = Long.MAX_VALUE;
      for (int i = 0; i < MAX_ITERATIONS && least > 0; i++) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        dqn.iterate(0);
        least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
      }
      assertThat(least).as("bytes in the iteration that allocated least").isZero();
    }
  }
}

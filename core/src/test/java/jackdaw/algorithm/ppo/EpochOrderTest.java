package jackdaw.algorithm.ppo;

import static org.assertj.core.api.Assertions.assertThat;

import jackdaw.nn.Memory;
import jackdaw.random.RandomStream;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Detail 4 of the LSTM details: a minibatch consists of whole sequences, each in its order. */
class EpochOrderTest {
  private static final int ENVIRONMENTS = 12;
  private static final int STEPS = 32;

  private static PpoConfig config(int length, int minibatch) {
    return PpoConfig.builder()
        .environments(ENVIRONMENTS).rolloutSteps(STEPS).minibatchSize(minibatch)
        .memory(Memory.LSTM).sequenceLength(length)
        .build();
  }

  /** The last two are cut into ranges: 384 rows into three, of 4 and of 16 sequences each. */
  @ParameterizedTest
  @CsvSource({"32,64", "8,96", "1,128", "0,384", "8,384"})
  void shouldKeepTheStepsOfASequenceTogether(int length, int minibatch) {
    PpoConfig config = config(length, minibatch);
    int steps = config.sequenceSteps();
    int sequences = minibatch / steps / PpoGradient.ranges(config);
    EpochOrder order = new EpochOrder(config);
    RandomStream random = new RandomStream(1);
    int[] first = null;
    for (int epoch = 0; epoch < 2; epoch++) {
      order.shuffle(random);
      int[] rows = present(order, config);
      assertThat(IntStream.of(rows).sorted().toArray())
          .isEqualTo(IntStream.range(0, ENVIRONMENTS * STEPS).toArray());
      for (int range = 0; range < rows.length; range += steps * sequences) {
        for (int s = 0; s < sequences; s++) {
          int begin = rows[range + s];
          assertThat(begin / ENVIRONMENTS % steps).as("step where a sequence begins").isZero();
          for (int t = 0; t < steps; t++) {
            assertThat(rows[range + t * sequences + s]).isEqualTo(begin + t * ENVIRONMENTS);
          }
        }
      }
      assertThat(rows).isNotEqualTo(first);
      first = rows.clone();
    }
  }

  @Test
  void shouldShuffleRowsWithoutAMemory() {
    EpochOrder order = new EpochOrder(PpoConfig.builder().environments(4).rolloutSteps(64).build());
    order.shuffle(new RandomStream(5));
    int[] expected = IntStream.range(0, 256).toArray();
    new RandomStream(5).shuffle(expected, 256);
    assertThat(Arrays.copyOf(order.rows(), 256)).isEqualTo(expected);
  }

  /** Whether they are drawn ahead or one by one, and after those drawn ahead were used up. */
  @Test
  void shouldGiveTheSameOrdersDrawnAhead() {
    PpoConfig config = config(1, 128);
    EpochOrder ahead = new EpochOrder(config);
    EpochOrder oneByOne = new EpochOrder(config);
    RandomStream random = new RandomStream(5);
    RandomStream same = new RandomStream(5);
    for (int update = 0; update < 2; update++) {
      ahead.shuffleAhead(random);
      for (int epoch = 0; epoch < config.epochs() + update; epoch++) {
        ahead.shuffle(random);
        oneByOne.shuffle(same);
        assertThat(present(ahead, config)).isEqualTo(present(oneByOne, config));
      }
    }
  }

  /** Where an update may end early, numbers that it does not need are not drawn. */
  @Test
  void shouldNotDrawAheadWhereAnUpdateMayEndEarly() {
    PpoConfig config =
        PpoConfig.builder().environments(4).rolloutSteps(64).klStop(KlStop.AFTER_EPOCH).build();
    RandomStream random = new RandomStream(5);
    new EpochOrder(config).shuffleAhead(random);
    assertThat(random.nextLong()).isEqualTo(new RandomStream(5).nextLong());
  }

  private static int[] present(EpochOrder order, PpoConfig config) {
    return Arrays.copyOfRange(
        order.rows(), order.start(), order.start() + config.batchSize());
  }
}

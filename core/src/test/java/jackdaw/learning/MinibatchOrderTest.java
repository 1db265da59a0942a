package jackdaw.learning;

import static org.assertj.core.api.Assertions.assertThat;

import jackdaw.random.RandomStream;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Detail 4 of the LSTM details: a minibatch consists of whole sequences, each in its order. */
class MinibatchOrderTest {
  private static final int ENVIRONMENTS = 12;
  private static final int STEPS = 32;
  private static final int BATCH = ENVIRONMENTS * STEPS;

  private static MinibatchOrder order(RandomStream random, int steps, int minibatch, int epochs) {
    return new MinibatchOrder(random, ENVIRONMENTS, BATCH, minibatch, steps, epochs);
  }

  /** The last two are divided into shards: 384 rows into three, of 4 and of 16 sequences each. */
  @ParameterizedTest
  @CsvSource({"32,64", "8,96", "1,128", "32,384", "8,384"})
  void shouldKeepTheStepsOfASequenceTogether(int steps, int minibatch) {
    int sequences = minibatch / steps / Shards.count(minibatch, steps);
    MinibatchOrder order = order(new RandomStream(1), steps, minibatch, 1);
    int[] first = null;
    for (int epoch = 0; epoch < 2; epoch++) {
      order.shuffle();
      int[] rows = current(order);
      assertThat(IntStream.of(rows).sorted().toArray())
          .isEqualTo(IntStream.range(0, BATCH).toArray());
      for (int shard = 0; shard < rows.length; shard += steps * sequences) {
        for (int s = 0; s < sequences; s++) {
          int begin = rows[shard + s];
          assertThat(begin / ENVIRONMENTS % steps).as("step where a sequence begins").isZero();
          for (int t = 0; t < steps; t++) {
            assertThat(rows[shard + t * sequences + s]).isEqualTo(begin + t * ENVIRONMENTS);
          }
        }
      }
      assertThat(rows).isNotEqualTo(first);
      first = rows.clone();
    }
  }

  @Test
  void shouldShuffleRowsWithoutAMemory() {
    MinibatchOrder order = new MinibatchOrder(new RandomStream(5), 4, 256, 256, 1, 1);
    order.shuffle();
    int[] expected = IntStream.range(0, 256).toArray();
    new RandomStream(5).shuffle(expected, 256);
    assertThat(Arrays.copyOf(order.rows(), 256)).isEqualTo(expected);
  }

  /** Whether they are drawn ahead or one by one, and after those drawn ahead were used up. */
  @Test
  void shouldGiveTheSameOrdersDrawnAhead() {
    int epochs = 10;
    MinibatchOrder ahead = order(new RandomStream(5), 1, 128, epochs);
    MinibatchOrder oneByOne = order(new RandomStream(5), 1, 128, epochs);
    for (int update = 0; update < 2; update++) {
      ahead.shuffleAhead();
      for (int epoch = 0; epoch < epochs + update; epoch++) {
        ahead.shuffle();
        oneByOne.shuffle();
        assertThat(current(ahead)).isEqualTo(current(oneByOne));
      }
    }
  }

  /** If an update may end early, numbers that it does not need are not drawn. */
  @Test
  void shouldNotDrawAheadOfASingleEpoch() {
    RandomStream random = new RandomStream(5);
    order(random, 1, 128, 1).shuffleAhead();
    assertThat(random.nextLong()).isEqualTo(new RandomStream(5).nextLong());
  }

  private static int[] current(MinibatchOrder order) {
    return Arrays.copyOfRange(order.rows(), order.start(), order.end());
  }
}

package jackdaw.experience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import jackdaw.environment.Transitions;
import jackdaw.random.RandomStream;
import jackdaw.space.Box;
import jackdaw.space.Discrete;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Draws by priority have the frequencies that they should, and the weights that make up for them.
 */
class PrioritiesTest {
  private static final int BATCH = 10;
  private static final double EXPONENT = 0.7;
  private static final double[] ERRORS = {0.1, 2, 0, 5, 1, 1, 0.5, 3};

  private static Replay replay(int capacity, int transitions) {
    Replay replay =
        new Replay(
            new ReplayLayout(
                capacity, 1, Box.unbounded(1), new Discrete(2), 0, 1, true, true),
            EXPONENT);
    replay.start(new float[1], new float[0]);
    for (int i = 0; i < transitions; i++) {
      add(replay, i + 1);
    }
    return replay;
  }

  private static void add(Replay replay, int next) {
    Transitions step = new Transitions(1, 1);
    step.observations[0] = next;
    replay.add(new float[1], step, new float[0]);
  }

  /** Gives the transition of observation i the error i of the list. */
  private static ReplayBatch prioritized(Replay replay, RandomStream random) {
    ReplayBatch batch = new ReplayBatch(replay, BATCH, 1, 1, false, random);
    boolean[] done = new boolean[ERRORS.length];
    for (int i = 0; i < 200; i++) {
      batch.drawByPriority(1);
      float[] errors = new float[BATCH];
      for (int row = 0; row < BATCH; row++) {
        int seen = (int) batch.values(ReplayBatch.OBSERVATIONS)[row];
        errors[row] = (float) (i < 100 ? 5 : ERRORS[seen]);
        done[seen] |= i >= 100;
      }
      batch.prioritize(errors);
    }
    assertThat(done).doesNotContain(false);
    return batch;
  }

  private static double priority(int i) {
    return Math.pow(ERRORS[i] + 1e-6, EXPONENT);
  }

  /** χ² with 7 degrees of freedom is below 24.3 but once in a thousand. */
  @ParameterizedTest
  @ValueSource(ints = {8, 11})
  void shouldDrawInProportion(int capacity) {
    ReplayBatch batch = prioritized(replay(capacity, ERRORS.length), new RandomStream(2));
    double total = 0;
    for (int i = 0; i < ERRORS.length; i++) {
      total += priority(i);
    }
    int[] counts = new int[ERRORS.length];
    int draws = 20_000;
    for (int i = 0; i < draws; i++) {
      batch.drawByPriority(0.4);
      double largest = 0;
      for (int row = 0; row < BATCH; row++) {
        int seen = (int) batch.values(ReplayBatch.OBSERVATIONS)[row];
        counts[seen]++;
        largest = Math.max(largest, Math.pow(8 * priority(seen) / total, -0.4));
      }
      for (int row = 0; row < BATCH; row++) {
        int seen = (int) batch.values(ReplayBatch.OBSERVATIONS)[row];
        assertThat((double) batch.values(ReplayBatch.WEIGHTS)[row])
            .isCloseTo(Math.pow(8 * priority(seen) / total, -0.4) / largest, within(1e-5));
      }
    }
    double squares = 0;
    for (int i = 0; i < ERRORS.length; i++) {
      double expected = (double) draws * BATCH * priority(i) / total;
      squares += (counts[i] - expected) * (counts[i] - expected) / expected;
    }
    assertThat(squares).as("χ²").isLessThan(24.3);
  }

  /** A stratified draw has each row at most once more or less often than its share of ten. */
  @Test
  void shouldDrawOneOfEachPart() {
    ReplayBatch batch = prioritized(replay(8, ERRORS.length), new RandomStream(3));
    double total = 0;
    for (int i = 0; i < ERRORS.length; i++) {
      total += priority(i);
    }
    for (int i = 0; i < 500; i++) {
      batch.drawByPriority(1);
      int[] counts = new int[ERRORS.length];
      for (float seen : batch.values(ReplayBatch.OBSERVATIONS)) {
        counts[(int) seen]++;
      }
      for (int j = 0; j < ERRORS.length; j++) {
        assertThat(Math.abs(counts[j] - BATCH * priority(j) / total)).isLessThan(2);
      }
    }
  }

  @Test
  void shouldGiveNewRowsTheLargestPriorityAndOldRowsNone() {
    Replay replay = replay(8, ERRORS.length);
    ReplayBatch batch = prioritized(replay, new RandomStream(4));
    Priorities priorities = replay.priorities().orElseThrow();
    double before = priorities.total();
    batch.drawByPriority(1);
    for (int i = 0; i < 3; i++) {
      add(replay, 9 + i);
    }
    double expected = before - priority(0) - priority(1) - priority(2) + 3 * priority(3);
    assertThat(priorities.total()).isCloseTo(expected, within(1e-6));
    // The batch has rows of transitions that are gone, some of them with others in their place.
    float[] errors = new float[BATCH];
    int gone = 0;
    for (int i = 0; i < BATCH; i++) {
      int seen = (int) batch.values(ReplayBatch.OBSERVATIONS)[i];
      gone += seen < 3 ? 1 : 0;
      errors[i] = (float) (seen < 3 ? 1000 : ERRORS[seen]);
    }
    assertThat(gone).isPositive();
    batch.prioritize(errors);
    assertThat(priorities.total()).isCloseTo(expected, within(1e-6));
    assertThat(replay.size()).isEqualTo(8);
  }

  @Test
  void shouldFindEveryPlaceOfTheSum() {
    Priorities priorities = new Priorities(5, 1);
    priorities.update(1, 2);
    priorities.update(4, 3);
    assertThat(priorities.total()).isCloseTo(5, within(1e-4));
    assertThat(priorities.at(0)).isEqualTo(1);
    assertThat(priorities.at(1.99)).isEqualTo(1);
    assertThat(priorities.at(2.01)).isEqualTo(4);
    assertThat(priorities.at(6)).as("rounding").isEqualTo(4);
  }
}

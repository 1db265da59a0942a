package jackdaw.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import jackdaw.random.RandomStream;
import jackdaw.state.Snapshot;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunningMomentsTest {
  /**
   * Compares with mean and variance in two passes, for numbers that are large relative to their
   * spread.
   */
  @ParameterizedTest
  @ValueSource(doubles = {0, 1, -300, 1e6})
  void shouldEqualTwoPassesOverEverything(double offset) {
    RandomStream random = new RandomStream(3);
    int size = 3;
    int rows = 1000;
    float[] all = new float[rows * size];
    for (int i = 0; i < all.length; i++) {
      all[i] = (float) (offset + (1 + i % size) * random.nextGaussian());
    }
    RunningMoments moments = new RunningMoments(size);
    int from = 0;
    for (int batch = 1; from < rows; batch = batch % 17 + 3) {
      int count = Math.min(batch, rows - from);
      float[] part = new float[count * size];
      System.arraycopy(all, from * size, part, 0, part.length);
      moments.add(part, count);
      from += count;
    }
    assertThat(moments.count()).isEqualTo(rows);
    for (int column = 0; column < size; column++) {
      double sum = 0;
      for (int i = column; i < all.length; i += size) {
        sum += all[i];
      }
      double mean = sum / rows;
      double squares = 0;
      for (int i = column; i < all.length; i += size) {
        squares += (all[i] - mean) * (all[i] - mean);
      }
      assertThat(moments.mean(column)).isCloseTo(mean, within(1e-12 * (1 + Math.abs(offset))));
      assertThat(moments.variance(column)).isCloseTo(squares / rows, within(1e-9));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5})
  void shouldGoOnFromASavedState(int rows) {
    RunningMoments first = new RunningMoments(2);
    first.add(new float[] {1, 2, 3, 5, 8, 13, 21, 34, 55, 89}, rows);
    Snapshot snapshot = new Snapshot();
    first.save(snapshot);
    RunningMoments second = new RunningMoments(2);
    second.add(new float[] {7, 7}, 1);
    second.restore(snapshot);
    assertThat(second.variance(1)).isEqualTo(rows == 0 ? 1 : first.variance(1));
    first.add(new float[] {4, 6, 1, 0}, 2);
    second.add(new float[] {4, 6, 1, 0}, 2);
    for (int column = 0; column < 2; column++) {
      assertThat(second.mean(column)).isEqualTo(first.mean(column));
      assertThat(second.variance(column)).isEqualTo(first.variance(column));
    }
  }
}

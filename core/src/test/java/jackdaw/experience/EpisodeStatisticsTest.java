package jackdaw.experience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import jackdaw.environment.Transitions;
import jackdaw.state.Snapshot;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EpisodeStatisticsTest {
  private final Transitions transitions = new Transitions(2, 1);

  private void add(EpisodeStatistics statistics, double episodeReturn, int length, long steps) {
    transitions.terminated[0] = false;
    transitions.terminated[1] = true;
    transitions.episodeReturns[0] = 1e9;
    transitions.episodeReturns[1] = episodeReturn;
    transitions.episodeLengths[1] = length;
    statistics.add(transitions, steps);
  }

  @Test
  void shouldAverageTheLastHundredEpisodes() {
    EpisodeStatistics statistics = new EpisodeStatistics(OptionalDouble.empty());
    assertThat(statistics.meanReturn()).isNaN();
    add(statistics, 3, 10, 2);
    add(statistics, 5, 20, 4);
    assertThat(statistics.meanReturn()).isEqualTo(4);
    assertThat(statistics.meanLength()).isEqualTo(15);
    for (int i = 0; i < 149; i++) {
      add(statistics, i, i, 6);
    }
    assertThat(statistics.episodes()).isEqualTo(151);
    assertThat(statistics.meanReturn()).isCloseTo((49 + 148) / 2.0, within(1e-9));
    assertThat(statistics.meanLength()).isCloseTo((49 + 148) / 2.0, within(1e-9));
    assertThat(statistics.solvedAtStep()).isEmpty();
  }

  /** Fewer than 100 episodes solve nothing, however good; later ones do not move the first step. */
  @Test
  void shouldSayWhenTheMarkWasReached() {
    EpisodeStatistics statistics = new EpisodeStatistics(OptionalDouble.of(7));
    for (int i = 1; i <= 99; i++) {
      add(statistics, 7, 1, i);
    }
    assertThat(statistics.solvedAtStep()).isEmpty();
    add(statistics, 6.9, 1, 100);
    assertThat(statistics.solvedAtStep()).isEmpty();
    add(statistics, 7.2, 1, 101);
    assertThat(statistics.solvedAtStep()).hasValue(101);
    add(statistics, 9, 1, 102);
    assertThat(statistics.solvedAtStep()).hasValue(101);
  }

  /** After every episode, as the mean of 100 taken another way; never of fewer. */
  @Test
  void shouldKnowTheHighestMeanOfHundredEpisodes() {
    EpisodeStatistics statistics = new EpisodeStatistics(OptionalDouble.empty());
    double[] returns = new Random(7).doubles(1000, -5, 5).toArray();
    double highest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < returns.length; i++) {
      add(statistics, returns[i], 1, i);
      if (i >= 99) {
        highest =
            Math.max(highest, Arrays.stream(returns, i - 99, i + 1).average().orElseThrow());
        assertThat(statistics.highestMeanReturn()).isCloseTo(highest, within(1e-12));
      } else {
        assertThat(statistics.highestMeanReturn()).isEqualTo(Double.NEGATIVE_INFINITY);
      }
    }
    assertThat(statistics.meanReturn()).isLessThan(highest);
  }

  @Test
  void shouldGoOnFromASavedState() {
    EpisodeStatistics saved = new EpisodeStatistics(OptionalDouble.of(7));
    for (int i = 1; i <= 130; i++) {
      add(saved, i % 9, i % 4, i);
    }
    Snapshot snapshot = new Snapshot();
    saved.save(snapshot);
    EpisodeStatistics restored = new EpisodeStatistics(OptionalDouble.of(7));
    restored.restore(snapshot);
    for (int i = 131; i <= 260; i++) {
      add(saved, i % 12, i % 4, i);
      add(restored, i % 12, i % 4, i);
    }
    assertThat(restored.meanReturn()).isEqualTo(saved.meanReturn());
    assertThat(restored.meanLength()).isEqualTo(saved.meanLength());
    assertThat(restored.episodes()).isEqualTo(260);
    assertThat(restored.solvedAtStep()).isEqualTo(saved.solvedAtStep());
  }
}

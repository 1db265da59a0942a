package jackdaw.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Figures of a few runs and their intervals. */
class ScoresTest {
  private static final double ROUNDING = 1e-12;

  /** Against numpy and scipy: see record_scores.py in the tests' python folder. */
  @ParameterizedTest(name = "{0}: {1}")
  @CsvFileSource(resources = "scores.csv")
  void shouldEqualTheRecord(
      String name,
      String figure,
      double value,
      double lowFrom,
      double lowTo,
      double highFrom,
      double highTo,
      String tasks,
      @Nullable String others) {
    Scores scores = scores(tasks);
    Estimate estimate =
        switch (figure) {
          case "mean" -> scores.mean();
          case "interquartile-mean" -> scores.interquartileMean();
          case "improvement" -> scores.improvementOver(scores(Objects.requireNonNull(others)));
          default -> throw new AssertionError(name + ": " + figure);
        };
    double rounding = ROUNDING * (1 + Math.abs(value));
    assertThat(estimate.value()).isCloseTo(value, within(rounding));
    assertThat(estimate.low()).isBetween(lowFrom - rounding, lowTo + rounding);
    assertThat(estimate.high()).isBetween(highFrom - rounding, highTo + rounding);
  }

  private static Scores scores(String tasks) {
    return new Scores(
        Arrays.stream(tasks.split("\\|"))
            .map(runs -> Arrays.stream(runs.split(" ")).mapToDouble(Double::parseDouble).toArray())
            .toList());
  }

  /**
   * Of two runs with scores 0 and 1 the mean of a draw is 0, ½ or 1 with chances ¼, ½ and ¼. Of two
   * such tasks it is 0 with chance 1/16, above 2.5 %; of three with chance 1/64, below it, so that
   * the interval starts at the next value, 1/6.
   */
  @Test
  void shouldDrawRunsWithinEachTask() {
    double[] task = {0, 1};
    assertThat(Scores.of(task).mean()).isEqualTo(new Estimate(0.5, 0, 1));
    assertThat(new Scores(List.of(task, task)).mean()).isEqualTo(new Estimate(0.5, 0, 1));
    Estimate three = new Scores(List.of(task, task, task)).mean();
    assertThat(three.low()).isCloseTo(1.0 / 6, within(1e-12));
    assertThat(three.high()).isCloseTo(5.0 / 6, within(1e-12));
    // Tasks that are far apart, each without any spread: only a draw across tasks would vary.
    assertThat(new Scores(List.of(new double[] {3, 3}, new double[] {9, 9})).mean())
        .isEqualTo(new Estimate(6, 6, 6));
  }

  /** Of runs with 0 and 1 the mean of a draw is 0, ½ or 1; the other side is always 2. */
  @Test
  void shouldSayHowMuchMoreTheMeanIs() {
    assertThat(Scores.of(0, 1).leadOver(Scores.of(2))).isEqualTo(new Estimate(-1.5, -2, -1));
    assertThat(Scores.of(2).leadOver(Scores.of(0, 1))).isEqualTo(new Estimate(1.5, 1, 2));
  }

  @Test
  void shouldGiveTheSameIntervalAgain() {
    Scores scores = Scores.of(3, 1, 4, 1, 5, 9, 2, 6);
    assertThat(scores.mean()).isEqualTo(scores.mean());
    assertThat(scores.improvementOver(Scores.of(2, 7, 1, 8)))
        .isEqualTo(Scores.of(3, 1, 4, 1, 5, 9, 2, 6).improvementOver(Scores.of(2, 7, 1, 8)));
  }

  @Test
  void shouldRefuseWhatCannotBeScored() {
    assertThatThrownBy(() -> new Scores(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no task is given");
    assertThatThrownBy(() -> new Scores(List.of(new double[] {1}, new double[0])))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("task 2 of 2 has no run");
    assertThatThrownBy(() -> Scores.of(1, Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("score NaN is not finite");
    assertThatThrownBy(
        () -> Scores.of(1).improvementOver(new Scores(List.of(new double[] {1}, new double[] {2}))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("scores on 1 tasks cannot be compared with scores on 2");
  }
}

package jackdaw.experience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import jackdaw.PyTorch;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds every estimator to its definition, written as plain sums over what followed each step. */
class AdvantagesTest {
  private static final double TOLERANCE = 2e-6;

  private final RandomRollout random = new RandomRollout(37, 5, 0.07, 1);
  private final Rollout rollout = random.rollout;

  /** How many steps from {@code row} on belong to its episode and to this rollout. */
  private int length(int row) {
    int length = 1;
    while (!rollout.terminated[row] && !rollout.truncated[row]
        && row + rollout.environments() < rollout.size()) {
      row += rollout.environments();
      length++;
    }
    return length;
  }

  /** rₜ + γ rₜ₊₁ + … + γⁿ V(sₜ₊ₙ) − V(sₜ), for n within the episode. */
  private double direct(int row, int n, double discount) {
    double sum = -rollout.values[row];
    for (int k = 0; k < n; k++) {
      sum += Math.pow(discount, k) * rollout.rewards[row + k * rollout.environments()];
    }
    int last = row + (n - 1) * rollout.environments();
    return sum + Math.pow(discount, n) * random.nextValues[last];
  }

  private void assertAdvantages(java.util.function.IntToDoubleFunction expected) {
    for (int row = 0; row < rollout.size(); row++) {
      double value = expected.applyAsDouble(row);
      assertThat((double) rollout.advantages[row]).as("row %d", row)
          .isCloseTo(value, within(TOLERANCE * (1 + Math.abs(value))));
      assertThat((double) rollout.returns[row]).as("row %d", row)
          .isCloseTo(value + rollout.values[row], within(TOLERANCE * (1 + Math.abs(value))));
    }
  }

  @Test
  void shouldMixAllKindsOfEnds() {
    boolean both = false;
    int terminations = 0;
    int truncations = 0;
    int cutOffs = 0;
    for (int row = 0; row < rollout.size(); row++) {
      both |= rollout.terminated[row] && rollout.truncated[row];
      terminations += rollout.terminated[row] ? 1 : 0;
      truncations += rollout.truncated[row] ? 1 : 0;
      cutOffs += row >= rollout.size() - 5 && !rollout.ended(row) ? 1 : 0;
    }
    assertThat(both).isTrue();
    assertThat(terminations).isGreaterThan(5);
    assertThat(truncations).isGreaterThan(5);
    assertThat(cutOffs).isGreaterThan(2);
  }

  @Test
  void shouldLinkEachStepToTheValueOfWhatItLedTo() {
    for (int row = 0; row < rollout.size(); row++) {
      assertThat((double) rollout.nextValues[row]).as("row %d", row)
          .isEqualTo(random.nextValues[row]);
    }
  }

  /**
   * (1 − λ) (Â⁽¹⁾ + λ Â⁽²⁾ + …) with what is left of the weights on the longest (Schulman et al.
   * 2016).
   */
  @ParameterizedTest
  @CsvSource({"0.99,0.95", "0.9,0.5", "1,1", "0.97,0", "0,0.9", "1,0.9"})
  void shouldAverageAllNStepEstimates(double discount, double lambda) {
    Advantages.estimate(AdvantageEstimator.GAE, rollout, discount, lambda, 1);
    assertAdvantages(row -> {
      int length = length(row);
      double sum = 0;
      for (int n = 1; n < length; n++) {
        sum += (1 - lambda) * Math.pow(lambda, n - 1) * direct(row, n, discount);
      }
      return sum + Math.pow(lambda, length - 1) * direct(row, length, discount);
    });
  }

  /** Σₗ (γλ)ˡ δₜ₊ₗ, the form that is used, summed without recursion. */
  @Test
  void shouldSumResiduals() {
    Advantages.estimate(AdvantageEstimator.GAE, rollout, 0.98, 0.9, 1);
    assertAdvantages(row -> {
      double sum = 0;
      for (int l = 0; l < length(row); l++) {
        sum += Math.pow(0.98 * 0.9, l) * direct(row + l * 5, 1, 0.98);
      }
      return sum;
    });
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 0.95, 0})
  void shouldGoToTheEndOfTheEpisodeWithMonteCarlo(double discount) {
    Advantages.estimate(AdvantageEstimator.MONTE_CARLO, rollout, discount, 0.3, 1);
    assertAdvantages(row -> direct(row, length(row), discount));
  }

  @Test
  void shouldTakeOneStepWithTd() {
    Advantages.estimate(AdvantageEstimator.TD, rollout, 0.9, 0.3, 7);
    assertAdvantages(row -> direct(row, 1, 0.9));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 100})
  void shouldTakeNStepsOrFewer(int n) {
    Advantages.estimate(AdvantageEstimator.N_STEP, rollout, 0.93, 0.3, n);
    assertAdvantages(row -> direct(row, Math.min(n, length(row)), 0.93));
  }

  /** Within 10⁻⁶ of the largest. */
  @Test
  void shouldMatchThePythonLoop() {
    PyTorch.Matrix rewards = PyTorch.matrix("gae.rewards");
    Rollout recorded = new Rollout(rewards.rows(), rewards.columns(), 1, 1);
    float[] terminated = PyTorch.floats("gae.terminated");
    float[] truncated = PyTorch.floats("gae.truncated");
    float[] finalValues = PyTorch.floats("gae.final-values");
    float[] truncationValues = new float[recorded.size()];
    System.arraycopy(rewards.floats(), 0, recorded.rewards, 0, recorded.size());
    System.arraycopy(PyTorch.floats("gae.values"), 0, recorded.values, 0, recorded.size());
    for (int row = 0; row < recorded.size(); row++) {
      recorded.terminated[row] = terminated[row] == 1;
      recorded.truncated[row] = truncated[row] == 1;
      if (recorded.truncated[row] && !recorded.terminated[row]) {
        truncationValues[recorded.truncations()] = finalValues[row];
        recorded.addTruncation(row, new float[1], 0);
      }
    }
    recorded.linkValues(PyTorch.floats("gae.last-values"), truncationValues);
    Advantages.estimate(AdvantageEstimator.GAE, recorded, 0.97, 0.9, 1);
    PyTorch.assertClose("gae.advantages", recorded.advantages, 1e-6);
  }

  @Test
  void shouldMeasureWhatValuesExplain() {
    for (int row = 0; row < rollout.size(); row++) {
      rollout.returns[row] = row % 7;
      rollout.advantages[row] = 0;
    }
    assertThat(Advantages.explainedVariance(rollout)).isEqualTo(1);
    for (int row = 0; row < rollout.size(); row++) {
      rollout.advantages[row] = rollout.returns[row] - 2;
    }
    assertThat(Advantages.explainedVariance(rollout)).isCloseTo(0, within(1e-9));
    for (int row = 0; row < rollout.size(); row++) {
      rollout.advantages[row] = 2 * rollout.returns[row];
    }
    assertThat(Advantages.explainedVariance(rollout)).isCloseTo(-3, within(1e-9));
    Arrays.fill(rollout.returns, 4);
    assertThat(Advantages.explainedVariance(rollout)).isNaN();
  }
}

package jackdaw.algorithm.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import jackdaw.algorithm.probe.Bars;
import jackdaw.algorithm.probe.Forever;
import jackdaw.algorithm.probe.Probes;
import jackdaw.environment.Environment;
import jackdaw.environment.TimeLimit;
import jackdaw.nn.Activation;
import jackdaw.nn.Schedule;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What PPO must be able to learn within a second, from the smallest task upwards. */
class PpoProbeTest {
  private static PpoConfig.Builder config(boolean shared) {
    return PpoConfig.builder()
        .environments(8).rolloutSteps(8).epochs(4).minibatchSize(32)
        .learningRate(1e-2).hiddenSizes(List.of(16)).sharedNetwork(shared);
  }

  private static Learnt learn(boolean shared, Supplier<Environment> environments) {
    return Learnt.after(60, config(shared).build(), environments);
  }

  /** Fails if the value loss, its gradient or the optimiser is wrong. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldLearnOneValue(boolean shared) {
    Learnt learnt = learn(shared, Probes.oneState());
    assertThat(learnt.value(1)).isCloseTo(1, within(0.1f));
  }

  /** Fails if observations do not reach the value network, or not beside their own rewards. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldTellTwoStatesApart(boolean shared) {
    Learnt learnt = learn(shared, Probes.twoStates());
    assertThat(learnt.value(1)).isCloseTo(1, within(0.1f));
    assertThat(learnt.value(-1)).isCloseTo(-1, within(0.1f));
  }

  /** Fails if discounting, the next step's value, or an episode's end is wrong. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldDiscountADelayedReward(boolean shared) {
    PpoConfig config = config(shared).discount(0.5).build();
    Learnt learnt = Learnt.after(60, config, Probes.delayedReward());
    assertThat(learnt.value(0.5f)).isCloseTo(1, within(0.1f));
    assertThat(learnt.value(0)).isCloseTo(0.5f, within(0.1f));
  }

  /**
   * Fails if the policy loss has the wrong sign, or actions do not stand beside their advantages.
   */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldPreferTheRewardedAction(boolean shared) {
    Learnt learnt = learn(shared, Probes.actionDecides());
    assertThat(learnt.probability(1, 1)).isGreaterThan(0.9f);
    assertThat(learnt.value(1)).isCloseTo(1, within(0.15f));
  }

  /** Fails if rows of observations, actions and advantages are mixed up between each other. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldChooseByTheObservation(boolean shared) {
    Learnt learnt = learn(shared, Probes.observationDecides());
    assertThat(learnt.probability(0, 0)).isGreaterThan(0.9f);
    assertThat(learnt.probability(1, 1)).isGreaterThan(0.9f);
  }

  /**
   * Fails if the Gaussian's log-probability, or the way of an action to the environment, is wrong.
   */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldHitATarget(boolean shared) {
    Learnt learnt = learn(shared, Probes.target());
    assertThat(learnt.mean(1)).isCloseTo(0.5f, within(0.1f));
    assertThat(learnt.mean(-1)).isCloseTo(-0.5f, within(0.1f));
  }

  /**
   * Fails if a convolution, its gradient or the order of pixels is wrong. Steps are small and
   * become smaller, so that it does not depend on how numbers are rounded: seeds 1 to 12 end at
   * 0.98 or more with vectors of 16 floats, of 8, and without machine code.
   */
  @Test
  void shouldRecogniseAPatternAnywhereInAPicture() {
    PpoConfig config =
        config(true).environments(32).minibatchSize(64).learningRate(1e-3)
            .learningRateSchedule(Schedule.LINEAR)
            .convolutions(List.of(16, 3, 1)).activation(Activation.RELU).build();
    Learnt learnt = Learnt.after(100, config, Bars::new);
    float[] picture = new float[Bars.SIZE * Bars.SIZE];
    for (int across = 0; across < Bars.SIZE; across += 3) {
      for (int along = 0; along < 6; along += 2) {
        for (int stands = 0; stands < 2; stands++) {
          Bars.paint(stands == 1, across, along, picture);
          assertThat(learnt.probability(stands, picture))
              .as("across %d, along %d, stands %d", across, along, stands)
              .isGreaterThan(0.9f);
        }
      }
    }
  }

  /**
   * A reward of 1 in each step without end is worth 1 / (1 − γ) = 10, however often a time limit
   * cuts the episode off. Taking the limit for an end gives what the second test learns: about the
   * mean of 10 (1 − 0.9ᵏ) for k = 1 … 10, which is 4.14.
   */
  @Test
  void shouldBootstrapWhereTruncated() {
    PpoConfig config = config(false).discount(0.9).build();
    Learnt learnt = Learnt.after(80, config, () -> new TimeLimit(new Forever(), 10));
    assertThat(learnt.value(1)).isCloseTo(10, within(0.3f));
  }

  @Test
  void shouldNotBootstrapWhereTerminated() {
    PpoConfig config = config(false).discount(0.9).build();
    Learnt learnt = Learnt.after(80, config, () -> new Forever(10));
    assertThat(learnt.value(1)).isBetween(2.5f, 5.5f);
  }
}

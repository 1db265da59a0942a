package jackdaw.algorithm.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import jackdaw.algorithm.Setup;
import jackdaw.algorithm.probe.WindyLine;
import jackdaw.state.Snapshot;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The moves of β (Schulman et al. 2017, section 4), alone and in training. */
class KlCoefficientTest {
  private static PpoConfig.Builder config(PpoObjective objective) {
    return PpoConfig.builder()
        .environments(4).rolloutSteps(32).epochs(4).minibatchSize(32)
        .learningRate(3e-3).hiddenSizes(List.of(8))
        .objective(objective).klCoefficient(0.5).klTarget(0.015);
  }

  @ParameterizedTest
  @CsvSource({
    "0,0.25", "0.0099,0.25", "0.0101,0.5", "0.015,0.5", "0.0224,0.5", "0.0226,1", "100,1",
    "Infinity,1"})
  void shouldHalveAndDouble(double divergence, double expected) {
    KlCoefficient coefficient = new KlCoefficient(config(PpoObjective.ADAPTIVE_KL).build());
    coefficient.adapt(divergence);
    assertThat(coefficient.value()).isEqualTo(expected);
  }

  @Test
  void shouldComeBackFromBothEnds() {
    KlCoefficient coefficient = new KlCoefficient(config(PpoObjective.ADAPTIVE_KL).build());
    for (int i = 0; i < 5000; i++) {
      coefficient.adapt(1);
    }
    assertThat((float) coefficient.value()).isFinite();
    for (int i = 0; i < 5000; i++) {
      coefficient.adapt(0);
    }
    assertThat(coefficient.value()).isPositive();
    double least = coefficient.value();
    coefficient.adapt(1);
    assertThat(coefficient.value()).isEqualTo(2 * least);
  }

  /** Only what adapts is state: other objectives' checkpoints need not know of β. */
  @ParameterizedTest
  @EnumSource(PpoObjective.class)
  void shouldBeSavedWhereItAdapts(PpoObjective objective) {
    KlCoefficient coefficient = new KlCoefficient(config(objective).build());
    coefficient.adapt(1);
    Snapshot snapshot = new Snapshot();
    coefficient.save(snapshot);
    assertThat(snapshot.has("kl-coefficient")).isEqualTo(objective == PpoObjective.ADAPTIVE_KL);
    KlCoefficient restored = new KlCoefficient(config(objective).build());
    restored.restore(snapshot);
    assertThat(restored.value()).isEqualTo(objective == PpoObjective.ADAPTIVE_KL ? 1 : 0.5);
  }

  /** β of each iteration follows from the divergence that the one before it ended with. */
  @ParameterizedTest
  @CsvSource({"false", "true"})
  void shouldFollowTheDivergenceOfEachUpdate(boolean continuous) {
    PpoConfig config = config(PpoObjective.ADAPTIVE_KL).build();
    try (Ppo ppo = Ppo.open(config, Setup.of(() -> new WindyLine(continuous), 1))) {
      double expected = 0.5;
      int moves = 0;
      for (int i = 0; i < 30; i++) {
        ppo.iterate(0);
        assertThat(ppo.metrics().value("kl-coefficient")).as("iteration %d", i)
            .isEqualTo(expected);
        double divergence = ppo.metrics().value("update-kl");
        assertThat(divergence).isPositive();
        double before = expected;
        expected = divergence < 0.01 ? before / 2 : divergence > 0.0225 ? before * 2 : before;
        moves += expected == before ? 0 : 1;
      }
      assertThat(moves).isPositive();
    }
  }

  /**
   * The penalty does what it is for: a large β keeps each update's policy much nearer than none,
   * and the adaptive one keeps it near its target. Measured after the first iterations, in which β
   * finds its place.
   */
  @Test
  void shouldKeepThePolicyNear() {
    double free = meanDivergence(config(PpoObjective.NONE).build());
    double held = meanDivergence(
        config(PpoObjective.KL_PENALTY).klCoefficient(30).build());
    double adapted = meanDivergence(
        config(PpoObjective.ADAPTIVE_KL).klTarget(0.002).learningRate(1e-2).build());
    assertThat(held).isLessThan(free / 4);
    assertThat(adapted).isCloseTo(0.002, within(0.0015));
  }

  private static double meanDivergence(PpoConfig config) {
    try (Ppo ppo = Ppo.open(config, Setup.of(() -> new WindyLine(true), 1))) {
      OptionalDouble mean = java.util.stream.IntStream.range(0, 60)
          .mapToDouble(i -> {
            ppo.iterate(0);
            return config.objective() == PpoObjective.ADAPTIVE_KL
                ? ppo.metrics().value("update-kl")
                : ppo.metrics().value("exact-kl");
          })
          .skip(20)
          .average();
      return mean.orElseThrow();
    }
  }
}

package jackdaw.algorithm.ppo;

import static org.assertj.core.api.Assertions.assertThat;

import jackdaw.algorithm.Setup;
import jackdaw.algorithm.probe.WindyLine;
import jackdaw.state.Snapshot;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * An update that was ended early must be, bit for bit, the update with fewer epochs; and it must
 * have been ended at the first divergence above the limit, which the limits just below and just
 * above that divergence show.
 */
class KlStopTest {
  private static final int EPOCHS = 20;
  private static final int MINIBATCHES = 4;

  private static PpoConfig.Builder config(KlStop stop) {
    return PpoConfig.builder()
        .environments(4).rolloutSteps(32).epochs(EPOCHS).minibatchSize(128 / MINIBATCHES)
        .learningRate(5e-3).hiddenSizes(List.of(8)).klStop(stop).klStopFactor(1);
  }

  /** What one iteration left. */
  private record Update(float[] parameters, Snapshot state, long steps, double kl, int epochs) {
    static Update of(PpoConfig config, boolean continuous) {
      try (Ppo ppo = Ppo.open(config, Setup.of(() -> new WindyLine(continuous), 3))) {
        ppo.iterate(0);
        Snapshot state = new Snapshot();
        ppo.save(state);
        boolean stops = config.klStop() != KlStop.NEVER;
        return new Update(
            ppo.parameters().toArray(),
            state,
            ppo.updates(),
            stops ? ppo.metrics().value("stop-kl") : Double.NaN,
            stops ? (int) ppo.metrics().value("epochs") : config.epochs());
      }
    }

    float[] firstMoment() {
      return state.scope("optimizer").floats("first-moment", -1);
    }
  }

  private static Update unstopped(int epochs, boolean continuous) {
    return Update.of(config(KlStop.NEVER).epochs(epochs).build(), continuous);
  }

  @ParameterizedTest
  @CsvSource({
    "BEFORE_EPOCH,false,false", "BEFORE_EPOCH,false,true", "BEFORE_EPOCH,true,false",
    "BEFORE_EPOCH,true,true", "AFTER_EPOCH,false,false", "AFTER_EPOCH,true,false"})
  void shouldLeaveWhatFewerEpochsLeave(KlStop stop, boolean continuous, boolean discards) {
    PpoConfig.Builder config = config(stop).klStopDiscards(discards).klStopTarget(0.02);
    Update stopped = Update.of(config.build(), continuous);
    assertThat(stopped.epochs).isBetween(1, EPOCHS - 2);
    assertThat(stopped.kl).isGreaterThan(0.02);
    Update whole = unstopped(stopped.epochs, continuous);
    assertThat(stopped.parameters).isEqualTo(whole.parameters);
    assertThat(stopped.firstMoment()).isEqualTo(whole.firstMoment());
    int begun = stopped.epochs + (discards ? 1 : 0);
    assertThat(stopped.steps).isEqualTo((long) begun * MINIBATCHES);

    Update justBelow = Update.of(config.klStopTarget(stopped.kl * 0.9999).build(), continuous);
    assertThat(justBelow.parameters).isEqualTo(stopped.parameters);
    Update justAbove = Update.of(config.klStopTarget(stopped.kl * 1.0001).build(), continuous);
    assertThat(justAbove.epochs).isGreaterThan(stopped.epochs);
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void shouldLeaveOutTheStepOfAMinibatchThatIsTooFar(boolean continuous) {
    PpoConfig.Builder config = config(KlStop.BEFORE_MINIBATCH).klStopTarget(0.02);
    Update stopped = Update.of(config.build(), continuous);
    assertThat(stopped.kl).isGreaterThan(0.02);
    assertThat(stopped.steps).isBetween(1L, (EPOCHS - 1L) * MINIBATCHES);
    assertThat(stopped.epochs).isEqualTo((int) (stopped.steps / MINIBATCHES));
    Update justBelow = Update.of(config.klStopTarget(stopped.kl * 0.9999).build(), continuous);
    assertThat(justBelow.steps).isEqualTo(stopped.steps);
    assertThat(justBelow.parameters).isEqualTo(stopped.parameters);
    Update justAbove = Update.of(config.klStopTarget(stopped.kl * 1.0001).build(), continuous);
    assertThat(justAbove.steps).isGreaterThan(stopped.steps);
  }

  /** With the whole rollout in one minibatch, ending before a step is ending before an epoch. */
  @Test
  void shouldLeaveWhatFewerStepsLeaveWhereAMinibatchIsAnEpoch() {
    PpoConfig stop =
        config(KlStop.BEFORE_MINIBATCH).minibatchSize(128).klStopTarget(0.005).build();
    Update stopped = Update.of(stop, false);
    assertThat(stopped.epochs).isBetween(1, EPOCHS - 1);
    PpoConfig fewer =
        config(KlStop.NEVER).minibatchSize(128).epochs(stopped.epochs).build();
    assertThat(stopped.parameters).isEqualTo(Update.of(fewer, false).parameters);
  }

  /** The last epoch too is judged where it can be taken back, and only there. */
  @Test
  void shouldJudgeTheLastEpochWhereItCanBeTakenBack() {
    PpoConfig.Builder config = config(KlStop.BEFORE_EPOCH).klStopTarget(0.02);
    int kept = Update.of(config.build(), false).epochs;
    Update takenBack = Update.of(config.epochs(kept + 1).build(), false);
    assertThat(takenBack.epochs).isEqualTo(kept);
    assertThat(takenBack.parameters).isEqualTo(unstopped(kept, false).parameters);
    Update keptAll = Update.of(config.klStopDiscards(false).build(), false);
    assertThat(keptAll.epochs).isEqualTo(kept + 1);
    assertThat(keptAll.parameters).isEqualTo(unstopped(kept + 1, false).parameters);
  }

  /** An update of which nothing is left leaves the parameters where they were. */
  @Test
  void shouldLeaveTheParametersWhereTheFirstEpochGoesTooFar() {
    PpoConfig config = config(KlStop.BEFORE_EPOCH).klStopTarget(1e-9).build();
    Update stopped = Update.of(config, false);
    assertThat(stopped.epochs).isZero();
    try (Ppo untouched = Ppo.open(config, Setup.of(() -> new WindyLine(false), 3))) {
      assertThat(stopped.parameters).isEqualTo(untouched.parameters().toArray());
    }
    assertThat(stopped.firstMoment()).containsOnly(0);
  }

  @ParameterizedTest
  @CsvSource({"BEFORE_MINIBATCH,1.5", "BEFORE_EPOCH,1.5", "AFTER_EPOCH,1"})
  void shouldUseTheUsualFactorOfItsKind(KlStop stop, double factor) {
    PpoConfig usual = config(stop).klStopTarget(0.02).klStopFactor(0).build();
    PpoConfig given = config(stop).klStopTarget(0.02 * factor).klStopFactor(1).build();
    PpoConfig other = config(stop).klStopTarget(0.02).klStopFactor(0.2 * factor).build();
    assertThat(usual.klLimit()).isEqualTo(0.02 * factor);
    assertThat(Update.of(usual, false).parameters).isEqualTo(Update.of(given, false).parameters)
        .isNotEqualTo(Update.of(other, false).parameters);
  }

  @ParameterizedTest
  @EnumSource(KlStop.class)
  void shouldChangeNothingWhereItNeverBites(KlStop stop) {
    Update loose = Update.of(config(stop).klStopTarget(1e6).build(), true);
    assertThat(loose.epochs).isEqualTo(EPOCHS);
    assertThat(loose.parameters).isEqualTo(unstopped(EPOCHS, true).parameters);
  }
}

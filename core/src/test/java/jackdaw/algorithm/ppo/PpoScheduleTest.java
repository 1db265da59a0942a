package jackdaw.algorithm.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import jackdaw.algorithm.Setup;
import jackdaw.algorithm.probe.WindyLine;
import jackdaw.nn.Schedule;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The learning rate and the clip range follow the run's progress, and do what their values say. */
class PpoScheduleTest {
  private static PpoConfig.Builder config() {
    return PpoConfig.builder()
        .environments(4).rolloutSteps(32).epochs(2).minibatchSize(64)
        .hiddenSizes(List.of(8)).learningRate(4e-3).clipRange(0.2);
  }

  private static float[] parametersAfter(PpoConfig config, double progress) {
    try (Ppo ppo = Ppo.open(config, Setup.of(() -> new WindyLine(false), 1))) {
      ppo.iterate(progress);
      return ppo.parameters().toArray();
    }
  }

  @ParameterizedTest
  @CsvSource({"0", "0.25", "0.75", "1"})
  void shouldFollowSchedules(double progress) {
    PpoConfig falling = config()
        .learningRateSchedule(Schedule.LINEAR).clipRangeSchedule(Schedule.LINEAR).build();
    try (Ppo ppo = Ppo.open(falling, Setup.of(() -> new WindyLine(false), 1))) {
      ppo.iterate(progress);
      assertThat(ppo.metrics().value("learning-rate"))
          .isCloseTo(4e-3 * (1 - progress), within(1e-15));
      assertThat(ppo.metrics().value("clip-range"))
          .isCloseTo(0.2 * (1 - progress), within(1e-15));
    }
    if (progress < 1) {
      PpoConfig constant = config()
          .learningRate(4e-3 * (1 - progress)).clipRange(0.2 * (1 - progress)).build();
      assertThat(parametersAfter(falling, progress)).isEqualTo(parametersAfter(constant, progress));
    }
  }

  @Test
  void shouldLearnNothingAtTheEndOfAFallingRate() {
    PpoConfig falling = config().learningRateSchedule(Schedule.LINEAR).build();
    try (Ppo ppo = Ppo.open(falling, Setup.of(() -> new WindyLine(false), 1))) {
      assertThat(parametersAfter(falling, 1)).isEqualTo(ppo.parameters().toArray());
    }
  }
}

package jackdaw.algorithm.ppo;

import static org.assertj.core.api.Assertions.assertThat;

import jackdaw.algorithm.Setup;
import jackdaw.algorithm.probe.WindyLine;
import jackdaw.metric.Phase;
import jackdaw.metric.Timings;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PpoTimingsTest {
  private static Ppo ppo(boolean shared, int threads) {
    PpoConfig config =
        PpoConfig.builder()
            .environments(2).rolloutSteps(64).epochs(2).minibatchSize(32).hiddenSizes(List.of(8))
            .sharedNetwork(shared).build();
    return Ppo.open(config, Setup.of(() -> new WindyLine(false), 1).threads(threads));
  }

  @ParameterizedTest
  @CsvSource({"false,1", "true,1", "false,2"})
  void shouldChangeNoBit(boolean shared, int threads) {
    try (Ppo plain = ppo(shared, threads);
        Ppo timed = ppo(shared, threads)) {
      timed.time(Timings.start());
      for (int i = 0; i < 5; i++) {
        plain.iterate(0);
        timed.iterate(0);
      }
      assertThat(timed.parameters().values()).isEqualTo(plain.parameters().values());
    }
  }

  @Test
  void shouldSayWhereTheTimeWent() {
    try (Ppo ppo = ppo(false, 1)) {
      long before = System.nanoTime();
      Timings timings = Timings.start();
      ppo.time(timings);
      for (int i = 0; i < 20; i++) {
        ppo.iterate(0);
      }
      timings.enter(Phase.REST);
      long all = System.nanoTime() - before;
      assertThat(timings.phases()).hasSize(8);
      long sum = 0;
      for (Phase phase : timings.phases()) {
        assertThat(timings.nanos(phase)).as(phase.title()).isPositive();
        sum += timings.nanos(phase);
      }
      assertThat(sum).isBetween(all / 2, all);
    }
  }
}

package jackdaw.algorithm.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import jackdaw.algorithm.Setup;
import jackdaw.algorithm.probe.WindyLine;
import jackdaw.environment.Environment;
import jackdaw.environment.EnvironmentException;
import jackdaw.environment.Step;
import jackdaw.learning.TrainingException;
import jackdaw.space.Box;
import jackdaw.space.Space;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A number that is no longer finite ends the run at its update, by name. */
class PpoFailureTest {
  private static PpoConfig.Builder config() {
    return PpoConfig.builder()
        .environments(4).rolloutSteps(32).epochs(2).minibatchSize(64).hiddenSizes(List.of(8));
  }

  private static TrainingException failure(PpoConfig config, boolean continuous, double reward) {
    try (Ppo ppo = Ppo.open(config, Setup.of(() -> new WindyLine(continuous, reward), 1))) {
      return catchThrowableOfType(TrainingException.class, () -> {
        for (int i = 0; i < 5; i++) {
          ppo.iterate(0);
        }
      });
    }
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void shouldNameTheValueLossWhereRewardsAreEnormous(boolean continuous) {
    assertThat(failure(config().build(), continuous, 1e30)).hasMessage(
        "the value loss became Infinity in update 1 (iteration 1, 128 environment steps): usual"
            + " causes are a learning rate that is too high (ppo.learning-rate is 3.0E-4) and"
            + " rewards or observations in the thousands or more");
  }

  @ParameterizedTest
  @CsvSource({"false,1e30", "true,1e30", "false,1e38", "true,1e38"})
  void shouldNameAQuantityWhereTheLearningRateIsEnormous(boolean continuous, double rate) {
    assertThat(failure(config().learningRate(rate).build(), continuous, 1)).message()
        .matches(
            "(the policy loss|the value loss|the entropy|the gradient|parameter [a-z.0-9-]+)"
                + " became (NaN|-?Infinity) in update \\d+ \\(iteration [12],.*");
  }

  @Test
  void shouldNameTheParameterAndTheUpdateThatBrokeIt() {
    PpoConfig config = config().learningRate(1e300).epochs(1).minibatchSize(128).build();
    assertThat(failure(config, false, 1)).message()
        .startsWith("parameter policy.0.weight became")
        .contains(" in update 1 (iteration 1, 128 environment steps)");
  }

  /** What holds a process or a file must not be left behind, nor threads that wait for work. */
  @Test
  void shouldLeaveNothingBehindWhereItCannotStart() {
    int threads = Thread.activeCount();
    assertThatThrownBy(
        () -> Ppo.open(config().build(), Setup.of(() -> {
          throw new IllegalStateException("no such world");
        }, 1).threads(4)))
        .hasMessageContaining("no such world");
    AtomicInteger open = new AtomicInteger();
    assertThatThrownBy(
        () -> Ppo.open(config().build(), Setup.of(() -> new Unable(open), 1).threads(4)))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("cannot start");
    assertThat(open).hasValue(0);
    assertThat(Thread.activeCount()).isLessThanOrEqualTo(threads);
  }

  /** Cannot start an episode. */
  private static final class Unable implements Environment {
    private final AtomicInteger open;

    Unable(AtomicInteger open) {
      this.open = open;
      open.incrementAndGet();
    }

    @Override
    public Space observationSpace() {
      return Box.unbounded(1);
    }

    @Override
    public Space actionSpace() {
      return Box.unbounded(1);
    }

    @Override
    public void reset(long seed, float[] observation) {
      throw new IllegalStateException("cannot start");
    }

    @Override
    public void step(float[] action, Step step) {}

    @Override
    public void close() {
      open.decrementAndGet();
    }
  }
}

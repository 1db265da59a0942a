package jackdaw.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jackdaw.algorithm.ppo.PpoConfig;
import jackdaw.environment.Environment;
import jackdaw.environment.Step;
import jackdaw.environment.wrapper.EnvironmentConfig;
import jackdaw.policy.Policy;
import jackdaw.space.Box;
import jackdaw.space.Discrete;
import jackdaw.space.Space;
import jackdaw.train.Trainer;
import jackdaw.train.TrainingListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingTest {
  private static final long STEPS = 6400;
  private static final PpoConfig CONFIG =
      PpoConfig.builder()
          .environments(4).rolloutSteps(32).epochs(4).minibatchSize(64)
          .learningRate(3e-3).hiddenSizes(List.of(16)).build();
  private static final EnvironmentConfig VIEW =
      EnvironmentConfig.builder().timeLimit(40).normalizeObservations(true).build();

  @TempDir Path folder;

  private static Training training() {
    return Training.of(CONFIG).environment(Line::new).view(VIEW).steps(STEPS).seed(3);
  }

  @Test
  void shouldLearnTheSameBitsWithAndWithoutFilesAndOnTwoThreads() {
    String expected = training().run().summary().parametersSha256();
    TrainingResult kept = training().directory(folder.resolve("run")).run();
    assertThat(kept.summary().parametersSha256()).isEqualTo(expected);
    assertThat(training().threads(2).run().summary().parametersSha256()).isEqualTo(expected);
    assertThat(training().seed(4).run().summary().parametersSha256()).isNotEqualTo(expected);
  }

  @Test
  void shouldReturnAPolicyThatActsAfterEverythingIsClosed() throws IOException {
    Path run = folder.resolve("run");
    TrainingResult result = training().directory(run).run();
    assertThat(result.meanReturn()).isGreaterThan(-6);
    assertThat(result.evaluate(20, 1).meanReturn()).isEqualTo(-5);
    assertThat(result.policy().act(new float[] {0})).containsExactly(1);
    RunDirectory directory = RunDirectory.open(run);
    try (Environment environment = VIEW.wrap(Line::new).get()) {
      Policy stored = Run.policy(directory, environment, false);
      assertThat(stored.parameters().values()).isEqualTo(result.policy().parameters().values());
    }
    assertThat(Summary.read(directory.summaryFile())).isEqualTo(result.summary());
  }

  @Test
  void shouldGiveTypedSettingsToARun() throws IOException {
    Path run = folder.resolve("run");
    training().directory(run).run();
    RunConfig stored = RunConfig.read(RunDirectory.open(run).configFile());
    assertThat(stored.algorithm()).isEqualTo("ppo");
    assertThat(stored.environment()).isEqualTo(Line.class.getName());
    assertThat(stored.algorithmSettings()).isEqualTo(Settings.of(CONFIG));
    assertThat(stored.environmentConfig()).isEqualTo(VIEW);
    assertThat(stored.totalSteps()).isEqualTo(STEPS);
    RunConfig built = RunConfig.builder(CONFIG, Line.class.getName())
        .view(VIEW).seed(3L).threads(1).totalSteps(STEPS).build();
    assertThat(stored).isEqualTo(built);
  }

  @Test
  void shouldResumeToTheSameBits() {
    String expected = training().run().summary().parametersSha256();
    Path run = folder.resolve("run");
    TrainingListener stop = new TrainingListener() {
      @Override
      public void iterated(Trainer trainer) {
        if (trainer.algorithm().steps() > STEPS / 2) {
          trainer.requestStop();
        }
      }
    };
    TrainingResult half = training().directory(run).listener(stop).run();
    assertThat(half.summary().totalSteps()).isLessThan(STEPS);
    assertThat(training().directory(run).resume().summary().parametersSha256())
        .isEqualTo(expected);
    PpoConfig other =
        PpoConfig.builder().environments(4).rolloutSteps(32).minibatchSize(64).build();
    assertThatThrownBy(
        () -> Training.of(other).environment(Line::new).view(VIEW).seed(3).directory(run)
            .resume())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("the run was started with epochs 4, not 10");
  }

  @Test
  void shouldReportEveryHundredth() {
    List<Progress> reports = new ArrayList<>();
    training().steps(64_000).onProgress(reports::add).run();
    assertThat(reports).hasSizeBetween(95, 101);
    assertThat(reports.getLast().steps()).isEqualTo(64_000);
    assertThat(reports).isSortedAccordingTo((a, b) -> Long.compare(a.steps(), b.steps()));
    assertThat(new Progress(12_288, 50_000, 3, -10.123))
        .hasToString("12,288 of 50,000 steps, mean return -10.12");
  }

  @Test
  void shouldSayWhatIsMissing() {
    assertThatThrownBy(() -> Training.of(CONFIG).run())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("needs environments");
    assertThatThrownBy(() -> training().resume())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("set the run's directory");
    assertThatThrownBy(() -> Training.of(FakeConfig.defaults()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("FakeConfig is not the settings of a built-in algorithm");
    assertThatThrownBy(() -> RunConfig.builder("ppo", "x").settings(FakeConfig.defaults()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("ppo takes settings of PpoConfig, not of FakeConfig");
  }

  /** Five cells to the right is the way out. */
  private static final class Line implements Environment {
    private int position;

    @Override
    public Space observationSpace() {
      return Box.of(0, 5, 1);
    }

    @Override
    public Space actionSpace() {
      return new Discrete(2);
    }

    @Override
    public void reset(long seed, float[] observation) {
      position = 0;
      observation[0] = 0;
    }

    @Override
    public void step(float[] action, Step step) {
      position = Math.max(0, position + (action[0] == 1 ? 1 : -1));
      step.observation[0] = position;
      step.reward = -1;
      step.terminated = position == 5;
    }
  }
}

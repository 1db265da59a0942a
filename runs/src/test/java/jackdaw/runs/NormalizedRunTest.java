package jackdaw.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jackdaw.environment.Environment;
import jackdaw.environment.ObservationNormalizer;
import jackdaw.environment.Step;
import jackdaw.policy.NormalizedPolicy;
import jackdaw.policy.Policy;
import jackdaw.random.RandomStream;
import jackdaw.space.Box;
import jackdaw.space.Space;
import jackdaw.train.Evaluation;
import jackdaw.train.Trainer;
import jackdaw.train.TrainingListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs with every wrapper and with normalisation. */
class NormalizedRunTest {
  private static final long STEPS = 2048;

  @TempDir Path folder;

  private static RunConfig config(int threads) {
    return RunConfig.builder("ppo", "Scales-v0")
        .threads(threads)
        .totalSteps(STEPS)
        .set("environments", 4)
        .set("rollout-steps", 32)
        .set("minibatch-size", 32)
        .set("learning-rate", 3e-3)
        .set("hidden-sizes", "16")
        .set("environment.time-limit", 40)
        .set("environment.action-repeat", 2)
        .set("environment.rescale-actions", true)
        .set("environment.reward-scale", "0.5")
        .set("environment.reward-clip", 100)
        .set("environment.flatten-observations", true)
        .set("environment.observation-clip", 5000)
        .set("environment.frame-stack", 2)
        .set("environment.normalize-observations", true)
        .set("environment.normalize-rewards", true)
        .build();
  }

  private static Summary train(RunDirectory directory, int threads, long stopAt)
      throws IOException {
    try (Run run = Run.start(config(threads), Scales::new, directory, stop(stopAt))) {
      return run.train();
    }
  }

  private static Summary resume(RunDirectory directory, long stopAt) throws IOException {
    try (Run run = Run.resume(
        RunDirectory.open(directory.path()),
        _ -> Scales::new,
        OptionalLong.empty(),
        stop(stopAt))) {
      return run.train();
    }
  }

  private static TrainingListener stop(long steps) {
    return new TrainingListener() {
      @Override
      public void iterated(Trainer trainer) {
        if (trainer.algorithm().steps() >= steps) {
          trainer.requestStop();
        }
      }
    };
  }

  @Test
  void shouldGoOnAsIfItHadNeverStopped() throws IOException {
    RunDirectory whole = RunDirectory.create(folder.resolve("whole"));
    Summary expected = train(whole, 1, STEPS);
    RunDirectory parts = RunDirectory.create(folder.resolve("parts"));
    train(parts, 2, 640);
    resume(parts, 1280);
    Summary actual = resume(parts, STEPS);
    assertThat(actual.parametersSha256()).isEqualTo(expected.parametersSha256());
    RunTest.assertSameRun(whole, parts, "config.yaml");
  }

  @Test
  void shouldPlayAsItDidBeforeItWasSaved() throws IOException {
    RunDirectory directory = RunDirectory.create(folder.resolve("run"));
    RunConfig config = config(1);
    try (Run run = Run.start(config, Scales::new, directory)) {
      run.train();
      Evaluation before =
          Evaluation.of(
              run.trainer().algorithm().policy(),
              config.environmentConfig().wrap(Scales::new),
              20,
              3);
      Evaluation after = Run.evaluate(directory, _ -> Scales::new, false, 20, 3);
      assertThat(after.returns()).containsExactly(before.returns());
      assertThat(before.meanReturn()).as("raw rewards are counted").isGreaterThan(20);
      try (Environment environment = config.environmentConfig().wrap(Scales::new).get()) {
        Policy best = Run.policy(directory, environment, true);
        assertThat(best).isInstanceOf(NormalizedPolicy.class);
        assertThat(best.normalizer().orElseThrow().statistics())
            .containsExactly(run.trainer().bestNormalizer());
      }
    }
  }

  @Test
  void shouldNotLoadAPolicyWithoutItsNormalizerNorTheOtherWayRound() throws IOException {
    RunDirectory directory = RunDirectory.create(folder.resolve("run"));
    train(directory, 1, 128);
    Environment environment = config(1).environmentConfig().wrap(Scales::new).get();
    Policy policy = Run.policy(directory, environment, false);
    Path bare = Files.createDirectory(folder.resolve("bare"));
    PolicyFile.write(
        bare, policy.parameters(), policy.parameters().values(), new double[0], Map.of());
    assertThatThrownBy(() -> PolicyFile.read(bare, policy))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining("policy.safetensors has no observation-normalizer.mean");

    Policy other =
        new NormalizedPolicy(policy, new ObservationNormalizer(3, 10));
    assertThatThrownBy(() -> PolicyFile.read(directory.path().resolve("checkpoint"), other))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining("has observation-normalizer.mean as double[][4], where double[][3]");

    String text = Files.readString(directory.configFile());
    assertThat(text).contains("environment.normalize-observations: true");
    Files.writeString(
        directory.configFile(),
        text.replace(
            "environment.normalize-observations: true",
            "environment.normalize-observations: false"));
    assertThatThrownBy(() -> Run.evaluate(directory, _ -> Scales::new, false, 1, 1))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining(
            "normalises observations, and config.yaml says that nothing does");
  }

  /** Push against a drift that is shown in thousands; values of other sizes would not be learnt. */
  private static final class Scales implements Environment {
    private final RandomStream random = new RandomStream(0);
    private float wanted;
    private int steps;

    @Override
    public Space observationSpace() {
      return Box.unbounded(2);
    }

    @Override
    public Space actionSpace() {
      return Box.of(0, 6, 1);
    }

    @Override
    public void reset(long seed, float[] observation) {
      random.reseed(seed);
      steps = 0;
      show(observation);
    }

    @Override
    public void step(float[] action, Step step) {
      step.reward = 10 - Math.abs(action[0] - wanted);
      show(step.observation);
      step.terminated = ++steps == 60 + random.nextInt(9);
    }

    private void show(float[] observation) {
      wanted = 6 * random.nextFloat();
      observation[0] = 4000 + 1000 * wanted / 6;
      observation[1] = random.nextFloat() / 1000;
    }
  }
}

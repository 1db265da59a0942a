package jackdaw.runs;

import static org.assertj.core.api.Assertions.assertThat;

import jackdaw.environment.Environment;
import jackdaw.environment.Step;
import jackdaw.space.Box;
import jackdaw.space.Discrete;
import jackdaw.space.Space;
import jackdaw.train.Trainer;
import jackdaw.train.TrainingListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real algorithm, stopped in the middle of episodes. */
class PpoRunTest {
  private static final long STEPS = 2048;

  @TempDir Path folder;

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
  void shouldLearnSomethingThatCanBePlayed() throws IOException {
    RunDirectory directory = RunDirectory.create(folder.resolve("run"));
    train(directory, 1, STEPS);
    for (boolean best : new boolean[] {false, true}) {
      assertThat(Run.evaluate(directory, _ -> Copying::new, best, 50, 3).meanReturn())
          .as("best: %s", best)
          .isGreaterThan(8);
    }
  }

  /**
   * A run that knows nothing of a setting: it has no line in the configuration and none in the
   * state.
   */
  @Test
  void shouldGoOnWithARunThatIsOlderThanASetting() throws IOException {
    RunDirectory whole = RunDirectory.create(folder.resolve("whole"));
    Summary expected = train(whole, 1, STEPS);
    RunDirectory old = RunDirectory.create(folder.resolve("old"));
    train(old, 1, 640);
    String text = Files.readString(old.configFile());
    Files.writeString(old.configFile(), text.replace("  convolutions: []\n", ""));
    assertThat(old.configFile()).content().isNotEqualTo(text);
    Checkpoint checkpoint = Checkpoint.load(old).orElseThrow();
    Map<String, String> about = new LinkedHashMap<>(checkpoint.about());
    assertThat(about.remove("convolutions")).isEqualTo("[]");
    byte[] policy = Files.readAllBytes(checkpoint.folder().resolve(PolicyFile.NAME));
    WholeFolder.replace(
        old.checkpoint(),
        made -> {
          Files.write(made.resolve(PolicyFile.NAME), policy);
          StateFiles.write(made, about, checkpoint.snapshot());
          checkpoint.times().write(made);
        });
    assertThat(resume(old, STEPS).parametersSha256()).isEqualTo(expected.parametersSha256());
  }

  private static Summary train(RunDirectory directory, int threads, long stopAt)
      throws IOException {
    RunConfig config = RunConfig.builder("ppo", "Copying-v0")
        .threads(threads)
        .totalSteps(STEPS)
        .set("environments", 4)
        .set("rollout-steps", 32)
        .set("minibatch-size", 32)
        .set("learning-rate", 3e-3)
        .set("learning-rate-schedule", "linear")
        .set("hidden-sizes", "16")
        .build();
    try (Run run = Run.start(config, Copying::new, directory, stop(stopAt))) {
      return run.train();
    }
  }

  private static Summary resume(RunDirectory directory, long stopAt) throws IOException {
    try (Run run = Run.resume(
        RunDirectory.open(directory.path()),
        _ -> Copying::new,
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

  /** Eleven steps; acting as the sign that is shown gives a point. */
  private static final class Copying implements Environment {
    private Random random = new Random(0);
    private boolean shown;
    private int steps;

    @Override
    public Space observationSpace() {
      return Box.of(-1, 1, 1);
    }

    @Override
    public Space actionSpace() {
      return new Discrete(2);
    }

    @Override
    public void reset(long seed, float[] observation) {
      random = new Random(seed);
      steps = 0;
      show(observation);
    }

    @Override
    public void step(float[] action, Step step) {
      step.reward = (action[0] == 1) == shown ? 1 : 0;
      show(step.observation);
      step.terminated = ++steps == 11;
    }

    private void show(float[] observation) {
      shown = random.nextBoolean();
      observation[0] = shown ? 1 : -1;
    }
  }
}

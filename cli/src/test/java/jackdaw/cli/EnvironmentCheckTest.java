package jackdaw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import jackdaw.environment.Environment;
import jackdaw.environment.Step;
import jackdaw.space.Box;
import jackdaw.space.Discrete;
import jackdaw.space.Space;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code train} makes of the look at an environment before it begins. */
class EnvironmentCheckTest {
  @TempDir private Path folder;

  private Cli.Result train(Class<?> environment, String... more) {
    String[] arguments = {
      "train", "ppo", environment.getName(), "--run-dir", folder.resolve("run").toString(),
      "--total-steps", "64", "--set", "ppo.environments=1", "--set", "ppo.rollout-steps=32",
      "--set", "ppo.minibatch-size=32"};
    String[] all = Arrays.copyOf(arguments, arguments.length + more.length);
    System.arraycopy(more, 0, all, arguments.length, more.length);
    return Cli.run(all);
  }

  /** Episodes of five steps. */
  abstract static class Five implements Environment {
    private int steps;

    @Override
    public Space observationSpace() {
      return Box.of(-1, 1, 1);
    }

    @Override
    public Space actionSpace() {
      return new Discrete(2);
    }

    abstract float observe(int steps);

    @Override
    public void reset(long seed, float[] observation) {
      steps = 0;
      observation[0] = observe(0);
    }

    @Override
    public void step(float[] action, Step step) {
      step.observation[0] = observe(++steps);
      step.terminated = steps == 5;
    }
  }

  /** Is not decided by its seed. */
  static final class Chance extends Five {
    private final Random random = new Random();

    @Override
    float observe(int steps) {
      return random.nextFloat();
    }
  }

  /** Is a hair outside its bounds. */
  static final class Outside extends Five {
    @Override
    float observe(int steps) {
      return steps == 3 ? 1.002f : 0;
    }
  }

  /** Exists once, such as a simulator that listens on a port. */
  static final class Single extends Five {
    private static final AtomicInteger OPEN = new AtomicInteger();

    Single() {
      if (OPEN.incrementAndGet() > 1) {
        throw new IllegalStateException("Address already in use");
      }
    }

    @Override
    float observe(int steps) {
      return 0.1f * steps;
    }

    @Override
    public void close() {
      OPEN.decrementAndGet();
    }
  }

  /** Sleeps in its first reset. */
  static final class Sleepy extends Five {
    private boolean awake;

    @Override
    float observe(int steps) {
      if (!awake) {
        awake = true;
        try {
          Thread.sleep(4_000);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
      return 0;
    }
  }

  @Test
  void shouldWarnOnceOfWhatDoesNotRepeatAndTrain() {
    Cli.Result result = train(Chance.class);
    assertThat(result.code()).isZero();
    assertThat(result.err())
        .containsOnlyOnce("Warning: Chance is not repeatable: ")
        .contains("a run that is stopped cannot go on where it was");
  }

  @Test
  void shouldWarnOfNumbersBeyondTheirBoundsAndTrain() {
    Cli.Result result = train(Outside.class);
    assertThat(result.code()).isZero();
    assertThat(result.err()).containsOnlyOnce("Warning: Outside gives observation[0] = 1.002 in ");
  }

  @Test
  void shouldRefuseBothWhereAskedFor() {
    assertThat(train(Chance.class, "--check", "strict").error(2)).contains("is not repeatable");
    assertThat(train(Outside.class, "--check", "strict").error(2)).contains("= 1.002 in ");
    assertThat(folder.resolve("run")).doesNotExist();
  }

  @Test
  void shouldLeaveTheLookOut() {
    Cli.Result result = train(Chance.class, "--check", "off");
    assertThat(result.code()).isZero();
    assertThat(result.err()).doesNotContain("Warning");
    assertThat(train(Chance.class, "--check", "of").error(2))
        .contains("--check is of: choose one of warn, strict, off");
  }

  @ParameterizedTest
  @ValueSource(strings = {"warn", "strict", "off"})
  void shouldTrainInWhatExistsOnce(String mode) {
    assertThat(train(Single.class, "--check", mode).code()).isZero();
    assertThat(Single.OPEN).hasValue(0);
  }

  @Test
  void shouldSayWhatItWaitsFor() {
    Cli.Result result = train(Sleepy.class);
    assertThat(result.code()).isZero();
    assertThat(result.err())
        .contains("Still looking ", "Sleepy over (--check off leaves that out) after 3 s");
  }
}

package jackdaw.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TimeLimitTest {
  private static final float[] STILL = {0, 0};
  private static final float[] RIGHT = {1, 1};

  private final RandomWalk walk = new RandomWalk();
  private final Step step = new Step(3);
  private final float[] observation = new float[3];

  private int stepsUntilEnd(TimeLimit limited, float[] action) {
    limited.reset(1, observation);
    int steps = 0;
    do {
      step.clear();
      limited.step(action, step);
      steps++;
    } while (!step.ended());
    return steps;
  }

  @Test
  void shouldTruncateAtLimitInEveryEpisode() {
    TimeLimit limited = new TimeLimit(walk, 3);

    for (int episode = 0; episode < 2; episode++) {
      assertThat(stepsUntilEnd(limited, STILL)).isEqualTo(3);
      assertThat(step.truncated).isTrue();
      assertThat(step.terminated).isFalse();
    }
  }

  @Test
  void shouldNotTruncateWhatTerminatesAtLimit() {
    int natural = stepsUntilEnd(new TimeLimit(walk, 1000), RIGHT);
    assertThat(step.terminated).isTrue();

    assertThat(stepsUntilEnd(new TimeLimit(walk, natural), RIGHT)).isEqualTo(natural);
    assertThat(step.terminated).isTrue();
    assertThat(step.truncated).isFalse();
  }

  @Test
  void shouldKeepTruncationFromWithin() {
    assertThat(stepsUntilEnd(new TimeLimit(walk, 1000), STILL)).isEqualTo(RandomWalk.MAX_STEPS);
    assertThat(step.truncated).isTrue();
  }

  @Test
  void shouldRefuseStepAfterEndAndBeforeReset() {
    TimeLimit limited = new TimeLimit(walk, 3);
    assertThatThrownBy(() -> limited.step(STILL, step)).isInstanceOf(IllegalStateException.class);

    stepsUntilEnd(limited, STILL);
    assertThatThrownBy(() -> limited.step(STILL, step))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no episode is running: call reset before step");
  }

  @Test
  void shouldPassOnTheRest() {
    TimeLimit limited = new TimeLimit(walk, 3);

    assertThat(limited.observationSpace()).isEqualTo(walk.observationSpace());
    assertThat(limited.actionSpace()).isEqualTo(walk.actionSpace());
    assertThat(limited.solvedReturn()).hasValue(3.5);
    assertThat(limited.render()).isEmpty();
    assertThat(limited.maxSteps()).isEqualTo(3);
    limited.close();
    assertThat(walk.closed).isEqualTo(1);
  }

  @Test
  void shouldRejectLimitBelowOne() {
    assertThatThrownBy(() -> new TimeLimit(walk, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a time limit of 0 steps is not possible: use 1 or more");
  }
}

package jackdaw.environments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jackdaw.environment.Step;
import jackdaw.space.Box;
import jackdaw.space.Discrete;
import org.junit.jupiter.api.Test;

class CueTest {
  private final Cue cue = new Cue(3, 4);
  private final Step step = new Step(5);

  /** Plays an episode with one answer at the end, and returns the cue that was shown. */
  private int play(long seed, int answer) {
    cue.reset(seed, step.observation);
    int shown = -1;
    float sum = 0;
    for (int i = 0; i < 5; i++) {
      sum += step.observation[i];
      if (step.observation[i] == 1) {
        shown = i;
      }
    }
    assertThat(sum).isEqualTo(1);
    for (int i = 0; i < 3; i++) {
      step.clear();
      cue.step(new float[] {i}, step);
      assertThat(step.observation).containsOnly(0);
      assertThat(step.reward).isZero();
      assertThat(step.ended()).isFalse();
    }
    step.clear();
    cue.step(new float[] {0}, step);
    assertThat(step.observation).containsExactly(0, 0, 0, 0, 1);
    assertThat(step.ended()).isFalse();
    step.clear();
    cue.step(new float[] {answer}, step);
    assertThat(step.terminated).isTrue();
    assertThat(step.truncated).isFalse();
    return shown;
  }

  @Test
  void shouldRewardTheAnswerThatWasShown() {
    int[] counts = new int[4];
    for (int seed = 0; seed < 1000; seed++) {
      int shown = play(seed, seed % 4);
      assertThat(step.reward).isEqualTo(shown == seed % 4 ? 1 : -1);
      counts[shown]++;
    }
    // 250 each, with a standard deviation of 14.
    for (int count : counts) {
      assertThat(count).isBetween(180, 320);
    }
    assertThatThrownBy(() -> cue.step(new float[1], step))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void shouldHaveASpaceForEveryCueAndTheQuestion() {
    assertThat(cue.observationSpace()).isEqualTo(Box.of(0, 1, 5));
    assertThat(cue.actionSpace()).isEqualTo(new Discrete(4));
    assertThatThrownBy(() -> new Cue(3, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "a memory of 1 cues over 3 blanks is not possible: use 2 or more cues, 0 or more blanks");
  }
}

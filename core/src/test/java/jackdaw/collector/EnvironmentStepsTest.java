package jackdaw.collector;

import static org.assertj.core.api.Assertions.assertThat;

import jackdaw.environment.Environment;
import jackdaw.environment.Step;
import jackdaw.environment.VectorEnvironment;
import jackdaw.experience.EpisodeStatistics;
import jackdaw.experience.Rollout;
import jackdaw.space.Box;
import jackdaw.space.Space;
import jackdaw.state.Snapshot;
import java.util.Arrays;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class EnvironmentStepsTest {
  private static final int COPIES = 3;
  private static final int STEPS = 7;

  /** Counts its steps; terminates after 5, or is truncated after 3, as the seed says. */
  private static final class Counter implements Environment {
    private int base;
    private int steps;

    @Override
    public Space observationSpace() {
      return Box.unbounded(2);
    }

    @Override
    public Space actionSpace() {
      return Box.of(new float[] {-1, 0}, new float[] {1, 10});
    }

    @Override
    public void reset(long seed, float[] observation) {
      base = (int) (seed & 0xffff) * 10;
      steps = 0;
      observe(observation);
    }

    @Override
    public void step(float[] action, Step step) {
      assertThat(actionSpace().contains(action, 0)).isTrue();
      steps++;
      observe(step.observation);
      step.reward = base + steps + 0.01 * action[1];
      step.truncated = base % 20 == 0 && steps == 3;
      step.terminated = base % 20 != 0 && steps == 5;
      step.lifeLost = steps == 2;
    }

    private void observe(float[] observation) {
      observation[0] = base;
      observation[1] = steps;
    }
  }

  private final Rollout rollout = new Rollout(STEPS, COPIES, 2, 2);
  private final EpisodeStatistics episodes = new EpisodeStatistics(OptionalDouble.empty());
  private final EnvironmentSteps collector = collector(rollout, episodes);

  private static EnvironmentSteps collector(Rollout rollout, EpisodeStatistics episodes) {
    return new EnvironmentSteps(
        VectorEnvironment.of(Counter::new, COPIES), rollout, episodes, 5);
  }

  /** Draws actions that lie partly outside the bounds. */
  private static final EnvironmentSteps.Behaviour BEHAVIOUR = new EnvironmentSteps.Behaviour() {
    @Override
    public void act(int step, float[] observations, float[] actions) {
      for (int i = 0; i < COPIES; i++) {
        actions[2 * i] = 3 - step;
        actions[2 * i + 1] = observations[2 * i + 1] - 1;
      }
    }

    @Override
    public void bound(float[] actions) {
      for (int i = 0; i < actions.length; i++) {
        actions[i] = i % 2 == 0 ? Math.clamp(actions[i], -1, 1) : Math.clamp(actions[i], 0, 10);
      }
    }
  };

  @Test
  void shouldPutEachStepInItsRow() {
    float[] before = null;
    int ends = 0;
    for (int iteration = 0; iteration < 20; iteration++) {
      collector.collect(BEHAVIOUR);
      if (before != null) {
        assertThat(Arrays.copyOf(rollout.observations, 2 * COPIES)).isEqualTo(before);
      }
      for (int row = 0; row < rollout.size(); row++) {
        float base = rollout.observations[2 * row];
        float steps = rollout.observations[2 * row + 1];
        boolean truncates = base % 20 == 0;
        assertThat(rollout.truncated[row]).isEqualTo(truncates && steps == 2);
        boolean lifeLost = steps == 1;
        assertThat(rollout.terminated[row]).isEqualTo(lifeLost || (!truncates && steps == 4));
        double action = Math.max(0, steps - 1);
        assertThat(rollout.rewards[row]).isEqualTo((float) (base + steps + 1 + 0.01 * action));
        assertNext(row, base, steps);
        ends += rollout.ended(row) && !lifeLost ? 1 : 0;
      }
      before = rollout.lastObservations.clone();
    }
    assertThat(collector.steps()).isEqualTo(20 * STEPS * COPIES);
    assertThat(episodes.episodes()).isEqualTo(ends);
    assertThat(episodes.meanLength()).isBetween(3.0, 5.0);
  }

  private void assertNext(int row, float base, float steps) {
    boolean last = row >= rollout.size() - COPIES;
    float[] next = last ? rollout.lastObservations : rollout.observations;
    int at = last ? 2 * (row - rollout.size() + COPIES) : 2 * (row + COPIES);
    if (rollout.ended(row) && steps != 1) {
      assertThat(next[at + 1]).isZero();
    } else {
      assertThat(next[at]).isEqualTo(base);
      assertThat(next[at + 1]).isEqualTo(steps + 1);
    }
  }

  @Test
  void shouldKeepTheLastObservationOfTruncatedEpisodes() {
    int seen = 0;
    for (int iteration = 0; iteration < 20; iteration++) {
      collector.collect(BEHAVIOUR);
      int next = 0;
      for (int row = 0; row < rollout.size(); row++) {
        if (rollout.truncated[row]) {
          assertThat(rollout.truncationRow(next)).isEqualTo(row);
          float[] kept = rollout.truncationObservations();
          assertThat(kept[2 * next]).isEqualTo(rollout.observations[2 * row]);
          assertThat(kept[2 * next + 1]).isEqualTo(3);
          next++;
        }
      }
      assertThat(rollout.truncations()).isEqualTo(next);
      seen = Math.max(seen, next);
    }
    assertThat(seen).as("more than there is room for at first").isGreaterThan(4);
  }

  /** The environment asserts that its actions lie within the bounds. */
  @Test
  void shouldKeepActionsAsTheyWereDrawn() {
    collector.collect(BEHAVIOUR);
    for (int row = 0; row < rollout.size(); row++) {
      assertThat(rollout.actions[2 * row]).isEqualTo(3 - row / COPIES);
      assertThat(rollout.actions[2 * row + 1]).isEqualTo(rollout.observations[2 * row + 1] - 1);
    }
  }

  @Test
  void shouldGoOnFromASavedState() {
    collector.collect(BEHAVIOUR);
    Snapshot snapshot = new Snapshot();
    collector.save(snapshot);
    Rollout other = new Rollout(STEPS, COPIES, 2, 2);
    EnvironmentSteps restored = collector(other, new EpisodeStatistics(OptionalDouble.empty()));
    restored.restore(snapshot);
    for (int i = 0; i < 3; i++) {
      collector.collect(BEHAVIOUR);
      restored.collect(BEHAVIOUR);
      assertThat(other.observations).isEqualTo(rollout.observations);
      assertThat(other.rewards).isEqualTo(rollout.rewards);
      assertThat(other.truncated).isEqualTo(rollout.truncated);
      assertThat(restored.steps()).isEqualTo(collector.steps());
    }
  }
}

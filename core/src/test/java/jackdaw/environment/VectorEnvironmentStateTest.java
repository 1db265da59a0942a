package jackdaw.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jackdaw.random.RandomStream;
import jackdaw.state.Snapshot;
import java.util.Arrays;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Saves a vector of environments in mid-episode and continues in another one. */
class VectorEnvironmentStateTest {
  private static final int COPIES = 3;

  private final RandomStream actionDraws = new RandomStream(5);

  private static VectorEnvironment vector(Supplier<? extends Environment> environments) {
    return VectorEnvironment.of(environments, COPIES);
  }

  /** Steps, and returns all results as one row of numbers for each step. */
  private double[][] play(VectorEnvironment vector, int steps) {
    float[] actions = new float[COPIES * 2];
    Transitions transitions = new Transitions(COPIES, 3);
    double[][] rows = new double[steps][];
    for (int t = 0; t < steps; t++) {
      for (int i = 0; i < COPIES; i++) {
        vector.actionSpace().sample(actionDraws, actions, 2 * i);
      }
      vector.step(actions, transitions);
      rows[t] = row(transitions);
    }
    return rows;
  }

  private static double[] row(Transitions transitions) {
    double[] row = new double[COPIES * 11];
    int at = 0;
    for (int i = 0; i < COPIES; i++) {
      for (int j = 3 * i; j < 3 * i + 3; j++) {
        row[at++] = transitions.observations[j];
        row[at++] = transitions.ended(i) ? transitions.finalObservations[j] : 0;
      }
      row[at++] = transitions.rewards[i];
      row[at++] = transitions.terminated[i] ? 1 : 0;
      row[at++] = transitions.truncated[i] ? 1 : 0;
      row[at++] = transitions.ended(i) ? transitions.episodeReturns[i] : 0;
      row[at++] = transitions.ended(i) ? transitions.episodeLengths[i] : 0;
    }
    return row;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 17, 100, 333})
  void shouldGoOnAfterRestoreAsIfNeverStopped(int stepsBefore) {
    VectorEnvironment stopped = vector(RandomWalk::new);
    stopped.reset(9, new float[COPIES * 3]);
    play(stopped, stepsBefore);
    Snapshot snapshot = new Snapshot();
    stopped.save(snapshot);
    Snapshot actionSnapshot = new Snapshot();
    actionDraws.save(actionSnapshot);
    double[][] uninterrupted = play(stopped, 200);

    VectorEnvironment resumed = vector(RandomWalk::new);
    resumed.reset(1234, new float[COPIES * 3]);
    play(resumed, 5);
    resumed.restore(snapshot);
    actionDraws.restore(actionSnapshot);
    double[][] afterwards = play(resumed, 200);

    assertThat(afterwards).isDeepEqualTo(uninterrupted);
    assertThat(Arrays.stream(afterwards).anyMatch(row -> row[10] > 0))
        .as("an episode of the first copy ended")
        .isTrue();
  }

  @Test
  void shouldSaveTheSameAfterRestore() {
    VectorEnvironment vector = vector(RandomWalk::new);
    vector.reset(9, new float[COPIES * 3]);
    play(vector, 50);
    Snapshot snapshot = new Snapshot();
    vector.save(snapshot);
    VectorEnvironment other = vector(RandomWalk::new);
    other.restore(snapshot);
    Snapshot again = new Snapshot();
    other.save(again);

    assertThat(again.columns()).usingRecursiveComparison().isEqualTo(snapshot.columns());
    assertThat(snapshot.columns())
        .containsOnlyKeys(
            "actions",
            "episode-lengths",
            "episode-returns",
            "episode-seeds",
            "observations",
            "seeds-0.state",
            "seeds-1.state",
            "seeds-2.state");
  }

  /** Longer than the log's first capacity. */
  @Test
  void shouldReplayLongEpisode() {
    Supplier<Environment> endless =
        () -> new RandomWalk() {
          @Override
          public void step(float[] action, Step step) {
            super.step(action, step);
            position *= 0.5f;
            step.observation[1] = 0;
            step.terminated = false;
            step.truncated = false;
            running = true;
          }
        };
    VectorEnvironment vector = vector(endless);
    vector.reset(9, new float[COPIES * 3]);
    play(vector, 3000);
    Snapshot snapshot = new Snapshot();
    vector.save(snapshot);
    VectorEnvironment resumed = vector(endless);
    resumed.restore(snapshot);
    RandomStream draws = new RandomStream(6);
    float[] actions = new float[COPIES * 2];
    for (int i = 0; i < actions.length; i++) {
      actions[i] = draws.nextFloat();
    }
    Transitions first = new Transitions(COPIES, 3);
    Transitions second = new Transitions(COPIES, 3);
    vector.step(actions, first);
    resumed.step(actions, second);

    assertThat(row(second)).containsExactly(row(first));
    assertThat(snapshot.ints("episode-lengths", COPIES)).containsOnly(3000);
  }

  @Test
  void shouldDetectEnvironmentThatDoesNotRepeat() {
    RandomStream chance = new RandomStream(1);
    Supplier<Environment> unsound =
        () -> new RandomWalk() {
          @Override
          public void observe(float[] observation, float push) {
            position += 0.001f * chance.nextFloat();
            super.observe(observation, push);
          }
        };
    VectorEnvironment vector = vector(unsound);
    vector.reset(9, new float[COPIES * 3]);
    play(vector, 7);
    Snapshot snapshot = new Snapshot();
    vector.save(snapshot);

    assertThatThrownBy(() -> vector(unsound).restore(snapshot))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining(
            "(copy 0) is not determined by its seed and actions: playing the 7 steps of its saved "
                + "episode again, observation[0] is ");
  }

  @Test
  void shouldDetectReturnThatDoesNotRepeat() {
    VectorEnvironment vector = vector(RandomWalk::new);
    vector.reset(9, new float[COPIES * 3]);
    play(vector, 7);
    Snapshot snapshot = new Snapshot();
    vector.save(snapshot);
    snapshot.doubles("episode-returns", COPIES)[1] += 1e-9;

    assertThatThrownBy(() -> vector(RandomWalk::new).restore(snapshot))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("RandomWalk (copy 1)")
        .hasMessageContaining("the return so far is");
  }

  @Test
  void shouldDetectReplayThatEndsEarly() {
    VectorEnvironment vector = vector(RandomWalk::new);
    vector.reset(9, new float[COPIES * 3]);
    play(vector, 7);
    Snapshot snapshot = new Snapshot();
    vector.save(snapshot);

    assertThatThrownBy(
        () -> vector(() -> new TimeLimit(new RandomWalk(), 3)).restore(snapshot))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("the episode ended in step 3");
  }

  @Test
  void shouldRejectStateOfAnotherShape() {
    VectorEnvironment vector = vector(RandomWalk::new);
    vector.reset(9, new float[COPIES * 3]);
    Snapshot snapshot = new Snapshot();
    vector.save(snapshot);

    try (VectorEnvironment two = VectorEnvironment.of(RandomWalk::new, 2)) {
      assertThatThrownBy(() -> two.restore(snapshot))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("state column episode-seeds holds 3 values, where 2 are expected");
    }
    snapshot.ints("episode-lengths", COPIES)[0] = 4;
    assertThatThrownBy(() -> vector.restore(snapshot))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("state column actions holds 0 values, where 8 are expected");
    snapshot.ints("episode-lengths", COPIES)[0] = -4;
    assertThatThrownBy(() -> vector.restore(snapshot))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("an episode length of -4 in the saved state is below 0");
  }
}

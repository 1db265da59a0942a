package jackdaw.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jackdaw.random.RandomStream;
import jackdaw.space.Box;
import jackdaw.space.Discrete;
import jackdaw.space.Space;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class SequentialVectorEnvironmentTest {
  /**
   * Observes its copy's number, its episode's number and the step. Copy c terminates after c + 2
   * steps, or is truncated if the action is 1 then. The reward is 10 × step.
   */
  private static final class Scripted implements Environment {
    final int copy;
    final List<Long> seeds = new ArrayList<>();
    int step;

    Scripted(int copy) {
      this.copy = copy;
    }

    @Override
    public Space observationSpace() {
      return Box.unbounded(3);
    }

    @Override
    public Space actionSpace() {
      return new Discrete(2);
    }

    @Override
    public void reset(long seed, float[] observation) {
      seeds.add(seed);
      step = 0;
      observe(observation);
    }

    @Override
    public void step(float[] action, Step filled) {
      assertThat(filled.reward).isZero();
      assertThat(filled.ended()).isFalse();
      step++;
      observe(filled.observation);
      filled.reward = 10 * step;
      filled.terminated = step == copy + 2 && action[0] == 0;
      filled.truncated = step == copy + 2 && action[0] == 1;
      action[0] = 77; // the caller's array must not see this
    }

    private void observe(float[] observation) {
      observation[0] = copy;
      observation[1] = seeds.size();
      observation[2] = step;
    }
  }

  private final List<Scripted> made = new ArrayList<>();
  private final Transitions transitions = new Transitions(2, 3);
  private final float[] observations = new float[6];

  private VectorEnvironment vector() {
    return VectorEnvironment.of(
        () -> {
          Scripted environment = new Scripted(made.size());
          made.add(environment);
          return environment;
        },
        2);
  }

  @Test
  void shouldWriteOneRowACopy() {
    VectorEnvironment vector = vector();

    vector.reset(1, observations);
    assertThat(observations).containsExactly(0, 1, 0, 1, 1, 0);

    vector.step(new float[] {0, 0}, transitions);
    assertThat(transitions.observations).containsExactly(0, 1, 1, 1, 1, 1);
    assertThat(transitions.rewards).containsExactly(10, 10);
    assertThat(transitions.ended(0)).isFalse();
    assertThat(transitions.ended(1)).isFalse();
  }

  @Test
  void shouldKeepFinalObservationAndGoOnWithFirstOfNextEpisode() {
    VectorEnvironment vector = vector();
    vector.reset(1, observations);
    vector.step(new float[2], transitions);
    vector.step(new float[2], transitions);

    assertThat(transitions.terminated).containsExactly(true, false);
    assertThat(transitions.truncated).containsExactly(false, false);
    assertThat(transitions.observations).containsExactly(0, 2, 0, 1, 1, 2);
    assertThat(transitions.finalObservations).startsWith(0, 1, 2);
    assertThat(transitions.rewards).containsExactly(20, 20);

    vector.step(new float[2], transitions);
    assertThat(transitions.terminated).containsExactly(false, true);
    assertThat(transitions.observations).containsExactly(0, 2, 1, 1, 2, 0);
    assertThat(transitions.finalObservations).endsWith(1, 1, 3);
  }

  @Test
  void shouldReportReturnAndLengthOfEpisodeThatEnded() {
    VectorEnvironment vector = vector();
    vector.reset(1, observations);
    vector.step(new float[2], transitions);
    vector.step(new float[2], transitions);
    assertThat(transitions.episodeReturns[0]).isEqualTo(10 + 20);
    assertThat(transitions.episodeLengths[0]).isEqualTo(2);

    vector.step(new float[2], transitions);
    assertThat(transitions.episodeReturns[1]).isEqualTo(10 + 20 + 30);
    assertThat(transitions.episodeLengths[1]).isEqualTo(3);

    vector.step(new float[2], transitions);
    assertThat(transitions.episodeReturns[0]).as("starts at 0 again").isEqualTo(10 + 20);
  }

  @Test
  void shouldTellTruncatedFromTerminated() {
    VectorEnvironment vector = vector();
    vector.reset(1, observations);
    vector.step(new float[] {1, 0}, transitions);
    vector.step(new float[] {1, 0}, transitions);

    assertThat(transitions.terminated).containsExactly(false, false);
    assertThat(transitions.truncated).containsExactly(true, false);
  }

  @Test
  void shouldGiveEveryEpisodeTheNextSeedOfItsCopysStream() {
    VectorEnvironment vector = vector();
    vector.reset(42, observations);
    for (int i = 0; i < 6; i++) {
      vector.step(new float[2], transitions);
    }
    RandomStream first = new RandomStream(42).split("environment", 0);
    RandomStream second = new RandomStream(42).split("environment", 1);

    assertThat(made.get(0).seeds)
        .containsExactly(first.nextLong(), first.nextLong(), first.nextLong(), first.nextLong());
    assertThat(made.get(1).seeds)
        .containsExactly(second.nextLong(), second.nextLong(), second.nextLong());
  }

  @Test
  void shouldKeepCallersActionsFromTheEnvironment() {
    VectorEnvironment vector = vector();
    vector.reset(1, observations);
    float[] actions = {0, 1};
    vector.step(actions, transitions);

    assertThat(actions).containsExactly(0, 1);
  }

  @Test
  void shouldTellItsShapeAndMark() {
    try (VectorEnvironment vector = VectorEnvironment.of(RandomWalk::new, 3)) {
      assertThat(vector.count()).isEqualTo(3);
      assertThat(vector.observationSpace()).isEqualTo(new RandomWalk().observationSpace());
      assertThat(vector.actionSpace()).isEqualTo(new RandomWalk().actionSpace());
      assertThat(vector.solvedReturn()).hasValue(3.5);
    }
  }

  @Test
  void shouldRejectInstanceGivenTwice() {
    RandomWalk only = new RandomWalk();

    assertThatThrownBy(() -> VectorEnvironment.of(() -> only, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the supplier gave the same RandomWalk twice: every copy needs an instance of its own");
    assertThat(only.closed).isEqualTo(1);
  }

  @Test
  void shouldRejectCopiesWithOtherSpaces() {
    RandomWalk wider =
        new RandomWalk() {
          @Override
          public Space actionSpace() {
            return Box.of(-1, 1, 3);
          }
        };
    Iterator<RandomWalk> copies = List.of(new RandomWalk(), wider).iterator();

    assertThatThrownBy(() -> VectorEnvironment.of(copies::next, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("copy 0 has the action space Box(shape=[2], low=-1.0, high=1.0)")
        .hasMessageContaining("copy 1 has Box(shape=[3]");
    assertThat(wider.closed).isEqualTo(1);
  }

  @Test
  void shouldRejectNoCopiesAndNull() {
    assertThatThrownBy(() -> VectorEnvironment.of(RandomWalk::new, 0))
        .hasMessage("a vector of 0 environments is not possible: use 1 or more");
    assertThatThrownBy(() -> VectorEnvironment.of(() -> null, 1))
        .hasMessage("the supplier of environments gave null for copy 0");
  }

  @Test
  void shouldRejectArraysOfAnotherLength() {
    VectorEnvironment vector = vector();
    vector.reset(1, observations);

    assertThatThrownBy(() -> vector.reset(1, new float[3]))
        .hasMessage(
            "observations of length 3 do not fit 2 copies of "
                + "Box(shape=[3], low=-Infinity, high=Infinity): give 6");
    assertThatThrownBy(() -> vector.step(new float[3], transitions))
        .hasMessage("actions of length 3 do not fit 2 copies of Discrete(2): give 2");
    assertThatThrownBy(() -> vector.step(new float[2], new Transitions(2, 4)))
        .hasMessageStartingWith("transitions' observations of length 8 do not fit");
  }
}

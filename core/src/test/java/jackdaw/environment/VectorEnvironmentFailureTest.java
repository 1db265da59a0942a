package jackdaw.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jackdaw.random.RandomStream;
import jackdaw.space.Box;
import jackdaw.space.Dictionary;
import jackdaw.space.Discrete;
import jackdaw.space.MultiBinary;
import jackdaw.space.Space;
import jackdaw.state.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tests the errors of a vector of environments: of a failing environment, and of calls out of
 * order.
 */
class VectorEnvironmentFailureTest {
  private static final float[] ACTIONS = {0.5f, -1, 0.5f, -1};

  private final Transitions transitions = new Transitions(2, 3);
  private final float[] observations = new float[6];

  private static class Faulty extends RandomWalk {
    float faultyValue = 1;
    double faultyReward = 1;

    @Override
    public void step(float[] action, Step step) {
      super.step(action, step);
      if (steps == 3) {
        step.observation[1] = faultyValue;
        step.reward = faultyReward;
      }
    }
  }

  /** Returns a vector of a sound copy and the given one. */
  private static VectorEnvironment second(RandomWalk environment) {
    List<RandomWalk> left = new ArrayList<>(List.of(new RandomWalk(), environment));
    return VectorEnvironment.of(left::removeFirst, 2);
  }

  private void stepThreeTimes(VectorEnvironment vector) {
    vector.reset(1, observations);
    for (int i = 0; i < 3; i++) {
      vector.step(ACTIONS, transitions);
    }
  }

  @Test
  void shouldNameCopyStepAndActionOfException() {
    VectorEnvironment vector =
        second(
            new RandomWalk() {
              @Override
              public void step(float[] action, Step step) {
                super.step(action, step);
                action[0] = 99;
                if (steps == 3) {
                  throw new UnsupportedOperationException("the line\nhas an end");
                }
              }

              @Override
              public String toString() {
                return "unused";
              }
            });

    assertThatThrownBy(() -> stepThreeTimes(vector))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageMatching(
            ".*VectorEnvironmentFailureTest\\$1 \\(copy 1\\) threw in step 3 of its episode on "
                + "action \\[0.5, -1.0]: UnsupportedOperationException: the line "
                + "\\(VectorEnvironmentFailureTest.java:\\d+\\)")
        .hasCauseInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void shouldNameTheLineThatCallsALibraryThatThrows() {
    VectorEnvironment vector =
        second(
            new RandomWalk() {
              @Override
              public void step(float[] action, Step step) {
                step.reward = new RandomStream(1).nextInt(0);
              }
            });

    assertThatThrownBy(() -> stepThreeTimes(vector))
        .hasMessageMatching(
            ".*IllegalArgumentException: .* \\(VectorEnvironmentFailureTest.java:\\d+\\)");
  }

  @Test
  void shouldNameSeedOfExceptionInReset() {
    VectorEnvironment vector =
        second(
            new Faulty() {
              @Override
              public void reset(long seed, float[] observation) {
                throw new AssertionError();
              }
            });

    assertThatThrownBy(() -> vector.reset(1, observations))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageMatching(
            ".* \\(copy 1\\) threw in reset with seed -?\\d+: AssertionError "
                + "\\(VectorEnvironmentFailureTest.java:\\d+\\)");
  }

  @Test
  void shouldNameValueThatIsNotFinite() {
    Faulty environment = new Faulty();
    environment.faultyValue = Float.NaN;

    assertThatThrownBy(() -> stepThreeTimes(second(environment)))
        .isInstanceOf(EnvironmentException.class)
        .hasMessage(
            "Faulty (copy 1) gave observation[1] = NaN in step 3 of its episode on "
                + "action [0.5, -1.0]: every value must be finite");
  }

  @Test
  void shouldNameFirstObservationThatIsNotFinite() {
    VectorEnvironment vector =
        second(
            new Faulty() {
              @Override
              public void reset(long seed, float[] observation) {
                super.reset(seed, observation);
                observation[2] = Float.POSITIVE_INFINITY;
              }
            });

    assertThatThrownBy(() -> vector.reset(1, observations))
        .hasMessageMatching(".*gave observation\\[2] = Infinity in reset with seed .*");
  }

  @Test
  void shouldNameRewardThatIsNotFiniteAsFloat() {
    Faulty environment = new Faulty();
    environment.faultyReward = -1e300;

    assertThatThrownBy(() -> stepThreeTimes(second(environment)))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("gave reward = -1.0E300 in step 3");
  }

  @Test
  void shouldNameEnvironmentWithinTimeLimit() {
    Faulty environment = new Faulty();
    environment.faultyReward = Double.NaN;
    Supplier<Environment> limited = () -> new TimeLimit(environment, 10);
    VectorEnvironment vector = VectorEnvironment.of(limited, 1);
    vector.reset(1, new float[3]);
    Transitions one = new Transitions(1, 3);
    vector.step(new float[2], one);
    vector.step(new float[2], one);

    assertThatThrownBy(() -> vector.step(new float[2], one))
        .hasMessageStartingWith("Faulty (copy 0) gave reward = NaN");
  }

  @Test
  void shouldRefuseToGoOnAfterFailureUntilReset() {
    Faulty environment = new Faulty();
    environment.faultyReward = Double.NaN;
    VectorEnvironment vector = second(environment);
    assertThatThrownBy(() -> stepThreeTimes(vector)).isInstanceOf(EnvironmentException.class);

    assertThatThrownBy(() -> vector.step(ACTIONS, transitions))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> vector.save(new Snapshot()))
        .isInstanceOf(IllegalStateException.class);
    vector.reset(1, observations);
    vector.step(ACTIONS, transitions);
  }

  @Test
  void shouldRefuseStepAndSaveBeforeReset() {
    VectorEnvironment vector = second(new RandomWalk());

    assertThatThrownBy(() -> vector.step(ACTIONS, transitions))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no episodes are running: call reset or restore first, also after a failure");
    assertThatThrownBy(() -> vector.save(new Snapshot()))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void shouldCloseAllCopiesThoughOneThrows() {
    List<RandomWalk> copies = new ArrayList<>();
    VectorEnvironment vector =
        VectorEnvironment.of(
            () -> {
              copies.add(
                  new RandomWalk() {
                    final boolean throwing = copies.size() < 2;

                    @Override
                    public void close() {
                      super.close();
                      if (throwing) {
                        throw new IllegalStateException("stuck");
                      }
                    }
                  });
              return copies.getLast();
            },
            3);

    assertThatThrownBy(vector::close)
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("(copy 0) threw in close: IllegalStateException: stuck")
        .satisfies(
            e -> assertThat(e.getSuppressed())
                .singleElement()
                .satisfies(s -> assertThat(s).hasMessageContaining("(copy 1)")));
    vector.close();
    assertThat(copies).extracting(copy -> copy.closed).containsExactly(1, 1, 1);
    assertThatThrownBy(() -> vector.step(new float[6], new Transitions(3, 3)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the vector environment is closed");
  }

  /**
   * Observes a number that its space does not have, in step 3, or in the last step, or in a reset.
   */
  private static class Numbered extends RandomWalk {
    private final int when;
    private final float number;

    Numbered(int when, float number) {
      this.when = when;
      this.number = number;
    }

    @Override
    public Space observationSpace() {
      return Dictionary.of(
          new Dictionary.Part("any", Box.of(-9, 9)),
          new Dictionary.Part("one", new Discrete(5)),
          new Dictionary.Part("bit", new MultiBinary(1)));
    }

    @Override
    public void observe(float[] observation, float push) {
      observation[0] = 7;
      observation[1] = steps == when ? number : 4;
      observation[2] = 1;
    }
  }

  @ParameterizedTest
  @CsvSource({"3, -3", "3, 5", "3, 2.5", "0, 7"})
  void shouldNameAChoiceThatThereIsNot(int when, float number) {
    List<RandomWalk> left =
        new ArrayList<>(List.of(new Numbered(9, 0), new Numbered(when, number)));
    VectorEnvironment vector = VectorEnvironment.of(left::removeFirst, 2);
    assertThatThrownBy(() -> stepThreeTimes(vector))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining(
            "(copy 1) gave observation[1] = %s in %s"
                .formatted(number, when == 0 ? "reset with seed " : "step 3 of its episode on "))
        .hasMessageEndingWith("the observation space allows the whole numbers 0 to 4");
  }
}

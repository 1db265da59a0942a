package jackdaw.algorithm.ppo;

import static org.assertj.core.api.Assertions.assertThat;

import jackdaw.algorithm.Setup;
import jackdaw.algorithm.probe.Choosing;
import jackdaw.environment.Environment;
import jackdaw.nn.Memory;
import jackdaw.space.Box;
import jackdaw.space.Discrete;
import jackdaw.space.MultiBinary;
import jackdaw.space.MultiDiscrete;
import jackdaw.state.Snapshot;
import jackdaw.train.Evaluation;
import jackdaw.train.Trainer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every kind of action, with masks, chosen by named parts of an observation. */
class PpoActionsTest {
  /**
   * Tasks whose best return is 5, one for each of five steps; the environment refuses illegal
   * actions.
   */
  @SuppressWarnings("ImmutableEnumChecker") // what makes environments keeps nothing
  enum Kind {
    /**
     * The better of the numbers that are legal is their sum, or one less where that is not legal.
     */
    DISCRETE(
        () -> new Choosing(
            new Discrete(5),
            (first, second, action) -> action[0] == best(first, second) ? 1 : -1,
            (first, second, legal) -> {
              Arrays.fill(legal, true);
              legal[(first + second + 1) % 5] = false;
              if (first == second) {
                legal[first + second] = false;
              }
            })),
    /** Both numbers, in turned order; a mask forbids all that is larger in the first part. */
    MULTI_DISCRETE(
        () -> new Choosing(
            MultiDiscrete.of(3, 4),
            (first, second, action) -> (action[0] == second ? 0.5 : -0.5)
                + (action[1] == first ? 0.5 : -0.5),
            (first, second, legal) -> {
              Arrays.fill(legal, 0, second + 1, true);
              Arrays.fill(legal, 3, 7, true);
              legal[3 + (first + 1) % 4] = false;
            })),
    /**
     * Bit 0 where the first number is 2, bit 1 where the second is; bit 2 is held to what the first
     * says.
     */
    MULTI_BINARY(
        () -> new Choosing(
            new MultiBinary(3),
            (first, second, action) -> ((action[0] == 1) == (first == 2) ? 0.5 : -0.5)
                + ((action[1] == 1) == (second == 2) ? 0.5 : -0.5),
            (first, second, legal) -> {
              Arrays.fill(legal, 0, 4, true);
              legal[4 + (first == 0 ? 1 : 0)] = true;
            })),
    /** Half of the difference of the numbers. */
    CONTINUOUS(
        () -> new Choosing(
            Box.of(-4, 4, 1),
            (first, second, action) -> 1 - Math.abs(action[0] - 0.5 * (first - second)),
            (first, second, legal) -> {}));

    final Supplier<Environment> environments;

    Kind(Supplier<Environment> environments) {
      this.environments = environments;
    }

    private static int best(int first, int second) {
      return first == second && first > 0 ? first + second - 1
          : first == second ? 2 : first + second;
    }
  }

  private static PpoConfig.Builder config(Kind kind) {
    return PpoConfig.builder()
        .environments(8).rolloutSteps(16).epochs(4).minibatchSize(32)
        .learningRate(5e-3).discount(0).hiddenSizes(List.of(32))
        .squashActions(kind == Kind.CONTINUOUS).entropyCoefficient(0.001);
  }

  private static double learn(Kind kind, PpoConfig config, int iterations) {
    try (Ppo ppo = Ppo.open(config, Setup.of(kind.environments, 1))) {
      new Trainer(ppo, (long) iterations * config.rollout().batchSize()).run();
      return Evaluation.of(ppo.policy(), kind.environments, 40, 2).meanReturn();
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldLearnWithEveryKindOfAction(Kind kind) {
    assertThat(learn(kind, config(kind).build(), 100)).isGreaterThan(4.5);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldLearnWithEncodersOfTheParts(boolean shared) {
    PpoConfig config = config(Kind.MULTI_DISCRETE)
        .encoderSizes(List.of(16, 8)).sharedNetwork(shared).build();
    assertThat(learn(Kind.MULTI_DISCRETE, config, 100)).isGreaterThan(4.5);
    try (Ppo ppo = Ppo.open(config, Setup.of(Kind.MULTI_DISCRETE.environments, 1))) {
      String body = shared ? "shared" : "policy";
      assertThat(ppo.parameters().view(body + ".encoder.first.0.weight").rows()).isEqualTo(3);
      assertThat(ppo.parameters().view(body + ".encoder.rest.0.weight").rows()).isEqualTo(4);
      assertThat(ppo.parameters().view(body + ".0.weight").rows()).isEqualTo(16);
    }
  }

  /**
   * Stopped, and gone on with from the snapshot by a run of another seed; on one and on two
   * threads.
   */
  @ParameterizedTest
  @EnumSource
  void shouldGoOnFromASavedStateBitForBit(Kind kind) {
    for (Memory memory : List.of(Memory.NONE, Memory.LSTM)) {
      PpoConfig config = config(kind).memory(memory).memorySize(6)
          .encoderSizes(List.of(4)).rolloutSteps(32).minibatchSize(256).build();
      Snapshot half = new Snapshot();
      float[] expected;
      try (Ppo ppo = Ppo.open(config, Setup.of(kind.environments, 1))) {
        ppo.iterate(0);
        ppo.iterate(0);
        ppo.save(half);
        ppo.iterate(0);
        ppo.iterate(0);
        expected = ppo.parameters().toArray();
      }
      try (Ppo ppo = Ppo.open(config, Setup.of(kind.environments, 2).threads(2))) {
        ppo.restore(half);
        ppo.iterate(0);
        ppo.iterate(0);
        assertThat(ppo.parameters().toArray()).isEqualTo(expected);
      }
    }
  }
}

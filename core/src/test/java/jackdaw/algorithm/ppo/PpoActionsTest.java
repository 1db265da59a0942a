package jackdaw.algorithm.ppo;

import static org.assertj.core.api.Assertions.assertThat;

import jackdaw.algorithm.Setup;
import jackdaw.algorithm.probe.ActionKind;
import jackdaw.nn.Memory;
import jackdaw.state.Snapshot;
import jackdaw.train.Evaluation;
import jackdaw.train.Trainer;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every kind of action, with masks, chosen by named parts of an observation. */
class PpoActionsTest {
  private static PpoConfig.Builder config(ActionKind kind) {
    return PpoConfig.builder()
        .environments(8).rolloutSteps(16).epochs(4).minibatchSize(32)
        .learningRate(5e-3).discount(0).hiddenSizes(List.of(32))
        .squashActions(kind == ActionKind.CONTINUOUS).entropyCoefficient(0.001);
  }

  private static double learn(ActionKind kind, PpoConfig config, int iterations) {
    try (Ppo ppo = Ppo.open(config, Setup.of(kind.environments, 1))) {
      new Trainer(ppo, (long) iterations * config.rollout().batchSize()).run();
      return Evaluation.of(ppo.policy(), kind.environments, 40, 2).meanReturn();
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldLearnWithEveryKindOfAction(ActionKind kind) {
    assertThat(learn(kind, config(kind).build(), 100)).isGreaterThan(4.5);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldLearnWithEncodersOfTheParts(boolean shared) {
    PpoConfig config = config(ActionKind.MULTI_DISCRETE)
        .encoderSizes(List.of(16, 8)).sharedNetwork(shared).build();
    assertThat(learn(ActionKind.MULTI_DISCRETE, config, 100)).isGreaterThan(4.5);
    try (Ppo ppo = Ppo.open(config, Setup.of(ActionKind.MULTI_DISCRETE.environments, 1))) {
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
  void shouldGoOnFromASavedStateBitForBit(ActionKind kind) {
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

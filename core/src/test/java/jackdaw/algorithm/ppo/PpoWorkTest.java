package jackdaw.algorithm.ppo;

import static org.assertj.core.api.Assertions.assertThat;

import jackdaw.experience.Rollout;
import jackdaw.learning.Learner;
import jackdaw.machine.NativeCode;
import jackdaw.network.ActorCritic;
import jackdaw.network.FrozenHead;
import jackdaw.parallel.Workers;
import jackdaw.program.Program;
import jackdaw.random.RandomStream;
import jackdaw.space.Box;
import jackdaw.space.Discrete;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The work of an update does not grow unnoticed: counted, not timed. Whoever makes it smaller puts
 * the new numbers here; whoever makes it larger says in the commit what for. The sizes are
 * CleanRL's on CartPole-v1, a minibatch of 128 rows and two layers of 64.
 */
class PpoWorkTest {
  private static final int ROWS = 128;

  /**
   * Two operations for each weight and row: forward, its gradient, and all layers' inputs' but the
   * first's.
   */
  private static long products(int outputs) {
    long forward = 64L * (4 + 64 + outputs);
    return 2L * ROWS * (3 * forward - 4 * 64L);
  }

  @ParameterizedTest
  @CsvSource({"0,2,89,48268,45332,73056", "1,1,41,47276,36644,61728"})
  void shouldNotGrow(
      int segment,
      int outputs,
      int instructions,
      int floats,
      int codeBytesWith16Lanes,
      int codeBytesWith8Lanes) {
    PpoConfig config =
        PpoConfig.builder()
            .environments(4).rolloutSteps(128).minibatchSize(ROWS).valueClipRange(0.2)
            .entropyCoefficient(0.01).hiddenSizes(List.of(64, 64)).build();
    ActorCritic network =
        new ActorCritic(
            Box.unbounded(4), new Discrete(2), config.network(), new RandomStream(1));
    Rollout rollout = new Rollout(128, 4, 4, 1, 0, 0, 2);
    try (Workers workers = new Workers(1)) {
      Learner learner =
          PpoLearning.learner(config, network, new FrozenHead(network), rollout, workers);
      assertWork(
          learner.programs().get(segment), outputs, instructions, floats,
          NativeCode.lanes() == 16 ? codeBytesWith16Lanes : codeBytesWith8Lanes);
    }
  }

  private static void assertWork(
      Program program, int outputs, int instructions, int floats, int codeBytes) {
    assertThat(program.operations()).as("operations in products").isEqualTo(products(outputs));
    assertThat(program.instructions()).as("instructions").isLessThanOrEqualTo(instructions);
    assertThat(program.memorySize()).as("floats of memory").isLessThanOrEqualTo(floats);
    assertThat(program.codeSize()).as("bytes of code").isLessThanOrEqualTo(codeBytes);
  }
}

package jackdaw.algorithm.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import jackdaw.algorithm.Setup;
import jackdaw.algorithm.probe.Probes;
import jackdaw.collector.Remembering;
import jackdaw.experience.Rollout;
import jackdaw.learning.Learner;
import jackdaw.learning.Losses;
import jackdaw.learning.MinibatchOrder;
import jackdaw.network.FrozenHead;
import jackdaw.nn.Gradients;
import jackdaw.nn.Memory;
import jackdaw.parallel.Workers;
import jackdaw.random.RandomStream;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How PPO learns with a memory: from whole sequences, whose states are computed again. */
class PpoMemoryTest {
  private static final int ENVIRONMENTS = 16;
  private static final int STEPS = 32;

  private static PpoConfig.Builder config(
      Memory memory, boolean shared, int length, int minibatch) {
    return PpoConfig.builder()
        .environments(ENVIRONMENTS).rolloutSteps(STEPS).minibatchSize(minibatch)
        .memory(memory).memorySize(5).sequenceLength(length).hiddenSizes(List.of(6))
        .normalizeAdvantages(false).sharedNetwork(shared).objective(PpoObjective.KL_PENALTY);
  }

  /** The second rollout, which begins in the middle of episodes. */
  private static Remembering collected(Memory memory, boolean shared) {
    Remembering remembering = new Remembering(memory, shared, STEPS, ENVIRONMENTS);
    remembering.collect();
    remembering.collect();
    RandomStream random = new RandomStream(5);
    for (int row = 0; row < remembering.rollout.size(); row++) {
      remembering.rollout.advantages[row] = (float) random.nextGaussian();
      remembering.rollout.returns[row] = (float) random.nextGaussian();
    }
    return remembering;
  }

  /** Detail 5 of the LSTM details. With the parameters that acted every ratio is 1. */
  @ParameterizedTest
  @CsvSource({
    "LSTM,false,0,128", "LSTM,true,8,128", "LSTM,false,1,512",
    "GRU,false,4,512", "GRU,true,0,64", "GRU,false,16,256"})
  void shouldComputeTheStatesOfTheRolloutAgain(
      Memory memory, boolean shared, int length, int minibatch) {
    PpoConfig config = config(memory, shared, length, minibatch).build();
    Remembering remembering = collected(memory, shared);
    float[] values = remembering.rollout.values;
    System.arraycopy(values, 0, remembering.rollout.returns, 0, values.length);
    MinibatchOrder order = PpoLearning.order(config, new RandomStream(1));
    order.shuffle();
    try (Workers workers = new Workers(1)) {
      Learner learner = learner(config, remembering, workers);
      learner.set(PpoLoss.CLIP_RANGE, 1e-4);
      for (int first = 0; first < STEPS * ENVIRONMENTS; first += minibatch) {
        learner.compute(order.rows(), first);
        assertThat(learner.value(PpoLoss.CLIP_FRACTION)).isZero();
        assertThat(learner.value(PpoLoss.APPROXIMATE_KL)).isCloseTo(0, within(1e-7));
        assertThat(learner.value(PpoLoss.EXACT_KL)).isCloseTo(0, within(1e-7));
        assertThat(learner.value(Losses.VALUE_LOSS)).isCloseTo(0, within(1e-10));
      }
    }
  }

  /** 512 rows are four shards, of 4, 16 and 64 sequences. */
  @ParameterizedTest
  @CsvSource({"LSTM,false,0", "LSTM,true,8", "GRU,false,2"})
  void shouldAddShardsOfWholeSequences(Memory memory, boolean shared, int length) {
    int rows = STEPS * ENVIRONMENTS;
    PpoConfig config = config(memory, shared, length, rows).build();
    Remembering remembering = collected(memory, shared);
    MinibatchOrder order = PpoLearning.order(config, new RandomStream(1));
    order.shuffle();
    float[] whole = wholeGradient(config, remembering);
    for (int threads : new int[] {1, 3}) {
      try (Workers workers = new Workers(threads)) {
        Learner learner = learner(config, remembering, workers);
        learner.compute(order.rows(), 0);
        double scale = Gradients.norm(whole) / Math.sqrt(whole.length);
        for (int i = 0; i < whole.length; i++) {
          assertThat((double) learner.gradient()[i]).as("value %d", i)
              .isCloseTo(whole[i], within(1e-5 * scale + 1e-5 * Math.abs(whole[i])));
        }
      }
    }
  }

  /**
   * All sequences beside each other in one program, in the order of the rollout: those that begin
   * in the same step are one block of it.
   */
  private static float[] wholeGradient(PpoConfig config, Remembering remembering) {
    int length = config.sequenceSteps();
    int sequences = config.rollout().batchSize() / length;
    int[] order = new int[config.rollout().batchSize()];
    for (int s = 0; s < sequences; s++) {
      for (int t = 0; t < length; t++) {
        int step = s / ENVIRONMENTS * length + t;
        order[t * sequences + s] = step * ENVIRONMENTS + s % ENVIRONMENTS;
      }
    }
    return PpoLearning.wholeGradient(
        config, remembering.network, new FrozenHead(remembering.network), remembering.rollout,
        order);
  }

  private static Learner learner(PpoConfig config, Remembering remembering, Workers workers) {
    return PpoLearning.learner(
        config, remembering.network, new FrozenHead(remembering.network), remembering.rollout,
        workers);
  }

  /**
   * Where advantages are zero from an episode's end on, no observation there matters to the policy;
   * and where they are zero up to it, none before it does.
   */
  @ParameterizedTest
  @CsvSource({"LSTM,false", "LSTM,true", "GRU,false", "GRU,true"})
  void shouldNotLeakOverTheEndOfAnEpisode(Memory memory, boolean shared) {
    Remembering remembering = collected(memory, shared);
    // Value and divergence learn from every step, so they are left out.
    PpoConfig config =
        config(memory, shared, 0, STEPS).valueCoefficient(0).klCoefficient(0).build();
    int environment = environmentWithAnEnd(remembering.rollout);
    int end = 0;
    while (!remembering.rollout.ended(end * ENVIRONMENTS + environment)) {
      end++;
    }
    for (boolean before : new boolean[] {true, false}) {
      float[] plain = gradient(config, remembering, environment, end, before, false, false);
      assertThat(Gradients.norm(plain)).isGreaterThan(1e-3);
      float[] otherSide = gradient(config, remembering, environment, end, before, true, false);
      assertThat(Arrays.equals(otherSide, plain)).isTrue();
      float[] sameSide = gradient(config, remembering, environment, end, before, false, true);
      assertThat(Arrays.equals(sameSide, plain)).isFalse();
    }
  }

  private static int environmentWithAnEnd(Rollout rollout) {
    for (int row = 8 * ENVIRONMENTS; row < 24 * ENVIRONMENTS; row++) {
      boolean earlier = false;
      for (int before = row - ENVIRONMENTS; before >= 0; before -= ENVIRONMENTS) {
        earlier |= rollout.ended(before);
      }
      if (rollout.ended(row) && !earlier) {
        return row % ENVIRONMENTS;
      }
    }
    throw new AssertionError("no episode ends in the middle of the rollout");
  }

  /** The gradient where only one side of the end has anything to learn, in one environment. */
  private static float[] gradient(
      PpoConfig config,
      Remembering remembering,
      int environment,
      int end,
      boolean before,
      boolean changeOther,
      boolean changeSame) {
    Rollout rollout = remembering.rollout;
    float[] observations = rollout.observations.clone();
    float[] advantages = rollout.advantages.clone();
    int[] order = new int[STEPS];
    for (int t = 0; t < STEPS; t++) {
      int row = t * ENVIRONMENTS + environment;
      order[t] = row;
      boolean counts = before ? t <= end : t > end;
      if (!counts) {
        rollout.advantages[row] = 0;
      }
      if (counts ? changeSame : changeOther) {
        rollout.observations[3 * row] += 1;
      }
    }
    float[] result =
        PpoLearning.wholeGradient(
            config, remembering.network, new FrozenHead(remembering.network), rollout, order);
    System.arraycopy(observations, 0, rollout.observations, 0, observations.length);
    System.arraycopy(advantages, 0, rollout.advantages, 0, advantages.length);
    return result;
  }

  /** Three steps lie between the cue and the answer, which no network without a memory can know. */
  @Test
  void shouldLearnToRemember() {
    PpoConfig.Builder builder = PpoConfig.builder()
        .environments(32).rolloutSteps(16).epochs(4).minibatchSize(256).memorySize(8)
        .hiddenSizes(List.of(8)).learningRate(1e-2);
    double none = meanReturn(builder.memory(Memory.NONE).build());
    double lstm = meanReturn(builder.memory(Memory.LSTM).build());
    double gru = meanReturn(builder.memory(Memory.GRU).build());
    assertThat(Arrays.asList(lstm, gru)).allMatch(mean -> mean > 0.9);
    assertThat(none).isLessThan(0.5);
  }

  private static double meanReturn(PpoConfig config) {
    try (Ppo ppo = Ppo.open(config, Setup.of(Probes.recall(4), 1))) {
      for (int i = 0; i < 60; i++) {
        ppo.iterate(0);
      }
      return ppo.episodes().meanReturn();
    }
  }
}

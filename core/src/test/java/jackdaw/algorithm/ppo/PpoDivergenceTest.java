package jackdaw.algorithm.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import jackdaw.algorithm.Setup;
import jackdaw.experience.Rollout;
import jackdaw.learning.Measurement;
import jackdaw.learning.MinibatchOrder;
import jackdaw.network.ActorCritic;
import jackdaw.network.ForwardPass;
import jackdaw.network.FrozenHead;
import jackdaw.nn.Memory;
import jackdaw.parallel.Workers;
import jackdaw.program.Program;
import jackdaw.random.RandomStream;
import jackdaw.space.Box;
import jackdaw.space.Discrete;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Divergences over a whole rollout, against sums in double precision row by row. */
class PpoDivergenceTest {
  private static final int OBSERVATION = 3;
  private static final int OUTPUTS = 2;

  private static PpoConfig config(int steps, int minibatch, boolean shared) {
    return PpoConfig.builder()
        .environments(1).rolloutSteps(steps).minibatchSize(minibatch)
        .hiddenSizes(List.of(8)).sharedNetwork(shared).build();
  }

  private static void fill(float[] values, RandomStream random) {
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
  }

  private static float[] outputs(ActorCritic network, Rollout rollout) {
    ForwardPass pass = network.forward(1, rollout.size());
    Program program = Program.compile(pass.policyOutputs());
    network.parameters().bind(program).load();
    program.input(pass.observations()).set(rollout.observations, 0);
    program.run();
    return program.output(pass.policyOutputs()).toArray();
  }

  /** 120 rows are one shard, 3 × 256 three minibatches of two. */
  @ParameterizedTest
  @CsvSource({"120,120,false", "120,40,true", "768,256,false"})
  void shouldMatchSumsOverRowsOfTwoClasses(int rows, int minibatch, boolean shared) {
    PpoConfig config = config(rows, minibatch, shared);
    ActorCritic network =
        PpoLearning
            .network(config, Box.unbounded(OBSERVATION), new Discrete(2), new RandomStream(1));
    RandomStream random = new RandomStream(2);
    fill(network.parameters().values(), random);
    Rollout rollout = new Rollout(rows, 1, OBSERVATION, 1, 0, 0, OUTPUTS);
    fill(rollout.observations, random);
    fill(rollout.policyOutputs, random);
    float[] now = outputs(network, rollout);
    double exact = 0;
    double logRatio = 0;
    for (int row = 0; row < rows; row++) {
      rollout.actions[row] = random.nextInt(2);
      double old = probability(rollout.policyOutputs, row);
      double present = probability(now, row);
      exact += old * Math.log(old / present) + (1 - old) * Math.log((1 - old) / (1 - present));
      boolean second = rollout.actions[row] == 1;
      double oldOfAction = Math.log(second ? 1 - old : old);
      rollout.logProbabilities[row] = (float) oldOfAction;
      logRatio += oldOfAction - Math.log(second ? 1 - present : present);
    }
    assertDivergences(config, network, new FrozenHead(network), rollout, exact, logRatio);
  }

  private static double probability(float[] logits, int row) {
    return 1 / (1 + Math.exp((double) logits[2 * row + 1] - logits[2 * row]));
  }

  /** The old standard deviations are those of when the head was frozen, not those of now. */
  @Test
  void shouldMatchSumsOverRowsOfGaussians() {
    PpoConfig config = config(96, 32, false);
    ActorCritic network = PpoLearning.network(
        config, Box.unbounded(OBSERVATION), Box.unbounded(OUTPUTS), new RandomStream(1));
    RandomStream random = new RandomStream(2);
    int logStd = network.parameters().view("policy.log-std").offset();
    float[] parameters = network.parameters().values();
    FrozenHead oldHead = new FrozenHead(network);
    double[] oldLogStd = {-0.3, 0.2};
    for (int j = 0; j < OUTPUTS; j++) {
      parameters[logStd + j] = (float) oldLogStd[j];
    }
    oldHead.freeze();
    fill(parameters, random);
    Rollout rollout = new Rollout(96, 1, OBSERVATION, OUTPUTS, 0, 0, OUTPUTS);
    fill(rollout.observations, random);
    fill(rollout.policyOutputs, random);
    fill(rollout.actions, random);
    float[] now = outputs(network, rollout);
    double exact = 0;
    double logRatio = 0;
    for (int row = 0; row < 96; row++) {
      double oldLog = 0;
      for (int j = 0; j < OUTPUTS; j++) {
        int at = row * OUTPUTS + j;
        double action = rollout.actions[at];
        double mean = rollout.policyOutputs[at];
        double s = Math.exp(oldLogStd[j]);
        double t = Math.exp(parameters[logStd + j]);
        double distance = mean - now[at];
        exact += Math.log(t / s) + (s * s + distance * distance) / (2 * t * t) - 0.5;
        double z = (action - mean) / s;
        double w = (action - now[at]) / t;
        oldLog += -0.5 * z * z - Math.log(s) - 0.5 * Math.log(2 * Math.PI);
        logRatio += 0.5 * w * w + Math.log(t) + 0.5 * Math.log(2 * Math.PI);
      }
      rollout.logProbabilities[row] = (float) oldLog;
      logRatio += oldLog;
    }
    assertDivergences(config, network, oldHead, rollout, exact, logRatio);
  }

  private static void assertDivergences(
      PpoConfig config, ActorCritic network, FrozenHead oldHead, Rollout rollout, double exact,
      double logRatio) {
    MinibatchOrder order = PpoLearning.order(config, new RandomStream(5));
    order.shuffle();
    try (Workers workers = new Workers(2)) {
      Measurement divergence =
          PpoLearning.learner(config, network, oldHead, rollout, workers)
              .measurement(Set.of(PpoLoss.EXACT_KL, PpoLoss.LOG_RATIO_KL), Set.of());
      for (int repeat = 0; repeat < 2; repeat++) {
        int rows = rollout.size();
        divergence.measure(order.rows(), order.start(), rows);
        assertThat(divergence.value(PpoLoss.EXACT_KL))
            .isCloseTo(exact / rows, within(1e-5 * exact / rows));
        assertThat(divergence.value(PpoLoss.LOG_RATIO_KL))
            .isCloseTo(logRatio / rows, within(1e-5 * Math.abs(exact / rows)));
      }
    }
  }

  /** Nothing has moved yet: all of it is 0, with sequences too, whose states are computed anew. */
  @ParameterizedTest
  @CsvSource({"NONE,0", "LSTM,0", "GRU,8"})
  void shouldBeZeroBeforeTheFirstStep(Memory memory, int sequenceLength) {
    PpoConfig config = PpoConfig.builder()
        .environments(4).rolloutSteps(16).minibatchSize(32).epochs(1).hiddenSizes(List.of(8))
        .memory(memory).memorySize(6).sequenceLength(sequenceLength)
        .objective(PpoObjective.ADAPTIVE_KL).learningRate(1e-30).build();
    try (Ppo ppo =
        Ppo.open(config, Setup.of(() -> new jackdaw.algorithm.probe.WindyLine(true), 1))) {
      for (int i = 0; i < 4; i++) {
        ppo.iterate(0);
        assertThat(ppo.metrics().value("update-kl")).isCloseTo(0, within(1e-9));
        assertThat(ppo.metrics().value("exact-kl")).isCloseTo(0, within(1e-9));
        assertThat(ppo.metrics().value("log-ratio-kl")).isCloseTo(0, within(1e-5));
        assertThat(ppo.metrics().value("ratio-minimum")).isCloseTo(1, within(1e-5));
        assertThat(ppo.metrics().value("ratio-maximum")).isCloseTo(1, within(1e-5));
      }
    }
  }
}

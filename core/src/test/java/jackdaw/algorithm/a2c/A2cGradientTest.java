package jackdaw.algorithm.a2c;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import jackdaw.PyTorch;
import jackdaw.algorithm.ppo.PpoConfig;
import jackdaw.algorithm.ppo.PpoLearning;
import jackdaw.algorithm.ppo.PpoLoss;
import jackdaw.algorithm.ppo.PpoObjective;
import jackdaw.collector.Remembering;
import jackdaw.experience.Column;
import jackdaw.experience.Rollout;
import jackdaw.learning.Learner;
import jackdaw.learning.Losses;
import jackdaw.learning.MinibatchOrder;
import jackdaw.learning.PlainRows;
import jackdaw.learning.PolicyEvaluation;
import jackdaw.learning.Scalar;
import jackdaw.learning.StandardizedAdvantages;
import jackdaw.metric.Metric;
import jackdaw.network.ActorCritic;
import jackdaw.network.FrozenHead;
import jackdaw.nn.Gradients;
import jackdaw.nn.Memory;
import jackdaw.nn.ParameterVector;
import jackdaw.parallel.Workers;
import jackdaw.random.RandomStream;
import jackdaw.space.Box;
import jackdaw.space.Discrete;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A2C's gradient is PyTorch's, that of all rows in one program, and PPO's where nothing is clipped.
 */
class A2cGradientTest {
  private static final double TOLERANCE = 1e-5;
  private static final int ROWS = 40;
  private static final Column LOG_PROBABILITY = new Column("log-probability");

  private static A2cConfig.Builder config(boolean shared) {
    return A2cConfig.builder()
        .environments(1).rolloutSteps(ROWS).valueCoefficient(0.7).entropyCoefficient(0.05)
        .hiddenSizes(List.of(8, 8)).sharedNetwork(shared);
  }

  private static Learner learner(
      A2cConfig config, ActorCritic network, Rollout rollout, Workers workers) {
    Learner learner = A2c.learner(config, network, rollout).build(workers);
    StandardizedAdvantages.leave(learner);
    return learner;
  }

  @ParameterizedTest
  @CsvSource({"categorical,separate", "categorical,shared", "gaussian,separate", "gaussian,shared"})
  void shouldMatchPyTorch(String kind, String layers) {
    String prefix = "a2c." + kind + "." + layers + ".";
    A2cConfig config = config(layers.equals("shared")).build();
    ActorCritic network =
        new ActorCritic(
            Box.unbounded(4),
            kind.equals("gaussian") ? Box.unbounded(2) : new Discrete(3),
            config.network(),
            new RandomStream(1));
    for (ParameterVector.View view : network.parameters().views()) {
      take(prefix + "parameter." + view.name(), network.parameters().values(), view.offset());
    }
    Rollout rollout =
        new Rollout(ROWS, 1, 4, network.actionSpace().size(), 0, 0, network.policyOutputs());
    take(prefix + "observations", rollout.observations, 0);
    take(prefix + "actions", rollout.actions, 0);
    take(prefix + "advantages", rollout.advantages, 0);
    take(prefix + "returns", rollout.returns, 0);
    try (Workers workers = new Workers(1)) {
      Learner learner = learner(config, network, rollout, workers);
      learner.compute(IntStream.range(0, ROWS).toArray(), 0);
      for (Metric metric : List.of(Losses.POLICY_LOSS, Losses.VALUE_LOSS, Losses.ENTROPY)) {
        double expected = PyTorch.number(prefix + metric);
        assertThat(learner.value(metric)).as(metric.name())
            .isCloseTo(expected, within(TOLERANCE * (0.1 + Math.abs(expected))));
      }
      for (ParameterVector.View view : network.parameters().views()) {
        float[] part =
            Arrays.copyOfRange(
                learner.gradient(), view.offset(), view.offset() + view.size());
        PyTorch.assertClose(prefix + "gradient." + view.name(), part, TOLERANCE);
      }
    }
  }

  private static void take(String name, float[] target, int at) {
    float[] values = PyTorch.floats(name);
    System.arraycopy(values, 0, target, at, values.length);
  }

  /** 512 rows are four shards. */
  @ParameterizedTest
  @CsvSource({"NONE,false", "NONE,true", "LSTM,false", "GRU,true"})
  void shouldEqualPpoOfOneEpochAndMinibatchWithoutClipping(Memory memory, boolean shared) {
    int steps = 32;
    int environments = 16;
    Remembering remembering = new Remembering(memory, shared, steps, environments);
    remembering.collect();
    remembering.collect();
    Rollout rollout = remembering.rollout;
    ActorCritic network = remembering.network;
    RandomStream random = new RandomStream(5);
    for (int row = 0; row < rollout.size(); row++) {
      rollout.advantages[row] = (float) random.nextGaussian();
      rollout.returns[row] = (float) random.nextGaussian();
    }
    A2cConfig config =
        config(shared).environments(environments).rolloutSteps(steps).memory(memory).memorySize(5)
            .hiddenSizes(List.of(6)).build();
    PpoConfig ppo =
        PpoConfig.builder()
            .environments(environments).rolloutSteps(steps).minibatchSize(steps * environments)
            .objective(PpoObjective.NONE).valueCoefficient(0.7).entropyCoefficient(0.05)
            .memory(memory).memorySize(5).hiddenSizes(List.of(6)).sharedNetwork(shared).build();
    int[] rows =
        MinibatchOrder.whole(environments, rollout.size(), config.sequenceSteps());
    try (Workers workers = new Workers(2)) {
      takeLogProbabilities(config, network, rollout, rows, workers);
      Learner a2cs = learner(config, network, rollout, workers);
      Learner ppos =
          PpoLearning.learner(ppo, network, new FrozenHead(network), rollout, workers);
      double norm = a2cs.compute(rows, 0);
      assertThat(ppos.compute(rows, 0)).isEqualTo(norm);
      assertThat(ppos.value(PpoLoss.RATIO_MINIMUM)).isEqualTo(1);
      assertThat(ppos.value(PpoLoss.RATIO_MAXIMUM)).isEqualTo(1);
      assertThat(a2cs.gradient()).isEqualTo(ppos.gradient());
      assertThat(norm).isPositive();

      float[] whole =
          PlainRows.gradient(
              new A2cLoss(network, config.loss()), rollout, whole(config, rollout),
              config.sequenceSteps(), network.parameters(), List.of(),
              Map.of(new Scalar("advantage-scale"), 1.0));
      double scale = Gradients.norm(whole) / Math.sqrt(whole.length);
      for (int i = 0; i < whole.length; i++) {
        assertThat((double) a2cs.gradient()[i]).as("value %d", i)
            .isCloseTo(whole[i], within(1e-5 * scale + 1e-5 * Math.abs(whole[i])));
      }
    }
  }

  /** All sequences in one program, those that begin in the same step beside each other. */
  private static int[] whole(A2cConfig config, Rollout rollout) {
    int length = config.sequenceSteps();
    int sequences = rollout.size() / length;
    int[] order = new int[rollout.size()];
    for (int s = 0; s < sequences; s++) {
      for (int t = 0; t < length; t++) {
        int step = s / rollout.environments() * length + t;
        order[t * sequences + s] = step * rollout.environments() + s % rollout.environments();
      }
    }
    return order;
  }

  /**
   * Old log-probabilities as the learner itself computes them, so that every ratio is exactly 1.
   */
  private static void takeLogProbabilities(
      A2cConfig config, ActorCritic network, Rollout rollout, int[] rows, Workers workers) {
    Learner keeping =
        Learner.on(rollout, rollout.size()).sequences(config.sequenceSteps())
            .optimizer(A2cOptimizer.ADAM.factory(0, 1e-5))
            .loss(each -> {
              PolicyEvaluation now = PolicyEvaluation.of(network, each);
              return each.mean(each.keep(LOG_PROBABILITY, now.logProbability(each)));
            }, network.parameters().all())
            .build(workers);
    var measurement = keeping.measurement(Set.of(), Set.of(LOG_PROBABILITY));
    measurement.measure(rows, 0, rollout.size());
    for (int i = 0; i < rows.length; i++) {
      rollout.logProbabilities[rows[i]] = measurement.kept(LOG_PROBABILITY)[i];
    }
  }
}

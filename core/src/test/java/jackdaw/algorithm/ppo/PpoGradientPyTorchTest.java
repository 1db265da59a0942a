package jackdaw.algorithm.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import jackdaw.PyTorch;
import jackdaw.experience.Rollout;
import jackdaw.learning.Learner;
import jackdaw.learning.Losses;
import jackdaw.learning.StandardizedAdvantages;
import jackdaw.metric.Metric;
import jackdaw.network.ActorCritic;
import jackdaw.network.FrozenHead;
import jackdaw.nn.ParameterVector;
import jackdaw.parallel.Workers;
import jackdaw.random.RandomStream;
import jackdaw.space.Box;
import jackdaw.space.Discrete;
import jackdaw.space.Space;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Holds PPO's loss, what it reports and its gradient by every parameter to PyTorch's in double
 * precision, within 10⁻⁵ of the largest value of each.
 */
class PpoGradientPyTorchTest {
  private static final double TOLERANCE = 1e-5;
  private static final int ROWS = 40;

  private static PpoConfig.Builder config(boolean shared) {
    return PpoConfig.builder()
        .environments(1).rolloutSteps(64).minibatchSize(32)
        .clipRange(0.2).valueCoefficient(0.7).entropyCoefficient(0.05)
        .hiddenSizes(List.of(8, 8)).sharedNetwork(shared);
  }

  private static void take(String name, float[] column) {
    float[] values = PyTorch.floats(name);
    System.arraycopy(values, 0, column, 0, values.length);
  }

  private static Rollout rollout(String prefix, int actionSize, int policyOutputs) {
    Rollout rollout = new Rollout(ROWS, 1, 4, actionSize, 0, 0, policyOutputs);
    take(prefix + "observations", rollout.observations);
    take(prefix + "actions", rollout.actions);
    take(prefix + "log-probabilities", rollout.logProbabilities);
    take(prefix + "advantages", rollout.advantages);
    take(prefix + "returns", rollout.returns);
    return rollout;
  }

  /** The recorded minibatch, behind some rows that do not belong to it. */
  private static int[] order(String prefix) {
    double[] recorded = PyTorch.matrix(prefix + "order").values();
    int[] order = new int[recorded.length + 3];
    for (int i = 0; i < recorded.length; i++) {
      order[i + 3] = (int) recorded[i];
    }
    return order;
  }

  @ParameterizedTest
  @CsvSource({
    "categorical,separate,0", "categorical,separate,0.2",
    "categorical,shared,0", "categorical,shared,0.2",
    "gaussian,separate,0", "gaussian,separate,0.2",
    "gaussian,shared,0", "gaussian,shared,0.2"})
  void shouldMatchPyTorch(String kind, String layers, String valueClipRange) {
    String prefix = "ppo." + kind + "." + layers + ".";
    PpoConfig config = config(layers.equals("shared"))
        .valueClipRange(Double.parseDouble(valueClipRange)).build();
    ActorCritic network = network(config, kind);
    take(network, prefix);
    Rollout rollout = rollout(prefix, network.actionSpace().size(), network.policyOutputs());
    take(prefix + "values", rollout.values);
    try (Workers workers = new Workers(1)) {
      Learner learner =
          PpoLearning.learner(config, network, new FrozenHead(network), rollout, workers);
      compute(learner, rollout, order(prefix));
      String result = prefix + "clip-" + valueClipRange + ".";
      assertStatistic(result + "policy-loss", learner.value(Losses.POLICY_LOSS));
      assertStatistic(result + "value-loss", learner.value(Losses.VALUE_LOSS));
      assertStatistic(result + "entropy", learner.value(Losses.ENTROPY));
      assertStatistic(result + "divergence", learner.value(PpoLoss.APPROXIMATE_KL));
      assertStatistic(result + "clip-fraction", learner.value(PpoLoss.CLIP_FRACTION));
      assertGradient(result, network, learner);
    }
  }

  /** Each objective, from a policy that has moved: what it penalises is the exact divergence. */
  @ParameterizedTest
  @CsvSource({
    "categorical,separate,clip", "categorical,separate,kl-penalty", "categorical,separate,none",
    "categorical,shared,clip", "categorical,shared,kl-penalty", "categorical,shared,none",
    "gaussian,separate,clip", "gaussian,separate,kl-penalty", "gaussian,separate,none",
    "gaussian,shared,clip", "gaussian,shared,kl-penalty", "gaussian,shared,none",
    "gaussian,separate,adaptive-kl"})
  void shouldMatchPyTorchInEveryObjective(String kind, String layers, String objective) {
    String prefix = "objective." + kind + "." + layers + ".";
    PpoConfig config = config(layers.equals("shared"))
        .objective(PpoObjective.valueOf(objective.replace('-', '_').toUpperCase(Locale.ROOT)))
        .build();
    ActorCritic network = network(config, kind);
    if (kind.equals("gaussian")) {
      ParameterVector.View logStd = network.parameters().view("policy.log-std");
      float[] old = PyTorch.floats(prefix + "old-log-std");
      System.arraycopy(old, 0, network.parameters().values(), logStd.offset(), logStd.size());
    }
    FrozenHead oldHead = new FrozenHead(network);
    take(network, prefix);
    Rollout rollout = rollout(prefix, network.actionSpace().size(), network.policyOutputs());
    take(prefix + "policy-outputs", rollout.policyOutputs);
    try (Workers workers = new Workers(1)) {
      Learner learner = PpoLearning.learner(config, network, oldHead, rollout, workers);
      learner.set(PpoLoss.KL_COEFFICIENT, 0.75);
      compute(learner, rollout, order(prefix));
      String result = prefix + objective.replace("adaptive-kl", "kl-penalty") + ".";
      assertThat(learner.metrics()).hasSize(9);
      for (Metric metric : learner.metrics()) {
        assertStatistic(result + metric, learner.value(metric));
      }
      assertGradient(result, network, learner);
    }
  }

  private static void compute(Learner learner, Rollout rollout, int[] order) {
    StandardizedAdvantages.measure(learner, rollout.advantages, order, 3, order.length - 3);
    learner.compute(order, 3);
  }

  private static ActorCritic network(PpoConfig config, String kind) {
    Space actions = kind.equals("gaussian") ? Box.unbounded(2) : new Discrete(3);
    return PpoLearning.network(config, Box.unbounded(4), actions, new RandomStream(1));
  }

  private static void take(ActorCritic network, String prefix) {
    for (ParameterVector.View view : network.parameters().views()) {
      float[] values = PyTorch.floats(prefix + "parameter." + view.name());
      assertThat(values).hasSize(view.size());
      System.arraycopy(values, 0, network.parameters().values(), view.offset(), view.size());
    }
  }

  private static void assertGradient(String result, ActorCritic network, Learner learner) {
    for (ParameterVector.View view : network.parameters().views()) {
      float[] part = Arrays.copyOfRange(
          learner.gradient(), view.offset(), view.offset() + view.size());
      PyTorch.assertClose(result + "gradient." + view.name(), part, TOLERANCE);
    }
  }

  private static void assertStatistic(String name, double actual) {
    double expected = PyTorch.number(name);
    assertThat(actual).as(name)
        .isCloseTo(expected, within(TOLERANCE * (0.1 + Math.abs(expected))));
  }
}

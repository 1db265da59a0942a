package jackdaw.algorithm.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import jackdaw.experience.Rollout;
import jackdaw.learning.Learner;
import jackdaw.learning.Losses;
import jackdaw.learning.StandardizedAdvantages;
import jackdaw.network.ActorCritic;
import jackdaw.network.FrozenHead;
import jackdaw.nn.Gradients;
import jackdaw.parallel.Workers;
import jackdaw.random.RandomStream;
import jackdaw.space.Box;
import jackdaw.space.Discrete;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A minibatch divided into shards must have the gradient of the minibatch. */
class PpoGradientTest {
  private static final int OBSERVATION = 5;

  private static final double KL_COEFFICIENT = 0.8;

  private static PpoConfig config(int minibatch, boolean shared, boolean penalized) {
    return PpoConfig.builder()
        .objective(penalized ? PpoObjective.KL_PENALTY : PpoObjective.CLIP)
        .environments(1).rolloutSteps(minibatch).minibatchSize(minibatch)
        .normalizeAdvantages(false).klCoefficient(KL_COEFFICIENT).entropyCoefficient(0.01)
        .valueClipRange(0.3)
        .hiddenSizes(List.of(12)).sharedNetwork(shared)
        .build();
  }

  private static Rollout rollout(int rows) {
    Rollout rollout = new Rollout(rows, 1, OBSERVATION, 1, 0, 0, 3);
    RandomStream random = new RandomStream(1);
    for (int i = 0; i < rollout.observations.length; i++) {
      rollout.observations[i] = (float) random.nextGaussian();
    }
    for (int i = 0; i < rollout.policyOutputs.length; i++) {
      rollout.policyOutputs[i] = (float) random.nextGaussian();
    }
    for (int i = 0; i < rows; i++) {
      rollout.actions[i] = random.nextInt(3);
      rollout.logProbabilities[i] = (float) (-1.1 + 0.4 * random.nextGaussian());
      rollout.values[i] = (float) random.nextGaussian();
      rollout.advantages[i] = (float) random.nextGaussian();
      rollout.returns[i] = (float) random.nextGaussian();
    }
    return rollout;
  }

  private static int[] shuffled(int rows) {
    int[] order = new int[rows];
    for (int i = 0; i < rows; i++) {
      order[i] = i;
    }
    new RandomStream(2).shuffle(order, rows);
    return order;
  }

  /** 384 rows are three shards, 1024 are eight, 131 cannot be divided. */
  @ParameterizedTest
  @CsvSource({
    "131,false,false", "384,false,false", "1024,false,false", "1024,true,false", "384,false,true",
    "1024,true,true"})
  void shouldAddShards(int rows, boolean shared, boolean penalized) {
    PpoConfig config = config(rows, shared, penalized);
    ActorCritic network = PpoLearning.network(
        config, Box.unbounded(OBSERVATION), new Discrete(3), new RandomStream(3));
    FrozenHead oldHead = new FrozenHead(network);
    Rollout rollout = rollout(rows);
    int[] order = shuffled(rows);
    float[] whole =
        PpoLearning.wholeGradient(
            config, network, oldHead, rollout, IntStream.range(0, rows).toArray());
    try (Workers workers = new Workers(2)) {
      Learner learner = PpoLearning.learner(config, network, oldHead, rollout, workers);
      double norm = learner.compute(order, 0);
      assertThat(norm).isCloseTo(Gradients.norm(whole), within(1e-5 * norm));
      double scale = Gradients.norm(whole) / Math.sqrt(whole.length);
      for (int i = 0; i < whole.length; i++) {
        assertThat((double) learner.gradient()[i]).as("value %d", i)
            .isCloseTo(whole[i], within(1e-5 * scale + 1e-5 * Math.abs(whole[i])));
      }
      float[] first = learner.gradient().clone();
      learner.compute(order, 0);
      assertThat(learner.gradient()).isEqualTo(first);
    }
  }

  /** With equal advantages there is nothing to learn for the policy, and nothing to divide by. */
  @Test
  void shouldNormalizeEqualAdvantagesToZero() {
    PpoConfig config = PpoConfig.builder()
        .environments(1).rolloutSteps(96).minibatchSize(96).hiddenSizes(List.of(12)).build();
    ActorCritic network = PpoLearning.network(
        config, Box.unbounded(OBSERVATION), new Discrete(3), new RandomStream(3));
    Rollout rollout = rollout(96);
    Arrays.fill(rollout.advantages, 0.1f);
    int[] order = shuffled(96);
    try (Workers workers = new Workers(1)) {
      Learner learner =
          PpoLearning.learner(config, network, new FrozenHead(network), rollout, workers);
      StandardizedAdvantages.measure(learner, rollout.advantages, order, 0, 96);
      learner.compute(order, 0);
      assertThat(learner.value(Losses.POLICY_LOSS)).isZero();
      List<Float> policy = new ArrayList<>();
      network.policySegment().views().forEach(view -> {
        for (int i = 0; i < view.size(); i++) {
          policy.add(learner.gradient()[view.offset() + i]);
        }
      });
      assertThat(policy).isNotEmpty().allMatch(value -> value == 0);
    }
  }
}

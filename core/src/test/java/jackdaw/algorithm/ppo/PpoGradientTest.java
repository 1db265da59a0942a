package jackdaw.algorithm.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import jackdaw.algorithm.ppo.PpoTerms.Part;
import jackdaw.algorithm.ppo.PpoTerms.Statistic;
import jackdaw.experience.Rollout;
import jackdaw.network.ActorCritic;
import jackdaw.network.FrozenHead;
import jackdaw.nn.Gradients;
import jackdaw.parallel.Workers;
import jackdaw.program.Program;
import jackdaw.random.RandomStream;
import jackdaw.space.Box;
import jackdaw.space.Discrete;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A minibatch cut into pieces must have the gradient of the minibatch. */
class PpoGradientTest {
  private static final int OBSERVATION = 5;

  private static final double KL_COEFFICIENT = 0.8;

  private static PpoConfig config(int minibatch, boolean shared, boolean penalized) {
    return PpoConfig.builder()
        .objective(penalized ? PpoObjective.KL_PENALTY : PpoObjective.CLIP)
        .environments(1).rolloutSteps(minibatch).minibatchSize(minibatch)
        .normalizeAdvantages(false).entropyCoefficient(0.01).valueClipRange(0.3)
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

  /** 384 rows are three pieces, 1024 are eight, 131 cannot be cut. */
  @ParameterizedTest
  @CsvSource({
    "131,false,false", "384,false,false", "1024,false,false", "1024,true,false", "384,false,true",
    "1024,true,true"})
  void shouldAddUpPieces(int rows, boolean shared, boolean penalized) {
    PpoConfig config = config(rows, shared, penalized);
    ActorCritic network = Ppo.network(
        config, Box.unbounded(OBSERVATION), new Discrete(3), new RandomStream(3));
    Rollout rollout = rollout(rows);
    int[] order = shuffled(rows);
    float[] whole = whole(config, network, rollout);
    try (Workers workers = new Workers(2)) {
      PpoGradient gradient =
          new PpoGradient(
              config, network, new FrozenHead(network), rollout,
              PpoGradient.optimizer(config, network), workers);
      gradient.compute(order, 0, config.clipRange(), KL_COEFFICIENT);
      double scale = Gradients.norm(whole) / Math.sqrt(whole.length);
      for (int i = 0; i < whole.length; i++) {
        assertThat((double) gradient.gradient()[i]).as("value %d", i)
            .isCloseTo(whole[i], within(1e-5 * scale + 1e-5 * Math.abs(whole[i])));
      }
      float[] first = gradient.gradient().clone();
      gradient.compute(order, 0, config.clipRange(), KL_COEFFICIENT);
      assertThat(gradient.gradient()).isEqualTo(first);
    }
  }

  /** The gradient of the whole loss on all rows in their own order, in one piece. */
  private static float[] whole(PpoConfig config, ActorCritic network, Rollout rollout) {
    PpoTerms terms =
        new PpoTerms(
            Part.BOTH, config, network, new FrozenHead(network), 0, rollout.size());
    Program program = Program.compile(terms.loss, terms.gradients);
    network.parameters().bind(program).load();
    program.input(terms.pass.observations()).set(rollout.observations, 0);
    program.input(terms.actions).set(rollout.actions, 0);
    program.input(terms.oldLogProbabilities).set(rollout.logProbabilities, 0);
    if (config.objective().isPenalized()) {
      program.input(terms.oldPolicyOutputs).set(rollout.policyOutputs, 0);
      program.input(terms.klCoefficient).set(KL_COEFFICIENT);
    } else {
      program.input(terms.clipRange).set(config.clipRange());
    }
    program.input(terms.advantages).set(rollout.advantages, 0);
    program.input(terms.oldValues).set(rollout.values, 0);
    program.input(terms.returns).set(rollout.returns, 0);
    program.input(terms.advantageScale).set(1);
    program.run();
    float[] gradient = new float[network.parameters().size()];
    new Gradients(program, terms.views, terms.gradients).get(gradient);
    return gradient;
  }

  /** With equal advantages there is nothing to learn for the policy, and nothing to divide by. */
  @Test
  void shouldNormalizeEqualAdvantagesToZero() {
    PpoConfig config = PpoConfig.builder()
        .environments(1).rolloutSteps(96).minibatchSize(96).hiddenSizes(List.of(12)).build();
    ActorCritic network = Ppo.network(
        config, Box.unbounded(OBSERVATION), new Discrete(3), new RandomStream(3));
    Rollout rollout = rollout(96);
    Arrays.fill(rollout.advantages, 0.1f);
    try (Workers workers = new Workers(1)) {
      PpoGradient gradient =
          new PpoGradient(
              config, network, new FrozenHead(network), rollout,
              PpoGradient.optimizer(config, network), workers);
      gradient.compute(shuffled(96), 0, 0.2, 0);
      assertThat(gradient.statistic(Statistic.POLICY_LOSS)).isZero();
      List<Float> policy = new ArrayList<>();
      network.parameters().views().stream().filter(view -> view.name().startsWith("policy"))
          .forEach(view -> {
            for (int i = 0; i < view.size(); i++) {
              policy.add(gradient.gradient()[view.offset() + i]);
            }
          });
      assertThat(policy).isNotEmpty().allMatch(value -> value == 0);
    }
  }
}

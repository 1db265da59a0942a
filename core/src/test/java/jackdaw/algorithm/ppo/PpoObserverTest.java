package jackdaw.algorithm.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import jackdaw.algorithm.Setup;
import jackdaw.algorithm.probe.WindyLine;
import jackdaw.experience.Rollout;
import jackdaw.learning.Learner;
import jackdaw.learning.Losses;
import jackdaw.learning.Measurement;
import jackdaw.learning.OptimizerConfig;
import jackdaw.metric.Metrics;
import jackdaw.network.ForwardPass;
import jackdaw.nn.Memory;
import jackdaw.program.Program;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an observer is shown is what the update did, and looking on changes nothing. */
class PpoObserverTest {
  private static final int MINIBATCH = 32;
  private static final Offset<Double> NEAR = within(2e-6);

  private static PpoConfig config(boolean shared, boolean normalize) {
    return PpoConfig.builder()
        .environments(2).rolloutSteps(32).minibatchSize(MINIBATCH).epochs(3)
        .hiddenSizes(List.of(8)).learningRate(0.02).entropyCoefficient(0.01)
        .valueCoefficient(0.7).sharedNetwork(shared).normalizeAdvantages(normalize).build();
  }

  /** Recomputes every number in double precision from the rollout and the networks' outputs. */
  private static final class Recomputing implements PpoObserver {
    private final Ppo ppo;
    private final PpoConfig config;
    private Rollout rollout = new Rollout(1, 1, 1, 1);
    private int minibatches;
    private int updates;
    private int clipped;

    Recomputing(Ppo ppo, PpoConfig config) {
      this.ppo = ppo;
      this.config = config;
    }

    @Override
    public void collected(Rollout collected) {
      rollout = collected;
      for (int row = 0; row < rollout.size(); row++) {
        assertThat((double) rollout.returns[row])
            .isCloseTo((double) rollout.advantages[row] + rollout.values[row], NEAR);
      }
    }

    @Override
    public void computed(int epoch, int[] rows, Measurement shown, Metrics numbers) {
      minibatches++;
      ForwardPass pass = ppo.network().forward(1, rollout.size());
      Program program = Program.compile(pass.policyOutputs(), pass.values());
      ppo.network().parameters().bind(program).load();
      program.input(pass.observations()).set(rollout.observations, 0);
      program.run();
      float[] logits = program.output(pass.policyOutputs()).toArray();
      float[] values = program.output(pass.values()).toArray();
      double mean = 0;
      double deviation = 1;
      if (config.loss().normalizeAdvantages()) {
        mean = Arrays.stream(rows).mapToDouble(r -> rollout.advantages[r]).sum()
            / MINIBATCH;
        double shift = mean;
        deviation =
            Math.sqrt(
                Arrays.stream(rows)
                    .mapToDouble(r -> Math.pow(rollout.advantages[r] - shift, 2)).sum()
                    / (MINIBATCH - 1));
      }
      double[] sums = new double[3];
      for (int i = 0; i < MINIBATCH; i++) {
        int row = rows[i];
        double first = 1 / (1 + Math.exp((double) logits[2 * row + 1] - logits[2 * row]));
        double probability = rollout.actions[row] == 0 ? first : 1 - first;
        double ratio = probability / Math.exp(rollout.logProbabilities[row]);
        double inside = Math.clamp(ratio, 1 - config.clipRange(), 1 + config.clipRange());
        double advantage = (rollout.advantages[row] - mean) / deviation;
        double objective = Math.min(ratio * advantage, inside * advantage);
        double entropy = -first * Math.log(first) - (1 - first) * Math.log(1 - first);
        double valueLoss = Math.pow(values[row] - rollout.returns[row], 2) / 2;
        clipped += ratio == inside ? 0 : 1;
        near(shown.kept(PpoLoss.PROBABILITY)[i], probability);
        near(shown.kept(PpoLoss.RATIO)[i], ratio);
        near(shown.kept(PpoLoss.CLIPPED_RATIO)[i], inside);
        near(shown.kept(PpoLoss.ADVANTAGE)[i], advantage);
        near(shown.kept(PpoLoss.SURROGATE)[i], ratio * advantage);
        near(shown.kept(PpoLoss.CLIPPED_SURROGATE)[i], inside * advantage);
        near(shown.kept(PpoLoss.OBJECTIVE)[i], objective);
        near(shown.kept(PpoLoss.ROW_ENTROPY)[i], entropy);
        near(shown.kept(PpoLoss.VALUE)[i], values[row]);
        near(shown.kept(PpoLoss.ROW_VALUE_LOSS)[i], valueLoss);
        if (epoch == 1 && minibatches % 6 == 1) {
          near(shown.kept(PpoLoss.RATIO)[i], 1);
        }
        sums[0] -= objective / MINIBATCH;
        sums[1] += valueLoss / MINIBATCH;
        sums[2] += entropy / MINIBATCH;
      }
      near(numbers.value(Losses.POLICY_LOSS), sums[0]);
      near(numbers.value(Losses.VALUE_LOSS), sums[1]);
      near(numbers.value(Losses.ENTROPY), sums[2]);
      near(
          numbers.value(PpoObserver.GRADIENT_SCALE),
          Math.min(
              1, config.optimizer().maxGradientNorm() / numbers.value(Learner.GRADIENT_NORM)));
      assertThat(numbers.value(OptimizerConfig.LEARNING_RATE)).isEqualTo(0.02);
      assertThat(numbers.value(Ppo.CLIP_RANGE)).isEqualTo(0.2);
      assertThat(epoch).isEqualTo((minibatches - 1) / 2 % 3 + 1);
    }

    private static void near(double shown, double expected) {
      assertThat(shown).isCloseTo(expected, within(2e-5 * Math.max(1, Math.abs(expected))));
    }

    @Override
    public void updated() {
      updates++;
    }
  }

  @ParameterizedTest
  @CsvSource({"false,false", "false,true", "true,false", "true,true"})
  void shouldShowTheUpdateRowByRowAndChangeNothing(boolean shared, boolean normalize) {
    PpoConfig config = config(shared, normalize);
    float[] unobserved;
    try (Ppo ppo = Ppo.open(config, Setup.of(() -> new WindyLine(false), 3))) {
      iterate(ppo);
      unobserved = ppo.parameters().toArray();
    }
    try (Ppo ppo = Ppo.open(config, Setup.of(() -> new WindyLine(false), 3))) {
      Recomputing observer = new Recomputing(ppo, config);
      ppo.observe(observer);
      iterate(ppo);

      assertThat(ppo.parameters().toArray()).isEqualTo(unobserved);
      assertThat(observer.minibatches).isEqualTo(5 * 3 * 2);
      assertThat(observer.updates).isEqualTo(5);
      assertThat(observer.clipped).isPositive();
    }
  }

  private static void iterate(Ppo ppo) {
    for (int i = 0; i < 5; i++) {
      ppo.iterate(0);
    }
  }

  @Test
  void shouldRefuseToShowAMemoryRowByRow() {
    PpoConfig config = PpoConfig.builder().memory(Memory.GRU).build();
    try (Ppo ppo = Ppo.open(config, Setup.of(() -> new WindyLine(false), 1))) {
      assertThatThrownBy(() -> ppo.observe(new Recomputing(ppo, config)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("set ppo.memory to none");
    }
  }
}

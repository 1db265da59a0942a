package jackdaw.algorithm.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import jackdaw.algorithm.probe.WindyLine;
import jackdaw.experience.Rollout;
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
    public void computed(PpoMinibatch shown) {
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
      if (config.normalizeAdvantages()) {
        mean = Arrays.stream(shown.rows()).mapToDouble(r -> rollout.advantages[r]).sum()
            / MINIBATCH;
        double shift = mean;
        deviation =
            Math.sqrt(
                Arrays.stream(shown.rows())
                    .mapToDouble(r -> Math.pow(rollout.advantages[r] - shift, 2)).sum()
                    / (MINIBATCH - 1));
      }
      double[] sums = new double[3];
      for (int i = 0; i < MINIBATCH; i++) {
        int row = shown.rows()[i];
        double first = 1 / (1 + Math.exp((double) logits[2 * row + 1] - logits[2 * row]));
        double probability = rollout.actions[row] == 0 ? first : 1 - first;
        double ratio = probability / Math.exp(rollout.logProbabilities[row]);
        double inside = Math.clamp(ratio, 1 - config.clipRange(), 1 + config.clipRange());
        double advantage = (rollout.advantages[row] - mean) / deviation;
        double objective = Math.min(ratio * advantage, inside * advantage);
        double entropy = -first * Math.log(first) - (1 - first) * Math.log(1 - first);
        double valueLoss = Math.pow(values[row] - rollout.returns[row], 2) / 2;
        clipped += ratio == inside ? 0 : 1;
        near(shown.probabilities()[i], probability);
        near(shown.ratios()[i], ratio);
        near(shown.clippedRatios()[i], inside);
        near(shown.advantages()[i], advantage);
        near(shown.surrogates()[i], ratio * advantage);
        near(shown.clippedSurrogates()[i], inside * advantage);
        near(shown.objectives()[i], objective);
        near(shown.entropies()[i], entropy);
        near(shown.values()[i], values[row]);
        near(shown.valueLosses()[i], valueLoss);
        if (shown.epoch() == 1 && minibatches % 6 == 1) {
          near(shown.ratios()[i], 1);
        }
        sums[0] -= objective / MINIBATCH;
        sums[1] += valueLoss / MINIBATCH;
        sums[2] += entropy / MINIBATCH;
      }
      near(shown.policyLoss(), sums[0]);
      near(shown.valueLoss(), sums[1]);
      near(shown.entropy(), sums[2]);
      near(shown.loss(), sums[0] + 0.7 * sums[1] - 0.01 * sums[2]);
      near(shown.gradientScale(), Math.min(1, config.maxGradientNorm() / shown.gradientNorm()));
      assertThat(shown.learningRate()).isEqualTo(0.02);
      assertThat(shown.clipRange()).isEqualTo(0.2);
      assertThat(shown.epoch()).isEqualTo((minibatches - 1) / 2 % 3 + 1);
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
    try (Ppo ppo = new Ppo(config, () -> new WindyLine(false), 3)) {
      iterate(ppo);
      unobserved = ppo.parameters().toArray();
    }
    try (Ppo ppo = new Ppo(config, () -> new WindyLine(false), 3)) {
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
    try (Ppo ppo = new Ppo(config, () -> new WindyLine(false), 1)) {
      assertThatThrownBy(() -> ppo.observe(new Recomputing(ppo, config)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("set ppo.memory to none");
    }
  }
}

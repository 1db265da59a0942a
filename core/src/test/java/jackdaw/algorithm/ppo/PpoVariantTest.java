package jackdaw.algorithm.ppo;

import static org.assertj.core.api.Assertions.assertThat;

import jackdaw.algorithm.AlgorithmType;
import jackdaw.algorithm.Setup;
import jackdaw.algorithm.probe.WindyLine;
import jackdaw.metric.Metric;
import jackdaw.network.Bodies;
import jackdaw.network.Body;
import jackdaw.nn.Activation;
import jackdaw.nn.Initializer;
import jackdaw.nn.Linear;
import jackdaw.nn.ParameterVector;
import jackdaw.nn.RecurrentCell.Unrolled;
import jackdaw.tensor.Tensor;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Objectives, loss terms and bodies of a user's own. */
class PpoVariantTest {
  private static final PpoConfig CONFIG =
      PpoConfig.builder()
          .environments(4).rolloutSteps(32).epochs(8).minibatchSize(32).learningRate(1e-2)
          .hiddenSizes(List.of(12)).build();

  private static float[] learn(UnaryOperator<Ppo.Builder> change) {
    return learn(Ppo.variant("own", change), CONFIG);
  }

  private static float[] learn(AlgorithmType<PpoConfig> type, PpoConfig config) {
    try (var ppo = type.create(config, Setup.of(() -> new WindyLine(false), 1))) {
      for (int i = 0; i < 6; i++) {
        ppo.iterate(0);
      }
      return ppo.parameters().toArray();
    }
  }

  private static PolicyObjective dualClip(double c) {
    return (r, a, kl, eps, beta) -> PpoObjective.CLIP.of(r, a, kl, eps, beta)
        .max(a.min(0).times(c));
  }

  /** c Â is below every objective for a c that is large enough: then nothing is clipped twice. */
  @Test
  void shouldEqualTheClipWhereTheDualClipIsFar() {
    float[] plain = learn(Ppo.TYPE, CONFIG);
    assertThat(learn(ppo -> ppo.objective(dualClip(1e30)))).isEqualTo(plain);
    assertThat(learn(ppo -> ppo.objective(dualClip(1.01)))).isNotEqualTo(plain);
  }

  /** The default body, written by hand: one layer with tanh, orthogonal with gain √2. */
  @Test
  void shouldEqualTheDefaultBodyWhereTheOwnOneIsTheSame() {
    float[] plain = learn(Ppo.TYPE, CONFIG);
    assertThat(
        learn(
            ppo -> ppo.body(
                (parameters, name, observations) -> layer(
                    parameters, name, observations.size()))))
        .isEqualTo(plain);
    assertThat(learn(ppo -> ppo.body(Bodies.layers(Activation.TANH, 12)))).isEqualTo(plain);
    assertThat(learn(ppo -> ppo.body(Bodies.layers(Activation.RELU, 12)))).isNotEqualTo(plain);
  }

  private static Body layer(ParameterVector.Builder parameters, String name, int inputs) {
    Linear linear =
        Linear.create(
            parameters, name + ".0", inputs, 12, Initializer.orthogonal(Math.sqrt(2)));
    return new Body() {
      @Override
      public int width() {
        return 12;
      }

      @Override
      public Unrolled apply(Tensor observations, Tensor state, Tensor continues) {
        return new Unrolled(linear.apply(observations).tanh(), state);
      }
    };
  }

  /** A term that is PPO's own entropy bonus gives the bits of the setting, and a metric. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.05})
  void shouldAddATerm(double weight) {
    Metric metric = Metric.term("own-entropy");
    UnaryOperator<Ppo.Builder> change = ppo -> ppo.term(
        (rows, now) -> rows.mean(metric, now.policy().entropy()).times(-weight));
    try (Ppo ppo =
        change.apply(Ppo.builder(CONFIG)).open(Setup.of(() -> new WindyLine(false), 1))) {
      for (int i = 0; i < 6; i++) {
        ppo.iterate(0);
      }
      assertThat(ppo.metrics().value(metric))
          .isEqualTo(ppo.metrics().value("entropy"))
          .isPositive();
      PpoConfig bonus =
          PpoConfig.builder()
              .environments(4).rolloutSteps(32).epochs(8).minibatchSize(32).learningRate(1e-2)
              .hiddenSizes(List.of(12)).entropyCoefficient(weight).build();
      assertThat(ppo.parameters().toArray())
          .usingComparatorWithPrecision(1e-4f)
          .containsExactly(learn(Ppo.TYPE, bonus));
    }
  }
}

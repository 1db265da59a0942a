package jackdaw.algorithm.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jackdaw.nn.Memory;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each setting out of its range is named, with its value, what is allowed and what is usual. */
class PpoConfigTest {
  private static Arguments bad(String message, UnaryOperator<PpoConfig.Builder> setting) {
    return Arguments.of(message, setting);
  }

  static Stream<Arguments> mistakes() {
    double nan = Double.NaN;
    double infinity = Double.POSITIVE_INFINITY;
    return Stream.of(
        bad(
            "environments 0 is not a finite number of at least 1: set ppo.environments, usually 1 to"
                + " 64",
            b -> b.environments(0)),
        bad(
            "rollout steps -1 is not a finite number of at least 1: set ppo.rollout-steps, usually 32"
                + " to 2048",
            b -> b.rolloutSteps(-1)),
        bad(
            "epochs 0 is not a finite number of at least 1: set ppo.epochs, usually 3 to 20",
            b -> b.epochs(0)),
        bad(
            "minibatch size 0 is not a finite number of at least 1: set ppo.minibatch-size, usually 64"
                + " to 1024",
            b -> b.minibatchSize(0)),
        bad(
            "minibatch size 100 does not divide the rollout of 8 environments × 128 steps = 1024: set"
                + " ppo.minibatch-size to a divisor of it",
            b -> b.minibatchSize(100)),
        bad(
            "minibatch size 2048 does not divide the rollout of 8 environments × 128 steps = 1024:"
                + " set ppo.minibatch-size to a divisor of it",
            b -> b.minibatchSize(2048)),
        bad(
            "a rollout of 2000000000 environments × 2000000000 steps is above 16777216 steps: lower"
                + " ppo.environments or ppo.rollout-steps",
            b -> b.environments(2_000_000_000).rolloutSteps(2_000_000_000)),
        bad(
            "learning rate 0 is not a finite number above 0: set ppo.learning-rate, usually 1e-4 to"
                + " 3e-3",
            b -> b.learningRate(0)),
        bad("learning rate NaN is not", b -> b.learningRate(nan)),
        bad("learning rate Infinity is not", b -> b.learningRate(infinity)),
        bad(
            "adam epsilon -1.0E-5 is not a finite number above 0: set ppo.adam-epsilon, usually 1e-5",
            b -> b.adamEpsilon(-1e-5)),
        bad(
            "discount 1.01 is outside [0, 1]: set ppo.discount, usually 0.9 to 0.999",
            b -> b.discount(1.01)),
        bad("discount NaN is outside [0, 1]", b -> b.discount(nan)),
        bad(
            "gae lambda -0.1 is outside [0, 1]: set ppo.gae-lambda, usually 0.8 to 0.98",
            b -> b.gaeLambda(-0.1)),
        bad(
            "return steps 0 is not a finite number of at least 1: set ppo.return-steps, usually 3 to"
                + " 20",
            b -> b.returnSteps(0)),
        bad(
            "clip range 1.5 is outside (0, 1): set ppo.clip-range, usually 0.1 to 0.3",
            b -> b.clipRange(1.5)),
        bad("clip range 0 is outside (0, 1)", b -> b.clipRange(0)),
        bad("clip range 1 is outside (0, 1)", b -> b.clipRange(1)),
        bad(
            "kl coefficient -1 is not a finite number of at least 0: set ppo.kl-coefficient, usually"
                + " 0.3 to 10",
            b -> b.klCoefficient(-1)),
        bad(
            "kl coefficient 0 stays 0 however often it is doubled: set ppo.kl-coefficient above 0,"
                + " usually 1, where ppo.objective is adaptive-kl",
            b -> b.klCoefficient(0).objective(PpoObjective.ADAPTIVE_KL)),
        bad(
            "kl target 0 is not a finite number above 0: set ppo.kl-target, usually 0.003 to 0.03",
            b -> b.klTarget(0)),
        bad("kl target NaN is not", b -> b.klTarget(nan)),
        bad(
            "kl stop target 0 is not a finite number above 0: set ppo.kl-stop-target, usually 0.01 to"
                + " 0.05",
            b -> b.klStopTarget(0)),
        bad("kl stop target Infinity is not", b -> b.klStopTarget(infinity)),
        bad(
            "kl stop factor -1 is not a finite number of at least 0: set ppo.kl-stop-factor, usually 1"
                + " or 1.5, or 0 for that of ppo.kl-stop",
            b -> b.klStopFactor(-1)),
        bad(
            "value coefficient -1 is not a finite number of at least 0: set ppo.value-coefficient,"
                + " usually 0.25 to 1",
            b -> b.valueCoefficient(-1)),
        bad(
            "value clip range Infinity is not a finite number of at least 0: set ppo.value-clip-range,"
                + " usually 0 for no limit, or 0.2",
            b -> b.valueClipRange(infinity)),
        bad(
            "entropy coefficient -0.01 is not a finite number of at least 0: set"
                + " ppo.entropy-coefficient, usually 0 to 0.02",
            b -> b.entropyCoefficient(-0.01)),
        bad(
            "max gradient norm -0.5 is not a finite number of at least 0: set ppo.max-gradient-norm,"
                + " usually 0.5, or 0 for no limit",
            b -> b.maxGradientNorm(-0.5)),
        bad(
            "hidden sizes 0 is outside [1, 65536]: set ppo.hidden-sizes, usually [64, 64]",
            b -> b.hiddenSizes(List.of(64, 0))),
        bad(
            "memory size 0 is outside [1, 65536]: set ppo.memory-size, usually 32 to 256",
            b -> b.memorySize(0)),
        bad(
            "sequence length -1 is not a finite number of at least 0: set ppo.sequence-length,"
                + " usually 8 to 128, or 0 for the whole rollout",
            b -> b.memory(Memory.LSTM).sequenceLength(-1)),
        bad(
            "sequence length 48 does not divide the rollout's 128 steps: set ppo.sequence-length to a"
                + " divisor of ppo.rollout-steps, or to 0 for all of them",
            b -> b.memory(Memory.GRU).sequenceLength(48)),
        bad(
            "minibatch size 64 does not hold whole sequences of 128 steps, which a memory needs: set"
                + " ppo.minibatch-size to a multiple of 128, or ppo.sequence-length to a divisor of"
                + " it",
            b -> b.memory(Memory.LSTM).minibatchSize(64)),
        bad(
            "initial log std 3 is outside [-20, 2]: set ppo.initial-log-std, usually -1 to 0",
            b -> b.initialLogStd(3)));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void shouldNameWhatIsWrong(String message, UnaryOperator<PpoConfig.Builder> setting) {
    assertThatThrownBy(() -> setting.apply(PpoConfig.builder()).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void shouldAcceptTheEdgesOfEachRange() {
    assertThatCode(
        () -> PpoConfig.builder()
            .environments(1).rolloutSteps(1).epochs(1).minibatchSize(1)
            .learningRate(Double.MIN_VALUE)
            .klCoefficient(0).klTarget(Double.MIN_VALUE).klStopTarget(Double.MIN_VALUE)
            .klStopFactor(0)
            .discount(0).gaeLambda(1).returnSteps(1).valueCoefficient(0).valueClipRange(0)
            .entropyCoefficient(0).maxGradientNorm(0).hiddenSizes(List.of()).initialLogStd(-20)
            .build())
        .doesNotThrowAnyException();
  }

  @Test
  void shouldStartFromTheDefaults() {
    assertThat(PpoConfig.builder().build()).isEqualTo(PpoConfig.defaults());
    assertThat(PpoConfig.defaults().rollout().batchSize()).isEqualTo(1024);
    assertThat(Ppo.TYPE.defaults()).isEqualTo(PpoConfig.defaults());
    assertThat(Ppo.TYPE.name()).isEqualTo("ppo");
  }
}

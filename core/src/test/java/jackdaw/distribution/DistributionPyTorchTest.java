package jackdaw.distribution;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jackdaw.PyTorch;
import jackdaw.program.Program;
import jackdaw.tensor.Derivatives;
import jackdaw.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares log-probabilities, entropies and divergences with PyTorch's. */
class DistributionPyTorchTest {
  private static final double TOLERANCE = 1e-6;

  private final Map<Tensor, float[]> inputs = new LinkedHashMap<>();

  private Tensor input(String name) {
    PyTorch.Matrix matrix = PyTorch.matrix(name);
    Tensor input = Tensor.input(name, matrix.rows(), matrix.columns());
    inputs.put(input, matrix.floats());
    return input;
  }

  private void assertClose(String name, Tensor output) {
    assertClose(name, output, TOLERANCE);
  }

  private void assertClose(String name, Tensor output, double tolerance) {
    Program program = Program.compile(output);
    inputs.forEach((input, values) -> {
      if (program.uses(input)) {
        program.input(input).set(values, 0);
      }
    });
    program.run();
    PyTorch.assertClose(name, program.output(output).toArray(), tolerance);
  }

  @Test
  void shouldMatchPyTorchsCategorical() {
    Categorical p = new Categorical(input("categorical.logits"));
    Categorical q = new Categorical(input("categorical.other-logits"));
    assertClose("categorical.log-probability", p.logProbability(input("categorical.actions")));
    assertClose("categorical.entropy", p.entropy());
    assertClose("categorical.divergence", p.divergenceFrom(q));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gaussian.one-row.", "gaussian.all-rows."})
  void shouldMatchPyTorchsNormal(String prefix) {
    DiagonalGaussian p =
        new DiagonalGaussian(input(prefix + "mean"), input(prefix + "log-std"));
    DiagonalGaussian q =
        new DiagonalGaussian(input(prefix + "other-mean"), input(prefix + "other-log-std"));
    assertClose(prefix + "log-probability", p.logProbability(input(prefix + "actions")));
    assertClose(prefix + "entropy", p.entropy());
    assertClose(prefix + "divergence", p.divergenceFrom(q));
  }

  @Test
  void shouldMatchPyTorchsCategoricalsSideBySide() {
    List<Integer> counts = List.of(3, 2, 4);
    Tensor logits = input("multi-categorical.logits");
    Tensor others = input("multi-categorical.other-logits");
    Tensor actions = input("multi-categorical.actions");
    Tensor mask = input("multi-categorical.mask");
    assertMulti(
        "multi-categorical.all.",
        MultiCategorical.of(logits, counts),
        MultiCategorical.of(others, counts),
        logits,
        actions);
    assertMulti(
        "multi-categorical.masked.",
        MultiCategorical.of(Categorical.mask(logits, mask), counts),
        MultiCategorical.of(Categorical.mask(others, mask), counts),
        logits,
        actions);
  }

  private void assertMulti(
      String prefix, Distribution p, Distribution q, Tensor logits, Tensor actions) {
    Tensor logProbability = p.logProbability(actions);
    assertClose(prefix + "log-probability", logProbability);
    assertClose(prefix + "entropy", p.entropy());
    assertClose(prefix + "divergence", p.divergenceFrom(q));
    assertClose(
        prefix + "gradient",
        Derivatives.of(logProbability.sum(), List.of(logits)).getFirst());
  }

  @Test
  void shouldMatchPyTorchsBernoulli() {
    Bernoulli p = new Bernoulli(input("bernoulli.logits"));
    Bernoulli q = new Bernoulli(input("bernoulli.other-logits"));
    assertClose("bernoulli.log-probability", p.logProbability(input("bernoulli.actions")));
    assertClose("bernoulli.entropy", p.entropy());
    assertClose("bernoulli.divergence", p.divergenceFrom(q));
  }

  @Test
  void shouldMatchPyTorchsSquashedNormal() {
    Tensor mean = input("squashed.mean");
    Tensor logStd = input("squashed.log-std");
    float[] low = PyTorch.floats("squashed.low");
    float[] high = PyTorch.floats("squashed.high");
    double logScale = 0;
    for (int i = 0; i < low.length; i++) {
      logScale += Math.log((high[i] - low[i]) / 2);
    }
    SquashedGaussian p = new SquashedGaussian(new DiagonalGaussian(mean, logStd), logScale);
    Tensor logProbability = p.logProbability(input("squashed.unsquashed"));
    assertSquashed("squashed.log-probability", logProbability, mean, logStd, TOLERANCE);
    // The entropy is a sum over few nodes.
    assertSquashed("squashed.entropy", p.entropy(), mean, logStd, 3e-4);

    float[] squashed = PyTorch.floats("squashed.unsquashed");
    for (int i = 0; i < squashed.length; i++) {
      squashed[i] = SquashedGaussian.squash(squashed[i], low[i % 3], high[i % 3]);
    }
    PyTorch.assertClose("squashed.actions", squashed, TOLERANCE);
  }

  private void assertSquashed(
      String name, Tensor column, Tensor mean, Tensor logStd, double tolerance) {
    assertClose(name, column, tolerance);
    List<Tensor> gradients = Derivatives.of(column.sum(), List.of(mean, logStd));
    assertClose(name + ".gradient.mean", gradients.get(0), tolerance);
    assertClose(name + ".gradient.log-std", gradients.get(1), tolerance);
  }

  @Test
  void shouldRefuseDivergenceBetweenKinds() {
    Categorical categorical = new Categorical(input("categorical.logits"));
    DiagonalGaussian gaussian = new DiagonalGaussian(
        input("gaussian.one-row.mean"), input("gaussian.one-row.log-std"));
    assertThatThrownBy(() -> categorical.divergenceFrom(gaussian))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no divergence is defined between");
    assertThatThrownBy(() -> gaussian.divergenceFrom(categorical))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

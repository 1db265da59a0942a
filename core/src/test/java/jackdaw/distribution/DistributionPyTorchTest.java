package jackdaw.distribution;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jackdaw.PyTorch;
import jackdaw.tensor.Program;
import jackdaw.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds log-probabilities, entropies and divergences to PyTorch's. */
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
    Program program = Program.compile(output);
    inputs.forEach((input, values) -> {
      if (program.uses(input)) {
        program.input(input).set(values, 0);
      }
    });
    program.run();
    PyTorch.assertClose(name, program.output(output).toArray(), TOLERANCE);
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
  void shouldRefuseDivergenceBetweenKinds() {
    Categorical categorical = new Categorical(input("categorical.logits"));
    DiagonalGaussian gaussian = new DiagonalGaussian(
        input("gaussian.one-row.mean"), input("gaussian.one-row.log-std"));
    assertThatThrownBy(() -> categorical.divergenceFrom(gaussian))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no divergence between");
    assertThatThrownBy(() -> gaussian.divergenceFrom(categorical))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

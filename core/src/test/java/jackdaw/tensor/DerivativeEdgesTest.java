package jackdaw.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Derivatives that differences cannot check: at kinks, at large values, without dependence. */
class DerivativeEdgesTest {
  private final Tensor a = Tensor.input("a", 1, 1);
  private final Tensor b = Tensor.input("b", 1, 1);

  private double slope(UnaryOperator<Tensor> f, double x) {
    Tensor gradient = Derivatives.of(f.apply(a), List.of(a)).get(0);
    return new Interpreter(Map.of(a, new double[][] {{x}})).scalar(gradient);
  }

  private double[] slopes(BinaryOperator<Tensor> f, double x, double y) {
    List<Tensor> gradients = Derivatives.of(f.apply(a, b), List.of(a, b));
    Interpreter interpreter =
        new Interpreter(Map.of(a, new double[][] {{x}}, b, new double[][] {{y}}));
    return gradients.stream().mapToDouble(interpreter::scalar).toArray();
  }

  @Test
  void shouldShareDerivativeOfMinAndMaxWhereEqual() {
    assertThat(slopes(Tensor::min, 1, 2)).containsExactly(1, 0);
    assertThat(slopes(Tensor::min, 2, 1)).containsExactly(0, 1);
    assertThat(slopes(Tensor::min, 2, 2)).containsExactly(0.5, 0.5);
    assertThat(slopes(Tensor::max, 1, 2)).containsExactly(0, 1);
    assertThat(slopes(Tensor::max, 2, 1)).containsExactly(1, 0);
    assertThat(slopes(Tensor::max, 2, 2)).containsExactly(0.5, 0.5);
    assertThat(slope(x -> x.min(x), 3)).isEqualTo(1);
    assertThat(slope(x -> x.max(x), 3)).isEqualTo(1);
  }

  @Test
  void shouldClipWithSlopeOneInsideHalfOnBoundAndZeroOutside() {
    assertThat(slope(x -> x.clip(-1, 1), 0.5)).isEqualTo(1);
    assertThat(slope(x -> x.clip(-1, 1), 1)).isEqualTo(0.5);
    assertThat(slope(x -> x.clip(-1, 1), -1)).isEqualTo(0.5);
    assertThat(slope(x -> x.clip(-1, 1), 1.5)).isZero();
    assertThat(slopes((x, bound) -> x.clip(bound.negate(), bound), 3, 2)).containsExactly(0, 1);
    assertThat(slopes((x, bound) -> x.clip(bound.negate(), bound), -3, 2)).containsExactly(0, -1);
  }

  @Test
  void shouldHaveSlopeZeroAtKinksOfReluAndAbs() {
    assertThat(slope(Tensor::relu, 0)).isZero();
    assertThat(slope(Tensor::abs, 0)).isZero();
    assertThat(slope(Tensor::relu, -0.0)).isZero();
  }

  @Test
  void shouldDifferentiateSaturatedFunctions() {
    for (double x : new double[] {-700, -40, 40, 700}) {
      double sigmoid = x < 0 ? Math.exp(x) : 1;
      assertThat(slope(Tensor::softplus, x)).isCloseTo(sigmoid, within(1e-15));
      assertThat(slope(Tensor::sigmoid, x)).isCloseTo(0, within(1e-15));
      assertThat(slope(Tensor::tanh, x)).isZero();
    }
  }

  @Test
  void shouldNotPassStopGradient() {
    assertThat(slope(x -> x.times(x.stopGradient()), 3)).isEqualTo(3);
    assertThat(slope(x -> x.square().stopGradient().plus(x), 3)).isEqualTo(1);
    assertThat(slope(Tensor::stopGradient, 3)).isZero();
    Tensor stopped = a.square().stopGradient();
    Tensor gradient = Derivatives.of(stopped.times(stopped), List.of(stopped)).get(0);
    assertThat(new Interpreter(Map.of(a, new double[][] {{3}})).scalar(gradient)).isEqualTo(18);
  }

  @Test
  void shouldGiveZerosForWhatLossDoesNotDependOn() {
    Tensor other = Tensor.input("other", 2, 3);
    Tensor gradient = Derivatives.of(a.exp(), List.of(other)).get(0);
    assertThat(new Interpreter(Map.of()).value(gradient))
        .isEqualTo(new double[][] {{0, 0, 0}, {0, 0, 0}});
  }

  @Test
  void shouldDifferentiateWithRespectToInnerExpressionAndItsInput() {
    Tensor inner = a.square();
    Tensor loss = inner.times(inner).plus(a);
    List<Tensor> gradients = Derivatives.of(loss, List.of(a, inner, loss, a));
    Interpreter interpreter = new Interpreter(Map.of(a, new double[][] {{2}}));
    assertThat(gradients.stream().mapToDouble(interpreter::scalar))
        .containsExactly(33.0, 8.0, 1.0, 33.0);
  }

  @Test
  void shouldRejectLossThatIsNoScalarAndVariablesThatUsesPassBy() {
    Tensor x = Tensor.input("x", 2, 3);
    assertThatThrownBy(() -> Derivatives.of(x, List.of(x)))
        .hasMessageContaining("input x[2, 3]")
        .hasMessageContaining("scalar");
    assertThatThrownBy(() -> Derivatives.of(x, a, List.of(x)))
        .hasMessageContaining("input a[1, 1]")
        .hasMessageContaining("input x[2, 3]");
    Tensor repeated = a.broadcastTo(2, 3);
    assertThatThrownBy(() -> Derivatives.of(repeated.exp().sum(), List.of(repeated)))
        .hasMessageContaining("with respect to input a[1, 1]");
    Tensor transposed = x.transpose();
    assertThatThrownBy(() -> Derivatives.of(transposed.sum(), List.of(transposed)))
        .hasMessageContaining("with respect to input x[2, 3]");
  }
}

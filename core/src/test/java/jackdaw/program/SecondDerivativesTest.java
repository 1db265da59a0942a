package jackdaw.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import jackdaw.program.kernel.VectorKernels;
import jackdaw.tensor.Derivatives;
import jackdaw.tensor.Differences;
import jackdaw.tensor.Floats;
import jackdaw.tensor.Interpreter;
import jackdaw.tensor.Tensor;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The Hessian–vector product of a policy's divergence from itself, as TRPO needs it. */
class SecondDerivativesTest {
  private static final double STEP = 1e-3;

  private final SplittableRandom random = new SplittableRandom(11);
  private final Map<Tensor, double[][]> point = new IdentityHashMap<>();
  private final Policy policy = new Policy(5, 3, 4, 3);
  private final Tensor old = Tensor.input("old", 5, 3);
  private final List<Tensor> vector = new ArrayList<>();

  @BeforeEach
  void choosePoint() {
    set(policy.observation);
    for (Tensor parameter : policy.parameters) {
      set(parameter);
      Tensor part = Tensor.input("v", parameter.rows(), parameter.columns());
      vector.add(part);
      set(part);
    }
    point.put(old, new Interpreter(point).value(policy.logProbabilities()));
  }

  private void set(Tensor input) {
    point.put(input, Differences.random(input.rows(), input.columns(), random));
  }

  /** The mean over the batch of KL(old ‖ now). */
  private List<Tensor> gradients(Tensor from) {
    Tensor now = policy.logProbabilities();
    Tensor divergence = from.exp().times(from.minus(now)).sum().dividedBy(policy.batch);
    return Derivatives.of(divergence, policy.parameters);
  }

  private List<Tensor> products(List<Tensor> gradients) {
    Tensor along = Tensor.constant(0);
    for (int i = 0; i < gradients.size(); i++) {
      along = along.plus(gradients.get(i).times(vector.get(i)).sum());
    }
    return Derivatives.of(along, policy.parameters);
  }

  @Test
  void shouldEqualDifferencesOfGradients() {
    List<Tensor> gradients = gradients(old);
    List<Tensor> products = products(gradients);
    Interpreter exact = new Interpreter(point);
    for (int i = 0; i < products.size(); i++) {
      double[][] product = exact.value(products.get(i));
      double[][][] g = new double[5][][];
      for (int s = 0; s < 5; s++) {
        g[s] = new Interpreter(moved((s - 2) * STEP)).value(gradients.get(i));
      }
      for (int r = 0; r < product.length; r++) {
        for (int c = 0; c < product[0].length; c++) {
          double near = g[3][r][c] - g[1][r][c];
          double far = g[4][r][c] - g[0][r][c];
          assertThat(product[r][c]).isCloseTo((8 * near - far) / (12 * STEP), within(1e-8));
          // At the old policy the divergence has a curvature but no gradient.
          assertThat(g[2][r][c]).isCloseTo(0, within(1e-12));
        }
      }
    }
  }

  /** The point with the parameters moved along the vector. */
  private Map<Tensor, double[][]> moved(double step) {
    Map<Tensor, double[][]> result = new IdentityHashMap<>(point);
    for (int i = 0; i < vector.size(); i++) {
      Tensor parameter = policy.parameters.get(i);
      double[][] v = point.get(vector.get(i));
      double[][] values = new double[parameter.rows()][parameter.columns()];
      for (int r = 0; r < values.length; r++) {
        for (int c = 0; c < values[0].length; c++) {
          values[r][c] = point.get(parameter)[r][c] + step * v[r][c];
        }
      }
      result.put(parameter, values);
    }
    return result;
  }

  @Test
  void shouldHoldOldPolicyStillByStoppingItsGradient() {
    List<Tensor> expected = products(gradients(old));
    List<Tensor> stopped = products(gradients(policy.logProbabilities().stopGradient()));
    Interpreter exact = new Interpreter(point);
    for (int i = 0; i < expected.size(); i++) {
      float[] values = Floats.of(exact.value(stopped.get(i)));
      assertThat(Floats.error(values, exact.value(expected.get(i)))).isLessThan(1e-6);
    }
  }

  @Test
  void shouldComputeInFloats() {
    List<Tensor> products = products(gradients(old));
    Interpreter exact = new Interpreter(point);
    Program program = Program.compile(products, new VectorKernels());
    point.forEach(
        (input, values) -> {
          if (program.uses(input)) {
            program.input(input).set(Floats.of(values), 0);
          }
        });
    program.run();
    for (Tensor product : products) {
      assertThat(Floats.error(program.output(product).toArray(), exact.value(product)))
          .isLessThan(1e-5);
    }
  }
}

package jackdaw.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Compares derivatives with central differences of fourth order, in double precision. */
public final class Differences {
  /** Of the difference to the derivative, relative to the larger of it and 1; measured: 4.8e-10. */
  private static final double TOLERANCE = 1e-8;

  private static final double STEP = 1e-3;

  private Differences() {}

  /**
   * Checks ∂ (Σ w · output) / ∂ x and, for random v, the derivative of Σ v · ∂ (Σ w · output) / ∂
   * x, which is a Hessian–vector product, for all x given and for the weights w themselves.
   */
  public static void check(
      Tensor output,
      List<Tensor> inputs,
      Map<Tensor, double[][]> point,
      RandomGenerator random) {
    Map<Tensor, double[][]> values = new IdentityHashMap<>(point);
    List<Tensor> variables = new ArrayList<>(inputs);
    Tensor weight = likeRandom("w", output, values, random);
    Tensor loss = output.times(weight).sum();
    List<Tensor> first = Derivatives.of(loss, variables);
    checkFirst(loss, variables, first, values);
    Tensor along = Tensor.constant(0);
    for (Tensor gradient : first) {
      along = along.plus(gradient.times(likeRandom("v", gradient, values, random)).sum());
    }
    variables.add(weight);
    checkFirst(along, variables, Derivatives.of(along, variables), values);
  }

  private static Tensor likeRandom(
      String name, Tensor like, Map<Tensor, double[][]> values, RandomGenerator random) {
    Tensor input = Tensor.input(name, like.rows(), like.columns());
    values.put(input, random(like.rows(), like.columns(), random));
    return input;
  }

  /** Values between −2 and 2. */
  public static double[][] random(int rows, int columns, RandomGenerator random) {
    double[][] result = new double[rows][columns];
    for (double[] row : result) {
      for (int j = 0; j < columns; j++) {
        row[j] = random.nextDouble(-2, 2);
      }
    }
    return result;
  }

  /** Checks each value of each gradient. */
  public static void checkFirst(
      Tensor loss, List<Tensor> variables, List<Tensor> gradients, Map<Tensor, double[][]> point) {
    Interpreter interpreter = new Interpreter(point);
    for (int v = 0; v < variables.size(); v++) {
      Tensor x = variables.get(v);
      assertThat(gradients.get(v).hasShapeOf(x)).as("shape of d/d %s", x).isTrue();
      double[][] gradient = interpreter.value(gradients.get(v));
      for (int i = 0; i < x.rows(); i++) {
        for (int j = 0; j < x.columns(); j++) {
          double expected = difference(loss, x, i, j, point);
          assertThat(gradient[i][j])
              .as("d loss / d %s at [%d, %d]", x, i, j)
              .isCloseTo(expected, within(TOLERANCE * Math.max(1, Math.abs(expected))));
        }
      }
    }
  }

  private static double difference(
      Tensor loss, Tensor x, int i, int j, Map<Tensor, double[][]> point) {
    double far = at(loss, x, i, j, 2 * STEP, point) - at(loss, x, i, j, -2 * STEP, point);
    double near = at(loss, x, i, j, STEP, point) - at(loss, x, i, j, -STEP, point);
    return (8 * near - far) / (12 * STEP);
  }

  private static double at(
      Tensor loss, Tensor x, int i, int j, double step, Map<Tensor, double[][]> point) {
    double[] row = point.get(x)[i];
    double before = row[j];
    row[j] = before + step;
    double value = new Interpreter(point).scalar(loss);
    row[j] = before;
    return value;
  }
}

package jackdaw.tensor;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** First and second derivatives of every operation against central differences. */
class DerivativesTest {
  private static RandomGenerator seeded(String name) {
    return new SplittableRandom(name.hashCode());
  }

  static Stream<Arguments> functionsOfOne() {
    return Stream.of(
        one("negate", Tensor::negate),
        one("exp", Tensor::exp),
        one("log", x -> x.square().plus(0.5).log()),
        one("tanh", Tensor::tanh),
        one("relu", Tensor::relu),
        one("sigmoid", Tensor::sigmoid),
        one("softplus", Tensor::softplus),
        one("sqrt", x -> x.square().plus(0.5).sqrt()),
        one("square", Tensor::square),
        one("abs", Tensor::abs),
        one("clip", x -> x.clip(-1, 1)),
        one("relu of relu", x -> x.relu().minus(0.5).relu()),
        one("softmax", Tensor::softmax),
        one("log-softmax", Tensor::logSoftmax),
        one("sum", x -> x.square().sum()),
        one("sum of rows", x -> x.square().sumRows()),
        one("sum of columns", x -> x.square().sumColumns()),
        one("mean", x -> x.exp().mean()),
        one("mean of rows", x -> x.exp().meanRows()),
        one("mean of columns", x -> x.exp().meanColumns()),
        one("transpose", x -> x.exp().transpose().tanh()),
        one("product with its transpose", x -> x.matmul(x.transpose())),
        one("product of its transpose", x -> x.transpose().matmul(x)),
        one("reshape", x -> x.exp().reshape(x.columns(), x.rows()).tanh()),
        one("flattened", x -> x.reshape(1, x.rows() * x.columns()).logSoftmax()),
        one("repeated", x -> x.sumRows().exp().broadcastTo(7, x.columns()).times(x.mean())),
        one("shared", x -> x.tanh().times(x).plus(x.exp().dividedBy(x.square().plus(1)))),
        one("overlapping slices", DerivativesTest::overlappingSlices),
        one("concatenated with itself", DerivativesTest::concatenated),
        one("full", x -> Tensor.full(3, x.rows(), x.columns()).times(x).square()));
  }

  private static Tensor overlappingSlices(Tensor x) {
    int rows = x.rows();
    int columns = x.columns();
    Tensor sum = x.rows(0, 1).times(x.rows(rows - 1, rows)).times(x.columns(0, 1));
    for (int i = 0; i + 1 < rows; i++) {
      sum = sum.plus(x.rows(i, i + 2).sumRows().exp().times(0.1 * i + 1));
    }
    for (int j = 0; j + 1 < columns; j++) {
      sum = sum.plus(x.columns(j, j + 2).sumColumns().tanh()).plus(x.square());
    }
    return sum;
  }

  private static Tensor concatenated(Tensor x) {
    Tensor below = Tensor.concatenateRows(List.of(x, x.exp(), x.sumRows(), x));
    return Tensor.concatenateColumns(List.of(below, below.tanh(), below.sumColumns())).square();
  }

  private static Arguments one(String name, UnaryOperator<Tensor> f) {
    return arguments(name, f);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("functionsOfOne")
  void shouldDifferentiateFunctionOfOne(String name, UnaryOperator<Tensor> f) {
    for (int[] shape : new int[][] {{3, 4}, {4, 2}, {1, 3}, {3, 1}, {1, 1}}) {
      Tensor x = Tensor.input("x", shape[0], shape[1]);
      check(f.apply(x), seeded(name), x);
    }
  }

  static Stream<Arguments> functionsOfTwo() {
    return Stream.of(
        two("plus", Tensor::plus),
        two("minus", Tensor::minus),
        two("times", Tensor::times),
        two("divided by", (a, b) -> a.dividedBy(b.square().plus(1))),
        two("min", (a, b) -> a.min(b).times(a)),
        two("max", (a, b) -> a.max(b).times(b)),
        two("less than", (a, b) -> a.lessThan(b).times(a)),
        two("clip between", (a, b) -> a.clip(b.minus(1), b.plus(1)).square()),
        two("times slope of tanh", (a, b) -> a.timesTanhSlope(b.tanh())),
        two("unequal powers", (a, b) -> a.times(b.exp()).tanh()),
        two("log of square", (a, b) -> a.times(b.square().plus(1).log())));
  }

  private static Arguments two(String name, BinaryOperator<Tensor> f) {
    return arguments(name, f);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("functionsOfTwo")
  void shouldDifferentiateFunctionOfTwoWithBroadcast(String name, BinaryOperator<Tensor> f) {
    int[][] shapes = {{3, 4}, {1, 4}, {3, 1}, {1, 1}};
    for (int[] left : shapes) {
      for (int[] right : shapes) {
        Tensor a = Tensor.input("a", left[0], left[1]);
        Tensor b = Tensor.input("b", right[0], right[1]);
        check(f.apply(a, b), seeded(name), a, b);
      }
    }
  }

  @ParameterizedTest(name = "{0}, {1}")
  @CsvSource({"false, false", "false, true", "true, false", "true, true"})
  void shouldDifferentiateProduct(boolean transposeA, boolean transposeB) {
    Tensor a = transposeA ? Tensor.input("a", 4, 3) : Tensor.input("a", 3, 4);
    Tensor b = transposeB ? Tensor.input("b", 2, 4) : Tensor.input("b", 4, 2);
    Tensor c = Tensor.input("c", 1, 2);
    Tensor left = transposeA ? a.transpose() : a;
    Tensor right = transposeB ? b.transpose() : b;
    check(left.matmul(right).plus(c).tanh(), seeded("product"), a, b, c);
  }

  @Test
  void shouldDifferentiatePickedColumn() {
    Tensor x = Tensor.input("x", 5, 3);
    Tensor index = Tensor.input("index", 5, 1);
    RandomGenerator random = seeded("pick");
    Map<Tensor, double[][]> point = new IdentityHashMap<>();
    point.put(x, Differences.random(5, 3, random));
    point.put(index, new double[][] {{0}, {2}, {1}, {2}, {2}});
    Differences.check(x.logSoftmax().pick(index).exp(), List.of(x), point, random);
    Differences.check(x.square().times(index.oneHot(3)), List.of(x), point, random);
  }

  private static void check(Tensor output, RandomGenerator random, Tensor... variables) {
    Map<Tensor, double[][]> point = new IdentityHashMap<>();
    for (int v = 0; v < variables.length; v++) {
      double[][] values = Differences.random(variables[v].rows(), variables[v].columns(), random);
      for (double[] row : values) {
        for (int j = 0; j < row.length; j++) {
          row[j] = awayFromKinks(row[j], v);
        }
      }
      point.put(variables[v], values);
    }
    Differences.check(output, List.of(variables), point, random);
  }

  /** Never within 0.01 of a multiple of ½, nor of a value of the other variable. */
  private static double awayFromKinks(double x, int variable) {
    return (Math.rint(x * 10) + 0.3 + 0.5 * (variable % 2)) / 10 + 0.005 * Math.sin(x * 1000);
  }
}

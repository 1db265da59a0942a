package jackdaw.tensor;

import jackdaw.tensor.Operation.Binary;
import jackdaw.tensor.Operation.Unary;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * The definition of every operation in double precision, as simple as possible. Derivatives and
 * float kernels are compared with it. Values are [rows][columns].
 */
public final class Interpreter {
  private final Map<Tensor, double[][]> values = new IdentityHashMap<>();

  /** Makes an interpreter with these values of the inputs. */
  public Interpreter(Map<Tensor, double[][]> inputs) {
    values.putAll(inputs);
  }

  /** Sets an input, before the value of any expression that depends on it is requested. */
  public void set(Tensor input, double[][] value) {
    values.put(input, value);
  }

  /** Returns the value of an expression; each subexpression is computed once. */
  public double[][] value(Tensor output) {
    for (Tensor node : Graph.inOrder(List.of(output))) {
      if (!values.containsKey(node)) {
        values.put(node, compute(node));
      }
    }
    return values.get(output);
  }

  /** The value of a scalar. */
  public double scalar(Tensor output) {
    return value(output)[0][0];
  }

  private interface Cell {
    double at(int i, int j);
  }

  private static double[][] fill(Tensor shape, Cell cell) {
    double[][] result = new double[shape.rows()][shape.columns()];
    for (int i = 0; i < shape.rows(); i++) {
      for (int j = 0; j < shape.columns(); j++) {
        result[i][j] = cell.at(i, j);
      }
    }
    return result;
  }

  private double[][] compute(Tensor node) {
    double[][] a = node.inputs().isEmpty() ? new double[1][1] : values.get(node.input(0));
    double[][] b = node.inputs().size() < 2 ? a : values.get(node.input(1));
    int width = a[0].length;
    return switch (node.operation()) {
      case Operation.Input input -> throw new IllegalArgumentException("no value for " + node);
      case Operation.Constant constant -> fill(node, (i, j) -> constant.value());
      case Unary f -> fill(node, (i, j) -> unary(f, a[i][j]));
      case Binary f -> fill(node, (i, j) -> binary(f, repeated(a, i, j), repeated(b, i, j)));
      case Operation.MatMul m -> fill(node, (i, j) -> sum(1, width, (z, k) -> a[i][k] * b[k][j]));
      case Operation.Convolve c ->
          switch (c.side()) {
            case OUTPUTS -> convolution(c.convolution(), node, a, b, node);
            case WEIGHTS -> convolution(c.convolution(), node, a, node, b);
            case IMAGES -> convolution(c.convolution(), node, node, a, b);
          };
      case Operation.Transpose t -> fill(node, (i, j) -> a[j][i]);
      case Operation.Reshape r ->
          fill(
              node,
              (i, j) -> {
                int index = i * node.columns() + j;
                return a[index / width][index % width];
              });
      case Operation.Broadcast r -> fill(node, (i, j) -> repeated(a, i, j));
      case Operation.Sum s ->
          switch (s) {
            case ALL -> fill(node, (i, j) -> sum(a.length, width, (k, l) -> a[k][l]));
            case ROWS -> fill(node, (i, j) -> sum(a.length, 1, (k, z) -> a[k][j]));
            case COLUMNS -> fill(node, (i, j) -> sum(1, width, (z, k) -> a[i][k]));
          };
      case Operation.LogSoftmax l -> fill(node, (i, j) -> logSoftmax(a[i], j));
      case Operation.Pick p -> fill(node, (i, j) -> a[i][(int) b[i][0]]);
      case Operation.OneHot o -> fill(node, (i, j) -> (int) a[i][0] == j ? 1 : 0);
      case Operation.Concatenate c -> fill(node, (i, j) -> concatenated(node, c.rows(), i, j));
      case Operation.Slice s ->
          fill(node, (i, j) -> s.rows() ? a[i + s.from()][j] : a[i][j + s.from()]);
    };
  }

  /** Returns the index in an image of the window's k-th value. */
  private static int pixel(Convolution c, int top, int left, int k) {
    int size = c.size();
    if (c.planes()) {
      int inPlane = (top + k / size % size) * c.width() + left + k % size;
      return k / size / size * c.height() * c.width() + inPlane;
    }
    int row = top + k / c.channels() / size;
    int column = left + k / c.channels() % size;
    return (row * c.width() + column) * c.channels() + k % c.channels();
  }

  /** Adds up the terms of the form; the requested derivative is the expression itself. */
  private static double[][] convolution(
      Convolution c, Tensor shape, Object images, Object weights, Object outputs) {
    double[][] result = new double[shape.rows()][shape.columns()];
    double[][] x = images == shape ? null : (double[][]) images;
    double[][] w = weights == shape ? null : (double[][]) weights;
    double[][] g = outputs == shape ? null : (double[][]) outputs;
    int count = x == null ? g.length : x.length;
    for (int n = 0; n < count; n++) {
      for (int o = 0; o < c.outputs(); o++) {
        int top = o / c.filters() / c.outWidth() * c.stride();
        int left = o / c.filters() % c.outWidth() * c.stride();
        for (int k = 0; k < c.window(); k++) {
          int pixel = pixel(c, top, left, k);
          int filter = o % c.filters();
          if (g == null) {
            result[n][o] += x[n][pixel] * w[k][filter];
          } else if (w == null) {
            result[k][filter] += x[n][pixel] * g[n][o];
          } else {
            result[n][pixel] += w[k][filter] * g[n][o];
          }
        }
      }
    }
    return result;
  }

  private static double unary(Unary f, double x) {
    return switch (f) {
      case STOP_GRADIENT -> x;
      case NEGATE -> -x;
      case EXP -> Math.exp(x);
      case LOG -> Math.log(x);
      case TANH -> Math.tanh(x);
      case RELU -> Math.max(x, 0);
      case SIGMOID -> 1 / (1 + Math.exp(-x));
      case SOFTPLUS -> Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
      case SQRT -> Math.sqrt(x);
      case SQUARE -> x * x;
      case ABS -> Math.abs(x);
      case STEP -> x > 0 ? 1 : 0;
      case SIGN -> Math.signum(x);
    };
  }

  private static double binary(Binary f, double a, double b) {
    return switch (f) {
      case PLUS -> a + b;
      case MINUS -> a - b;
      case TIMES -> a * b;
      case DIVIDED_BY -> a / b;
      case MIN -> Math.min(a, b);
      case MAX -> Math.max(a, b);
      case LESS -> a < b ? 1 : a == b ? 0.5 : 0;
      case TIMES_TANH_SLOPE -> a * (1 - b * b);
    };
  }

  private static double repeated(double[][] x, int i, int j) {
    double[] row = x[x.length == 1 ? 0 : i];
    return row[row.length == 1 ? 0 : j];
  }

  private static double sum(int rows, int columns, Cell cell) {
    double sum = 0;
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        sum += cell.at(i, j);
      }
    }
    return sum;
  }

  private static double logSoftmax(double[] row, int j) {
    double max = Double.NEGATIVE_INFINITY;
    for (double x : row) {
      max = Math.max(max, x);
    }
    double shift = max;
    return row[j] - shift - Math.log(sum(1, row.length, (z, k) -> Math.exp(row[k] - shift)));
  }

  private double concatenated(Tensor node, boolean alongRows, int i, int j) {
    int position = alongRows ? i : j;
    for (Tensor part : node.inputs()) {
      int length = alongRows ? part.rows() : part.columns();
      if (position < length) {
        return alongRows ? values.get(part)[position][j] : values.get(part)[i][position];
      }
      position -= length;
    }
    throw new IllegalStateException("parts shorter than " + node);
  }
}

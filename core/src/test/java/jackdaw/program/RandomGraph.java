package jackdaw.program;

import jackdaw.tensor.Derivatives;
import jackdaw.tensor.Graph;
import jackdaw.tensor.Interpreter;
import jackdaw.tensor.Operation;
import jackdaw.tensor.Operation.Binary;
import jackdaw.tensor.Operation.Unary;
import jackdaw.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.DoublePredicate;

/**
 * A random expression graph with the values of its inputs, the same for the same seed. All values
 * are of moderate size and away from kinks, at which a float and a double could be on different
 * sides.
 */
final class RandomGraph {
  private static final int[] SIZES = {
    1, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 20, 31, 32, 33, 47, 48, 63, 64, 65, 70
  };

  private static final int LARGEST = 5000;

  final Map<Tensor, double[][]> inputs = new IdentityHashMap<>();
  final List<Tensor> outputs = new ArrayList<>();

  private final SplittableRandom random;
  private final List<Tensor> pool = new ArrayList<>();
  private final Interpreter interpreter = new Interpreter(inputs);

  /** A graph of about {@code operations} operations, and its derivatives of the given order. */
  RandomGraph(long seed, int operations, int order) {
    random = new SplittableRandom(seed);
    for (int i = 0; i < 3; i++) {
      input(size(), size());
    }
    while (pool.size() < operations) {
      Tensor next = any(random.nextInt(24), pick());
      if (isTame(next)) {
        pool.add(next);
      }
    }
    outputs.add(pool.get(pool.size() - 1));
    for (int i = 0; i < 3; i++) {
      outputs.add(pick());
    }
    List<Tensor> variables =
        Graph.inOrder(outputs).stream()
            .filter(node -> inputs.containsKey(node) && pool.contains(node))
            .limit(8)
            .toList();
    for (int i = 0; i < order; i++) {
      Tensor loss = Tensor.constant(0);
      for (Tensor output : List.copyOf(outputs)) {
        loss = loss.plus(output.times(input(output.rows(), output.columns())).sum());
      }
      outputs.add(loss);
      outputs.addAll(Derivatives.of(loss, variables));
    }
  }

  /** The exact values of the outputs. */
  List<double[][]> expected() {
    return outputs.stream().map(interpreter::value).toList();
  }

  private Tensor any(int choice, Tensor a) {
    return switch (choice) {
      case 0 -> a.tanh();
      case 1 -> a.exp();
      case 2 -> a.abs().plus(0.5).log();
      case 3 -> a.relu();
      case 4 -> a.sigmoid().sqrt();
      case 5 -> a.softplus();
      case 6 -> a.square().negate();
      case 7 -> a.logSoftmax();
      case 8 -> a.softmax();
      case 9 -> a.clip(-0.5, 1);
      case 10 -> a.transpose();
      case 11 -> random.nextBoolean() ? a.sumRows() : a.meanColumns();
      case 12 -> random.nextBoolean() ? a.meanRows() : a.sumColumns();
      case 13 -> slice(a);
      case 14 -> concatenation(a);
      case 15 -> reshaped(a);
      case 16 -> a.pick(indices(a.rows(), a.columns()));
      case 17 -> repeated(a);
      case 18, 19, 20 -> product(a).dividedBy(Math.sqrt(a.columns()));
      default -> combined(a, partner(a));
    };
  }

  private Tensor combined(Tensor a, Tensor b) {
    return switch (random.nextInt(8)) {
      case 0 -> a.plus(b);
      case 1 -> b.minus(a);
      case 2 -> a.times(b);
      case 3 -> a.dividedBy(b.abs().plus(0.5));
      case 4 -> a.min(b);
      case 5 -> b.max(a);
      case 6 -> a.clip(b.minus(1), b);
      default -> a.times(0.5).plus(b.stopGradient());
    };
  }

  /** Returns an operand that fits a: of its shape, a row, a column, a scalar, or larger. */
  private Tensor partner(Tensor a) {
    List<Tensor> fitting = new ArrayList<>();
    for (Tensor b : pool) {
      if ((b.rows() == a.rows() || b.rows() == 1 || a.rows() == 1)
          && (b.columns() == a.columns() || b.columns() == 1 || a.columns() == 1)) {
        fitting.add(b);
      }
    }
    if (random.nextBoolean()) {
      return fitting.get(random.nextInt(fitting.size()));
    }
    boolean row = random.nextBoolean();
    boolean column = random.nextBoolean();
    return input(row ? 1 : a.rows(), column ? 1 : a.columns());
  }

  /** Returns a product with or without transposes, sometimes with a sum that can be fused. */
  private Tensor product(Tensor a) {
    int columns = size();
    Tensor b =
        random.nextBoolean()
            ? input(a.columns(), columns)
            : input(columns, a.columns()).transpose();
    Tensor product = random.nextInt(3) == 0 ? b.transpose().matmul(a.transpose()) : a.matmul(b);
    return switch (random.nextInt(4)) {
      case 0 -> product.plus(input(1, product.columns()));
      case 1 -> input(product.rows(), product.columns()).plus(product);
      case 2 -> product.plus(product.tanh());
      default -> product;
    };
  }

  private Tensor slice(Tensor a) {
    boolean rows = random.nextBoolean();
    int limit = rows ? a.rows() : a.columns();
    int from = random.nextInt(limit);
    int to = random.nextInt(from + 1, limit + 1);
    return rows ? a.rows(from, to) : a.columns(from, to);
  }

  private Tensor concatenation(Tensor a) {
    return random.nextBoolean()
        ? Tensor.concatenateRows(List.of(a, input(size(), a.columns()), a.tanh()))
        : Tensor.concatenateColumns(List.of(input(a.rows(), size()), a.negate(), a));
  }

  private Tensor reshaped(Tensor a) {
    int size = a.rows() * a.columns();
    int rows = random.nextInt(1, size + 1);
    while (size % rows != 0) {
      rows = random.nextInt(1, size + 1);
    }
    return a.reshape(rows, size / rows);
  }

  private Tensor repeated(Tensor a) {
    return a
        .broadcastTo(a.rows() == 1 ? size() : a.rows(), a.columns() == 1 ? size() : a.columns());
  }

  private Tensor indices(int rows, int classes) {
    Tensor index = Tensor.input("index", rows, 1);
    double[][] values = new double[rows][1];
    for (double[] row : values) {
      row[0] = random.nextInt(classes);
    }
    set(index, values);
    return index;
  }

  private Tensor input(int rows, int columns) {
    Tensor input = Tensor.input("i" + inputs.size(), rows, columns);
    double[][] values = new double[rows][columns];
    for (double[] row : values) {
      for (int j = 0; j < columns; j++) {
        row[j] = (float) random.nextDouble(-2, 2);
      }
    }
    set(input, values);
    pool.add(input);
    return input;
  }

  private void set(Tensor input, double[][] values) {
    inputs.put(input, values);
    interpreter.set(input, values);
  }

  private boolean isTame(Tensor tensor) {
    List<Tensor> nodes = Graph.inOrder(List.of(tensor));
    for (Tensor node : nodes) {
      if ((long) node.rows() * node.columns() > LARGEST) {
        return false;
      }
    }
    for (Tensor node : nodes) {
      boolean hasKink =
          switch (node.operation()) {
            case Operation.Unary f -> f == Unary.RELU || f == Unary.ABS;
            case Operation.Binary f -> f == Binary.MIN || f == Binary.MAX;
            default -> false;
          };
      if (hasKink) {
        Tensor distance =
            node.inputs().size() == 1 ? node.input(0) : node.input(0).minus(node.input(1));
        if (!all(distance, x -> x == 0 || Math.abs(x) > 1e-4)) {
          return false;
        }
      }
    }
    return all(tensor, x -> Math.abs(x) < 20);
  }

  private boolean all(Tensor tensor, DoublePredicate condition) {
    return Arrays.stream(interpreter.value(tensor)).flatMapToDouble(Arrays::stream)
        .allMatch(condition);
  }

  private int size() {
    return SIZES[random.nextInt(SIZES.length)];
  }

  private Tensor pick() {
    return pool.get(random.nextInt(pool.size()));
  }
}

package jackdaw.tensor;

import jackdaw.tensor.Operation.Binary;
import jackdaw.tensor.Operation.Convolve.Side;
import jackdaw.tensor.Operation.Sum;
import jackdaw.tensor.Operation.Unary;
import java.util.List;
import java.util.Locale;

/**
 * A matrix-valued expression with a fixed shape. Expressions form a graph and hold no values:
 * {@link Derivatives} returns their derivatives, which are expressions too, and a {@code Program}
 * computes them.
 *
 * <p>Everything is a matrix [rows, columns] of 32-bit floats; by convention a row is one element of
 * a batch. In {@link #plus}, {@link #minus}, {@link #times}, {@link #dividedBy}, {@link #min} and
 * {@link #max} a row [1, c], a column [r, 1] or a scalar [1, 1] is repeated to fit the other side.
 *
 * <p>{@code equals} is identity: expressions share subexpressions, and to compare two by content
 * could take exponential time.
 */
public final class Tensor {
  private final Operation operation;
  private final List<Tensor> inputs;
  private final int rows;
  private final int columns;

  private Tensor(Operation operation, int rows, int columns, Tensor... inputs) {
    if (rows < 1 || columns < 1) {
      throw new IllegalArgumentException(
          "a tensor of shape [%d, %d] is not possible: both must be at least 1"
              .formatted(rows, columns));
    }
    this.operation = operation;
    this.inputs = List.of(inputs);
    this.rows = rows;
    this.columns = columns;
  }

  /** Makes an input, which is set before a program runs; two of the same name are two inputs. */
  public static Tensor input(String name, int rows, int columns) {
    return new Tensor(new Operation.Input(name), rows, columns);
  }

  /** Makes a constant number, of shape [1, 1]. */
  public static Tensor constant(double value) {
    return new Tensor(new Operation.Constant((float) value), 1, 1);
  }

  /** Makes a matrix with the same number everywhere. */
  public static Tensor full(double value, int rows, int columns) {
    return constant(value).broadcastTo(rows, columns);
  }

  /** The number of rows. */
  public int rows() {
    return rows;
  }

  /** The number of columns. */
  public int columns() {
    return columns;
  }

  public Operation operation() {
    return operation;
  }

  public List<Tensor> inputs() {
    return inputs;
  }

  public Tensor input(int index) {
    return inputs.get(index);
  }

  public boolean hasShapeOf(Tensor other) {
    return rows == other.rows && columns == other.columns;
  }

  boolean isConstant(float value) {
    return operation instanceof Operation.Constant constant && constant.value() == value;
  }

  /** Returns true if this expression uses {@code part}, or is it. */
  public boolean dependsOn(Tensor part) {
    return Graph.inOrder(List.of(this)).contains(part);
  }

  /** Returns a + b. */
  public Tensor plus(Tensor other) {
    return binary(Binary.PLUS, other);
  }

  /** Returns a + b for a number b. */
  public Tensor plus(double number) {
    return plus(constant(number));
  }

  /** Returns a − b. */
  public Tensor minus(Tensor other) {
    return binary(Binary.MINUS, other);
  }

  /** Returns a − b for a number b. */
  public Tensor minus(double number) {
    return minus(constant(number));
  }

  /** Returns a · b, element-wise. */
  public Tensor times(Tensor other) {
    return binary(Binary.TIMES, other);
  }

  /** Returns a · b for a number b. */
  public Tensor times(double number) {
    return times(constant(number));
  }

  /** Returns a / b, element-wise. */
  public Tensor dividedBy(Tensor other) {
    return binary(Binary.DIVIDED_BY, other);
  }

  /** Returns a / b for a number b. */
  public Tensor dividedBy(double number) {
    return dividedBy(constant(number));
  }

  /** Returns the smaller of a and b; if they are equal, each has half of the derivative. */
  public Tensor min(Tensor other) {
    return binary(Binary.MIN, other);
  }

  /** Returns the larger of a and b; if they are equal, each has half of the derivative. */
  public Tensor max(Tensor other) {
    return binary(Binary.MAX, other);
  }

  /** Returns the smaller of each element and a number; the derivative goes to smaller elements. */
  public Tensor min(double number) {
    return min(constant(number));
  }

  /** Returns the larger of each element and a number; the derivative goes to larger elements. */
  public Tensor max(double number) {
    return max(constant(number));
  }

  /** Limits a to [low, high]. */
  public Tensor clip(double low, double high) {
    if (!(low <= high)) {
      throw new IllegalArgumentException(
          "clip needs low <= high, not %s and %s".formatted(low, high));
    }
    return clip(constant(low), constant(high));
  }

  /** Limits a to [low, high], where the bounds are tensors. */
  public Tensor clip(Tensor low, Tensor high) {
    return max(low).min(high);
  }

  /** Returns 1 where a < b, ½ where they are equal, 0 elsewhere, with a derivative of 0. */
  public Tensor lessThan(Tensor other) {
    return binary(Binary.LESS, other);
  }

  /** Returns a (1 − b²), the derivative of b = tanh(x) times a. */
  Tensor timesTanhSlope(Tensor tanh) {
    return binary(Binary.TIMES_TANH_SLOPE, tanh);
  }

  /** Returns −a. */
  public Tensor negate() {
    return unary(Unary.NEGATE);
  }

  /** Returns eᵃ. */
  public Tensor exp() {
    return unary(Unary.EXP);
  }

  /** Returns the natural logarithm; −∞ at 0, NaN below. */
  public Tensor log() {
    return unary(Unary.LOG);
  }

  /** Returns the hyperbolic tangent. */
  public Tensor tanh() {
    return unary(Unary.TANH);
  }

  /** Returns max(a, 0), with derivative 0 at 0. */
  public Tensor relu() {
    return unary(Unary.RELU);
  }

  /** Returns 1 / (1 + e⁻ᵃ). */
  public Tensor sigmoid() {
    return unary(Unary.SIGMOID);
  }

  /** Returns log(1 + eᵃ). */
  public Tensor softplus() {
    return unary(Unary.SOFTPLUS);
  }

  /** Returns the square root; NaN below 0. */
  public Tensor sqrt() {
    return unary(Unary.SQRT);
  }

  /** Returns a². */
  public Tensor square() {
    return unary(Unary.SQUARE);
  }

  /** Returns |a|, with derivative 0 at 0. */
  public Tensor abs() {
    return unary(Unary.ABS);
  }

  /** Returns a with a derivative of 0. */
  public Tensor stopGradient() {
    return unary(Unary.STOP_GRADIENT);
  }

  Tensor step() {
    return unary(Unary.STEP);
  }

  Tensor sign() {
    return unary(Unary.SIGN);
  }

  /**
   * Returns the product [r, k] · [k, c] = [r, c]; transposed operands are copied only if needed.
   */
  public Tensor matmul(Tensor other) {
    if (columns != other.rows) {
      throw mismatch("matmul", other);
    }
    return new Tensor(new Operation.MatMul(), rows, other.columns, this, other);
  }

  /**
   * Applies a convolution to each row, which is an image: [n, inputs] becomes [n, outputs].
   *
   * @param weights [window, filters]
   */
  public Tensor convolve(Tensor weights, Convolution convolution) {
    if (columns != convolution.inputs()) {
      throw new IllegalArgumentException(
          "%s does not fit %s: a row has to have %d values"
              .formatted(this, convolution, convolution.inputs()));
    }
    if (weights.rows != convolution.window() || weights.columns != convolution.filters()) {
      throw new IllegalArgumentException(
          "weights %s do not fit %s: they have to be [%d, %d]"
              .formatted(weights, convolution, convolution.window(), convolution.filters()));
    }
    return convolution(convolution, Side.OUTPUTS, rows, convolution.outputs(), this, weights);
  }

  /** Returns the derivative with respect to the weights, from images and output gradients. */
  static Tensor convolveWeights(Convolution convolution, Tensor images, Tensor gradients) {
    return convolution(
        convolution, Side.WEIGHTS, convolution.window(), convolution.filters(), images, gradients);
  }

  /** Returns the derivative with respect to the images, from weights and output gradients. */
  static Tensor convolveImages(Convolution convolution, Tensor weights, Tensor gradients) {
    return convolution(
        convolution, Side.IMAGES, gradients.rows, convolution.inputs(), weights, gradients);
  }

  private static Tensor convolution(
      Convolution convolution, Side side, int rows, int columns, Tensor a, Tensor b) {
    return new Tensor(new Operation.Convolve(convolution, side), rows, columns, a, b);
  }

  /** Returns the transpose, [c, r]. */
  public Tensor transpose() {
    return operation instanceof Operation.Transpose
        ? input(0)
        : new Tensor(new Operation.Transpose(), columns, rows, this);
  }

  /** Returns the same values in row-major order, with another shape of the same size. */
  public Tensor reshape(int newRows, int newColumns) {
    if ((long) newRows * newColumns != (long) rows * columns) {
      throw new IllegalArgumentException(
          "%s of %d values cannot be reshaped to [%d, %d]"
              .formatted(shape(), (long) rows * columns, newRows, newColumns));
    }
    return newRows == rows && newColumns == columns
        ? this
        : new Tensor(new Operation.Reshape(), newRows, newColumns, this);
  }

  /** Repeats a row, column or scalar to a shape. */
  public Tensor broadcastTo(int newRows, int newColumns) {
    if (rows == newRows && columns == newColumns) {
      return this;
    }
    if ((rows != 1 && rows != newRows) || (columns != 1 && columns != newColumns)) {
      throw new IllegalArgumentException(
          "%s cannot be repeated to [%d, %d]".formatted(shape(), newRows, newColumns));
    }
    return new Tensor(new Operation.Broadcast(), newRows, newColumns, this);
  }

  /** Returns the sum of all values, [1, 1]. */
  public Tensor sum() {
    return rows == 1 && columns == 1 ? this : new Tensor(Sum.ALL, 1, 1, this);
  }

  /** Returns the sum over the rows, [1, c]. */
  public Tensor sumRows() {
    return rows == 1 ? this : new Tensor(Sum.ROWS, 1, columns, this);
  }

  /** Returns the sum over the columns, [r, 1]. */
  public Tensor sumColumns() {
    return columns == 1 ? this : new Tensor(Sum.COLUMNS, rows, 1, this);
  }

  /** Returns the mean of all values, [1, 1]. */
  public Tensor mean() {
    return sum().times(1.0 / ((double) rows * columns));
  }

  /** Returns the mean over the rows, [1, c]. */
  public Tensor meanRows() {
    return sumRows().times(1.0 / rows);
  }

  /** Returns the mean over the columns, [r, 1]. */
  public Tensor meanColumns() {
    return sumColumns().times(1.0 / columns);
  }

  /** Returns x − log Σ eˣ along each row, without overflow. */
  public Tensor logSoftmax() {
    return new Tensor(new Operation.LogSoftmax(), rows, columns, this);
  }

  /** Returns eˣ / Σ eˣ along each row, without overflow. */
  public Tensor softmax() {
    return logSoftmax().exp();
  }

  /**
   * Picks one value of each row, [r, 1].
   *
   * @param index [r, 1], the column to pick in each row: whole numbers 0 … c − 1
   */
  public Tensor pick(Tensor index) {
    if (index.rows != rows || index.columns != 1) {
      throw mismatch("pick", index);
    }
    return new Tensor(new Operation.Pick(), rows, 1, this, index);
  }

  /** Returns [r, classes] for indices [r, 1]: a 1 at each row's index and 0 elsewhere. */
  public Tensor oneHot(int classes) {
    if (columns != 1) {
      throw new IllegalArgumentException("one-hot needs a column of indices, not " + shape());
    }
    return new Tensor(new Operation.OneHot(), rows, classes, this);
  }

  /** Returns rows {@code from} (included) to {@code to} (excluded). */
  public Tensor rows(int from, int to) {
    checkRange("rows", from, to, rows);
    return to - from == rows
        ? this
        : new Tensor(new Operation.Slice(true, from), to - from, columns, this);
  }

  /** Returns columns {@code from} (included) to {@code to} (excluded). */
  public Tensor columns(int from, int to) {
    checkRange("columns", from, to, columns);
    return to - from == columns
        ? this
        : new Tensor(new Operation.Slice(false, from), rows, to - from, this);
  }

  /** Concatenates tensors with the same number of columns, one below the other. */
  public static Tensor concatenateRows(List<Tensor> parts) {
    return concatenate(true, parts);
  }

  /** Concatenates tensors with the same number of rows, side by side. */
  public static Tensor concatenateColumns(List<Tensor> parts) {
    return concatenate(false, parts);
  }

  private static Tensor concatenate(boolean alongRows, List<Tensor> parts) {
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("concatenation needs at least one tensor");
    }
    Tensor first = parts.get(0);
    if (parts.size() == 1) {
      return first;
    }
    int length = 0;
    for (Tensor part : parts) {
      if (alongRows ? part.columns != first.columns : part.rows != first.rows) {
        throw first.mismatch("concatenation", part);
      }
      length = Math.addExact(length, alongRows ? part.rows : part.columns);
    }
    return new Tensor(
        new Operation.Concatenate(alongRows),
        alongRows ? length : first.rows,
        alongRows ? first.columns : length,
        parts.toArray(Tensor[]::new));
  }

  /** Applies a function; that of a repeated value is computed once and then repeated. */
  private Tensor unary(Unary unary) {
    if (operation instanceof Operation.Broadcast) {
      return input(0).unary(unary).broadcastTo(rows, columns);
    }
    if (unary == Unary.NEGATE && operation instanceof Operation.Constant number) {
      return constant(-number.value());
    }
    return new Tensor(unary, rows, columns, this);
  }

  private Tensor binary(Binary binary, Tensor other) {
    boolean rowsFit = rows == other.rows || rows == 1 || other.rows == 1;
    boolean columnsFit = columns == other.columns || columns == 1 || other.columns == 1;
    if (!rowsFit || !columnsFit) {
      throw mismatch(binary.name().toLowerCase(Locale.ROOT), other);
    }
    return repeatable(binary, unrepeated(), other.unrepeated())
        .broadcastTo(Math.max(rows, other.rows), Math.max(columns, other.columns));
  }

  /** Returns the repeated value, since {@link #binary} repeats by itself, or this. */
  private Tensor unrepeated() {
    return operation instanceof Operation.Broadcast ? input(0) : this;
  }

  private static Tensor repeatable(Binary binary, Tensor a, Tensor b) {
    int rows = Math.max(a.rows, b.rows);
    int columns = Math.max(a.columns, b.columns);
    if (binary == Binary.TIMES
        && a.operation instanceof Operation.Constant x
        && b.operation instanceof Operation.Constant y) {
      return constant(x.value() * y.value());
    }
    Tensor unchanged =
        switch (binary) {
          case PLUS -> b.isConstant(0) ? a : a.isConstant(0) ? b : null;
          case MINUS -> b.isConstant(0) ? a : null;
          case TIMES -> b.isConstant(1) ? a : a.isConstant(1) ? b : null;
          case DIVIDED_BY -> b.isConstant(1) ? a : null;
          case MIN, MAX, LESS, TIMES_TANH_SLOPE -> null;
        };
    return unchanged != null ? unchanged : new Tensor(binary, rows, columns, a, b);
  }

  private void checkRange(String what, int from, int to, int limit) {
    if (from < 0 || to > limit || from >= to) {
      throw new IllegalArgumentException(
          "%s %d to %d are not within the %d of %s".formatted(what, from, to, limit, shape()));
    }
  }

  private IllegalArgumentException mismatch(String what, Tensor other) {
    return new IllegalArgumentException(
        "%s: shapes %s and %s do not fit".formatted(what, shape(), other.shape()));
  }

  private String shape() {
    return "[" + rows + ", " + columns + "]";
  }

  @Override
  public String toString() {
    String name =
        operation instanceof Operation.Input input ? "input " + input.name() : operation.toString();
    return name + shape();
  }
}

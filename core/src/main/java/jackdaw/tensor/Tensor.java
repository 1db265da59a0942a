package jackdaw.tensor;

import jackdaw.program.Program;
import jackdaw.tensor.Operation.Binary;
import jackdaw.tensor.Operation.Convolve.Side;
import jackdaw.tensor.Operation.Sum;
import jackdaw.tensor.Operation.Unary;
import java.util.List;
import java.util.Locale;

/**
 * A matrix-valued expression of a shape that is known when it is written. Expressions form a graph
 * and have no values of their own: {@link Derivatives} makes their derivatives, expressions again,
 * and {@link Program} computes them.
 *
 * <p>Everything is a matrix [rows, columns] of 32-bit floats; by custom a row is one element of a
 * batch. In {@link #plus}, {@link #minus}, {@link #times}, {@link #dividedBy}, {@link #min} and
 * {@link #max} a row [1, c], a column [r, 1] or a scalar [1, 1] is repeated to fit the other side.
 *
 * <p>A tensor is itself only ({@code equals} is identity): a graph can share parts, and comparing
 * two by content could take forever.
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

  /** A value that is given each time before a program runs; two of the same name are two inputs. */
  public static Tensor input(String name, int rows, int columns) {
    return new Tensor(new Operation.Input(name), rows, columns);
  }

  /** A number, of shape [1, 1]. */
  public static Tensor constant(double value) {
    return new Tensor(new Operation.Constant((float) value), 1, 1);
  }

  /** A matrix with the same number everywhere. */
  public static Tensor full(double value, int rows, int columns) {
    return constant(value).broadcastTo(rows, columns);
  }

  /** Number of rows. */
  public int rows() {
    return rows;
  }

  /** Number of columns. */
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

  /** True if this is made of {@code part}, or is it. */
  public boolean dependsOn(Tensor part) {
    return Graph.inOrder(List.of(this)).contains(part);
  }

  /** a + b. */
  public Tensor plus(Tensor other) {
    return binary(Binary.PLUS, other);
  }

  /** a + b for a number b. */
  public Tensor plus(double number) {
    return plus(constant(number));
  }

  /** a − b. */
  public Tensor minus(Tensor other) {
    return binary(Binary.MINUS, other);
  }

  /** a − b for a number b. */
  public Tensor minus(double number) {
    return minus(constant(number));
  }

  /** a · b, value by value. */
  public Tensor times(Tensor other) {
    return binary(Binary.TIMES, other);
  }

  /** a · b for a number b. */
  public Tensor times(double number) {
    return times(constant(number));
  }

  /** a / b, value by value. */
  public Tensor dividedBy(Tensor other) {
    return binary(Binary.DIVIDED_BY, other);
  }

  /** a / b for a number b. */
  public Tensor dividedBy(double number) {
    return dividedBy(constant(number));
  }

  /** The smaller of a and b; where they are equal each has half of the derivative. */
  public Tensor min(Tensor other) {
    return binary(Binary.MIN, other);
  }

  /** The larger of a and b; where they are equal each has half of the derivative. */
  public Tensor max(Tensor other) {
    return binary(Binary.MAX, other);
  }

  /** a, or the nearer bound where it lies outside [low, high]. */
  public Tensor clip(double low, double high) {
    if (!(low <= high)) {
      throw new IllegalArgumentException(
          "clip needs low <= high, not %s and %s".formatted(low, high));
    }
    return clip(constant(low), constant(high));
  }

  /** a, or the nearer bound where it lies outside [low, high]; the bounds are tensors. */
  public Tensor clip(Tensor low, Tensor high) {
    return max(low).min(high);
  }

  /** 1 where a < b, ½ where they are equal, 0 elsewhere; its derivative is 0. */
  public Tensor lessThan(Tensor other) {
    return binary(Binary.LESS, other);
  }

  /** a (1 − b²), the derivative of b = tanh(x) times a. */
  Tensor timesTanhSlope(Tensor tanh) {
    return binary(Binary.TIMES_TANH_SLOPE, tanh);
  }

  /** −a. */
  public Tensor negate() {
    return unary(Unary.NEGATE);
  }

  /** eᵃ. */
  public Tensor exp() {
    return unary(Unary.EXP);
  }

  /** Natural logarithm; −∞ at 0, NaN below. */
  public Tensor log() {
    return unary(Unary.LOG);
  }

  /** Hyperbolic tangent. */
  public Tensor tanh() {
    return unary(Unary.TANH);
  }

  /** max(a, 0), with derivative 0 at 0. */
  public Tensor relu() {
    return unary(Unary.RELU);
  }

  /** 1 / (1 + e⁻ᵃ). */
  public Tensor sigmoid() {
    return unary(Unary.SIGMOID);
  }

  /** log(1 + eᵃ). */
  public Tensor softplus() {
    return unary(Unary.SOFTPLUS);
  }

  /** Square root; NaN below 0. */
  public Tensor sqrt() {
    return unary(Unary.SQRT);
  }

  /** a². */
  public Tensor square() {
    return unary(Unary.SQUARE);
  }

  /** |a|, with derivative 0 at 0. */
  public Tensor abs() {
    return unary(Unary.ABS);
  }

  /** a itself, but derivatives do not go through it. */
  public Tensor stopGradient() {
    return unary(Unary.STOP_GRADIENT);
  }

  Tensor step() {
    return unary(Unary.STEP);
  }

  Tensor sign() {
    return unary(Unary.SIGN);
  }

  /** Matrix product [r, k] · [k, c] = [r, c]; transposed operands cost no copy where possible. */
  public Tensor matmul(Tensor other) {
    if (columns != other.rows) {
      throw mismatch("matmul", other);
    }
    return new Tensor(new Operation.MatMul(), rows, other.columns, this, other);
  }

  /**
   * Each row, an image, through a convolution: [n, inputs] becomes [n, outputs].
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

  /** The derivative with respect to the weights, for images and gradients of what comes out. */
  static Tensor convolveWeights(Convolution convolution, Tensor images, Tensor gradients) {
    return convolution(
        convolution, Side.WEIGHTS, convolution.window(), convolution.filters(), images, gradients);
  }

  /** The derivative with respect to the images, for weights and gradients of what comes out. */
  static Tensor convolveImages(Convolution convolution, Tensor weights, Tensor gradients) {
    return convolution(
        convolution, Side.IMAGES, gradients.rows, convolution.inputs(), weights, gradients);
  }

  private static Tensor convolution(
      Convolution convolution, Side side, int rows, int columns, Tensor a, Tensor b) {
    return new Tensor(new Operation.Convolve(convolution, side), rows, columns, a, b);
  }

  /** The transpose, [c, r]. */
  public Tensor transpose() {
    return operation instanceof Operation.Transpose
        ? input(0)
        : new Tensor(new Operation.Transpose(), columns, rows, this);
  }

  /** The same values in row-major order under another shape of the same size. */
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

  /** A row, column or scalar repeated to a shape. */
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

  /** Sum of all values, [1, 1]. */
  public Tensor sum() {
    return rows == 1 && columns == 1 ? this : new Tensor(Sum.ALL, 1, 1, this);
  }

  /** Sum over the rows, [1, c]. */
  public Tensor sumRows() {
    return rows == 1 ? this : new Tensor(Sum.ROWS, 1, columns, this);
  }

  /** Sum over the columns, [r, 1]. */
  public Tensor sumColumns() {
    return columns == 1 ? this : new Tensor(Sum.COLUMNS, rows, 1, this);
  }

  /** Mean of all values, [1, 1]. */
  public Tensor mean() {
    return sum().times(1.0 / ((double) rows * columns));
  }

  /** Mean over the rows, [1, c]. */
  public Tensor meanRows() {
    return sumRows().times(1.0 / rows);
  }

  /** Mean over the columns, [r, 1]. */
  public Tensor meanColumns() {
    return sumColumns().times(1.0 / columns);
  }

  /** x − log Σ eˣ along each row, without overflow. */
  public Tensor logSoftmax() {
    return new Tensor(new Operation.LogSoftmax(), rows, columns, this);
  }

  /** eˣ / Σ eˣ along each row, without overflow. */
  public Tensor softmax() {
    return logSoftmax().exp();
  }

  /**
   * One value a row, [r, 1].
   *
   * @param index [r, 1], which column to take in each row: whole numbers 0 … c − 1
   */
  public Tensor pick(Tensor index) {
    if (index.rows != rows || index.columns != 1) {
      throw mismatch("pick", index);
    }
    return new Tensor(new Operation.Pick(), rows, 1, this, index);
  }

  /** For indices [r, 1] the matrix [r, classes] with a 1 at each row's index and 0 elsewhere. */
  public Tensor oneHot(int classes) {
    if (columns != 1) {
      throw new IllegalArgumentException("one-hot needs a column of indices, not " + shape());
    }
    return new Tensor(new Operation.OneHot(), rows, classes, this);
  }

  /** Rows {@code from} (included) to {@code to} (excluded). */
  public Tensor rows(int from, int to) {
    checkRange("rows", from, to, rows);
    return to - from == rows
        ? this
        : new Tensor(new Operation.Slice(true, from), to - from, columns, this);
  }

  /** Columns {@code from} (included) to {@code to} (excluded). */
  public Tensor columns(int from, int to) {
    checkRange("columns", from, to, columns);
    return to - from == columns
        ? this
        : new Tensor(new Operation.Slice(false, from), rows, to - from, this);
  }

  /** Tensors of as many columns, one below the other. */
  public static Tensor concatenateRows(List<Tensor> parts) {
    return concatenate(true, parts);
  }

  /** Tensors of as many rows, side by side. */
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

  /** A function of a repeated value is the repeated function of the value. */
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

  /** What is repeated here, since {@link #binary} repeats by itself; or this. */
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

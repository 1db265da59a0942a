package jackdaw.tensor;

/**
 * The operation of a {@link Tensor} on its inputs. Each operation has four places: its shape rule
 * in {@code Tensor}, its derivative in {@link Derivatives}, its kernel in {@code Kernels} (chosen
 * by {@code Lowering}), and its meaning in double precision in the tests' interpreter.
 */
public sealed interface Operation {
  /** A value that is set before a program runs. */
  record Input(String name) implements Operation {}

  /** A constant number, of shape [1, 1]. */
  record Constant(float value) implements Operation {}

  /** Element-wise functions of one value. */
  enum Unary implements Operation {
    /** The value itself, with a derivative of 0. */
    STOP_GRADIENT,
    NEGATE,
    EXP,
    LOG,
    TANH,
    RELU,
    SIGMOID,
    /** log(1 + eˣ). */
    SOFTPLUS,
    SQRT,
    SQUARE,
    ABS,
    /** 1 if x > 0, otherwise 0: the derivative of RELU. */
    STEP,
    /** −1, 0 or 1: the derivative of ABS. */
    SIGN
  }

  /** Element-wise functions of two values; a row, column or scalar is repeated. */
  enum Binary implements Operation {
    PLUS,
    MINUS,
    TIMES,
    DIVIDED_BY,
    MIN,
    MAX,
    /** 1 if a < b, ½ if they are equal, otherwise 0: the derivative of MIN with respect to a. */
    LESS,
    /** a (1 − b²): the derivative of b = tanh(x), times a. */
    TIMES_TANH_SLOPE
  }

  /** Matrix product. */
  record MatMul() implements Operation {}

  /** The transpose. */
  record Transpose() implements Operation {}

  /** The same values in row-major order, with another shape. */
  record Reshape() implements Operation {}

  /** A row, column or scalar repeated to a shape. */
  record Broadcast() implements Operation {}

  /** Sums. */
  enum Sum implements Operation {
    /** Over all values: [r, c] becomes [1, 1]. */
    ALL,
    /** Over rows: [r, c] becomes [1, c]. */
    ROWS,
    /** Over columns: [r, c] becomes [r, 1]. */
    COLUMNS
  }

  /** x − log Σ eˣ along each row. */
  record LogSoftmax() implements Operation {}

  /** The value x[i, index[i]] of each row, for x [r, c] and index [r, 1]. */
  record Pick() implements Operation {}

  /** For index [r, 1], rows with a 1 at the index and 0 elsewhere. */
  record OneHot() implements Operation {}

  /** Inputs one below the other ({@code rows}) or side by side. */
  record Concatenate(boolean rows) implements Operation {}

  /** Contiguous rows or columns that start at {@code from}. */
  record Slice(boolean rows, int from) implements Operation {}

  /**
   * A derivative of the form Σ output(image, weights) · gradient, which is linear in images [n,
   * inputs], weights [window, filters] and gradients [n, outputs]. The derivative with respect to
   * one of the three uses the other two, in this order.
   */
  record Convolve(Convolution convolution, Side side) implements Operation {
    /** The one to differentiate by. */
    public enum Side {
      OUTPUTS,
      WEIGHTS,
      IMAGES
    }
  }
}

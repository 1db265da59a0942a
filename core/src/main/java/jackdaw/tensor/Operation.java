package jackdaw.tensor;

import jackdaw.program.kernel.Kernels;

/**
 * What a {@link Tensor} does with its inputs. Each operation has four places: its shape rule in
 * {@code Tensor}, its derivative in {@link Derivatives}, its kernel in {@link Kernels} (chosen by
 * {@code Lowering}), and its meaning in double precision in the tests' interpreter.
 */
public sealed interface Operation {
  /** A value that is given before a program runs. */
  record Input(String name) implements Operation {}

  /** A number that never changes; always of shape [1, 1]. */
  record Constant(float value) implements Operation {}

  /** Functions of one value, applied to each. */
  enum Unary implements Operation {
    /** The value itself; its derivative is taken to be 0. */
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
    /** 1 where x > 0, else 0: the derivative of RELU. */
    STEP,
    /** −1, 0 or 1: the derivative of ABS. */
    SIGN
  }

  /** Functions of two values, applied to each pair; a row, column or scalar is repeated. */
  enum Binary implements Operation {
    PLUS,
    MINUS,
    TIMES,
    DIVIDED_BY,
    MIN,
    MAX,
    /** 1 where a < b, ½ where they are equal, else 0: the derivative of MIN with respect to a. */
    LESS,
    /** a (1 − b²): the derivative of b = tanh(x), times a. */
    TIMES_TANH_SLOPE
  }

  /** Matrix product. */
  record MatMul() implements Operation {}

  /** Rows become columns. */
  record Transpose() implements Operation {}

  /** The same values in row-major order under another shape. */
  record Reshape() implements Operation {}

  /** A row, column or scalar repeated to a shape. */
  record Broadcast() implements Operation {}

  /** What a sum goes over. */
  enum Sum implements Operation {
    /** Everything: [r, c] becomes [1, 1]. */
    ALL,
    /** Over rows: [r, c] becomes [1, c]. */
    ROWS,
    /** Over columns: [r, c] becomes [r, 1]. */
    COLUMNS
  }

  /** x − log Σ eˣ along each row. */
  record LogSoftmax() implements Operation {}

  /** From (x [r, c], index [r, 1]) the value x[i, index[i]] of each row. */
  record Pick() implements Operation {}

  /** From index [r, 1] a row with a 1 at the index and 0 elsewhere. */
  record OneHot() implements Operation {}

  /** Inputs one below the other ({@code rows}) or side by side. */
  record Concatenate(boolean rows) implements Operation {}

  /** A run of rows or of columns that starts at {@code from}. */
  record Slice(boolean rows, int from) implements Operation {}

  /**
   * One side of the form Σ output(image, weights) · gradient, which is linear in images [n, inputs],
   * weights [window, filters] and gradients [n, outputs]: its derivative with respect to one of the
   * three, made of the other two in this order.
   */
  record Convolve(Convolution convolution, Side side) implements Operation {
    /** Which one it is. */
    public enum Side {
      OUTPUTS,
      WEIGHTS,
      IMAGES
    }
  }
}

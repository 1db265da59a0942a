package jackdaw.program.machine;

import static jackdaw.machine.Assembler.EQUAL;
import static jackdaw.machine.Assembler.LESS;
import static jackdaw.machine.Assembler.LESS_OR_EQUAL;
import static jackdaw.machine.Assembler.UNORDERED;

import jackdaw.machine.Assembler;
import jackdaw.program.kernel.ScalarLoops;
import jackdaw.program.kernel.ScalarMath;
import jackdaw.program.kernel.VectorMath;
import jackdaw.tensor.Operation.Binary;
import jackdaw.tensor.Operation.Unary;

/**
 * Element-wise functions as machine code on vector registers, with the same operations as {@link
 * ScalarMath}. They give the same bits, except for the last division of tanh with vectors of 16
 * floats. Eight vectors hold intermediate values, masks 2 and 3 the results of comparisons.
 */
final class MachineFunctions {
  /** The first of the two masks. */
  private static final int MASK = 2;

  private final Assembler code;

  // Vectors for intermediate values.
  private final int v0;
  private final int v1;
  private final int v2;
  private final int v3;
  private final int v4;

  /**
   * Writes to this code.
   *
   * @param first the first of eight vectors that they may change
   */
  MachineFunctions(Assembler code, int first) {
    this.code = code;
    v0 = first;
    v1 = first + 1;
    v2 = first + 2;
    v3 = first + 3;
    v4 = first + 4;
  }

  /** Returns true if a function needs at most four more vectors, with masks that are vectors. */
  static boolean isSmall(Unary f) {
    return f != Unary.LOG && f != Unary.SOFTPLUS && f != Unary.SIGN;
  }

  /** Computes d = f(x); the two may be the same vector. */
  void unary(Unary f, int d, int x) {
    switch (f) {
      case STOP_GRADIENT -> code.move(d, x);
      case NEGATE -> code.applyBits(Assembler.Binary.XOR, d, x, 0x80000000);
      case EXP -> exp(d, x);
      case LOG -> log(d, x);
      case TANH -> tanh(d, x);
      case RELU -> {
        code.zero(v0);
        code.compare(LESS, MASK, x, v0);
        code.blend(d, MASK, x, v0);
      }
      case SIGMOID -> {
        code.applyBits(Assembler.Binary.XOR, d, x, 0x80000000);
        exp(d, d);
        code.apply(Assembler.Binary.ADD, d, d, 1f);
        code.broadcast(v0, 1f);
        code.apply(Assembler.Binary.DIVIDE, d, v0, d);
      }
      case SOFTPLUS -> softplus(d, x);
      case SQRT -> code.root(d, x);
      case SQUARE -> code.apply(Assembler.Binary.MULTIPLY, d, x, x);
      case ABS -> code.applyBits(Assembler.Binary.AND, d, x, 0x7fffffff);
      case STEP -> {
        code.zero(v0);
        code.broadcast(v1, 1f);
        code.compare(LESS, MASK, v0, x);
        code.blend(d, MASK, v0, v1);
      }
      case SIGN -> {
        code.zero(v0);
        code.broadcast(v1, 1f);
        code.compare(LESS, MASK, v0, x);
        code.compare(LESS, MASK + 1, x, v0);
        code.blend(d, MASK, x, v1);
        code.broadcast(v1, -1f);
        code.blend(d, MASK + 1, d, v1);
      }
    }
  }

  /** Computes d = f(a, b); d is another vector than a and b. */
  void binary(Binary f, int d, int a, int b) {
    switch (f) {
      case PLUS -> code.apply(Assembler.Binary.ADD, d, a, b);
      case MINUS -> code.apply(Assembler.Binary.SUBTRACT, d, a, b);
      case TIMES -> code.apply(Assembler.Binary.MULTIPLY, d, a, b);
      case DIVIDED_BY -> code.apply(Assembler.Binary.DIVIDE, d, a, b);
      case MIN -> orNaN(Assembler.Binary.MIN, d, a, b);
      case MAX -> orNaN(Assembler.Binary.MAX, d, a, b);
      case LESS -> {
        code.zero(v0);
        code.broadcast(v1, 1f);
        code.compare(LESS, MASK, a, b);
        code.compare(EQUAL, MASK + 1, a, b);
        code.blend(d, MASK, v0, v1);
        code.broadcast(v1, 0.5f);
        code.blend(d, MASK + 1, d, v1);
      }
      case TIMES_TANH_SLOPE -> {
        code.apply(Assembler.Binary.MULTIPLY, v0, a, b);
        code.apply(Assembler.Binary.MULTIPLY, v0, v0, b);
        code.apply(Assembler.Binary.SUBTRACT, d, a, v0);
      }
    }
  }

  /** Computes MIN or MAX. The processor returns b if one is NaN, so a NaN in a is added here. */
  private void orNaN(Assembler.Binary f, int d, int a, int b) {
    code.apply(f, d, a, b);
    code.compare(UNORDERED, MASK, a, a);
    code.blend(d, MASK, d, a);
  }

  /** See {@link ScalarMath#exp}. */
  void exp(int d, int x) {
    code.broadcast(v0, VectorMath.EXP_MIN);
    code.apply(Assembler.Binary.MAX, v0, v0, x);
    code.broadcast(v1, VectorMath.EXP_MAX);
    code.apply(Assembler.Binary.MIN, v0, v1, v0);
    code.broadcast(v1, VectorMath.ROUND);
    code.move(v2, v0);
    code.broadcast(v3, VectorMath.LOG2_E);
    code.apply(Assembler.Binary.TIMES_PLUS, v2, v3, v1);
    // v2: shifted, v1: n, v0: r.
    code.apply(Assembler.Binary.SUBTRACT, v1, v2, v1);
    code.broadcast(v3, VectorMath.LN2_HIGH);
    code.apply(Assembler.Binary.MULTIPLY_SUBTRACT, v0, v1, v3);
    code.broadcast(v3, VectorMath.LN2_LOW);
    code.apply(Assembler.Binary.MULTIPLY_SUBTRACT, v0, v1, v3);
    code.broadcast(v3, VectorMath.EXP_7);
    timesPlus(v3, v0, VectorMath.EXP_6);
    timesPlus(v3, v0, VectorMath.EXP_5);
    timesPlus(v3, v0, VectorMath.EXP_4);
    timesPlus(v3, v0, VectorMath.EXP_3);
    timesPlus(v3, v0, VectorMath.EXP_2);
    code.apply(Assembler.Binary.MULTIPLY, v1, v0, v0);
    code.apply(Assembler.Binary.ADD, v0, v0, 1f);
    code.apply(Assembler.Binary.TIMES_PLUS, v3, v1, v0);
    code.applyBits(Assembler.Binary.SUBTRACT_INTEGERS, v2, v2, VectorMath.ROUND_BITS - 254);
    code.shiftRight(v0, v2, 1);
    code.apply(Assembler.Binary.SUBTRACT_INTEGERS, v2, v2, v0);
    code.shiftLeft(v0, v0, 23);
    code.shiftLeft(v2, v2, 23);
    code.apply(Assembler.Binary.MULTIPLY, v3, v3, v0);
    code.apply(Assembler.Binary.MULTIPLY, d, v3, v2);
  }

  /** Computes d = d · a + number. */
  private void timesPlus(int d, int a, float number) {
    code.apply(Assembler.Binary.TIMES_PLUS, d, a, number);
  }

  /** See {@link ScalarMath#log}. */
  void log(int d, int x) {
    code.applyBits(Assembler.Binary.SUBTRACT_INTEGERS, v0, x, VectorMath.ROOT_HALF_BITS);
    code.shiftRight(v0, v0, 23);
    code.shiftLeft(v1, v0, 23);
    code.apply(Assembler.Binary.SUBTRACT_INTEGERS, v1, x, v1);
    code.apply(Assembler.Binary.SUBTRACT, v1, v1, 1f);
    code.applyBits(Assembler.Binary.ADD_INTEGERS, v0, v0, VectorMath.ROUND_BITS);
    code.apply(Assembler.Binary.SUBTRACT, v0, v0, VectorMath.ROUND);
    // v0: e, v1: m − 1, v2: the polynomial, v3: the square.
    code.broadcast(v2, VectorMath.LOG_9);
    timesPlus(v2, v1, VectorMath.LOG_8);
    timesPlus(v2, v1, VectorMath.LOG_7);
    timesPlus(v2, v1, VectorMath.LOG_6);
    timesPlus(v2, v1, VectorMath.LOG_5);
    timesPlus(v2, v1, VectorMath.LOG_4);
    timesPlus(v2, v1, VectorMath.LOG_3);
    timesPlus(v2, v1, VectorMath.LOG_2);
    timesPlus(v2, v1, VectorMath.LOG_1);
    code.apply(Assembler.Binary.MULTIPLY, v3, v1, v1);
    code.apply(Assembler.Binary.MULTIPLY, v2, v2, v1);
    code.apply(Assembler.Binary.MULTIPLY, v2, v2, v3);
    multiplyAdd(v2, v0, VectorMath.LN2_LOW);
    multiplyAdd(v2, v3, -0.5f);
    code.apply(Assembler.Binary.ADD, v2, v2, v1);
    multiplyAdd(v2, v0, VectorMath.LN2_HIGH);
    // Arguments that are not positive and finite.
    code.broadcast(v0, Float.MIN_NORMAL);
    code.broadcast(v1, Float.NEGATIVE_INFINITY);
    code.compare(LESS, MASK, x, v0);
    code.blend(v2, MASK, v2, v1);
    code.zero(v0);
    code.broadcast(v1, Float.NaN);
    code.compare(LESS, MASK, x, v0);
    code.blend(v2, MASK, v2, v1);
    code.broadcast(v0, Float.MAX_VALUE);
    code.compare(LESS_OR_EQUAL, MASK, x, v0);
    code.blend(d, MASK, x, v2);
  }

  /** Computes d = a · number + d. */
  private void multiplyAdd(int d, int a, float number) {
    code.apply(Assembler.Binary.MULTIPLY_ADD, d, a, number);
  }

  /** See {@link ScalarMath#tanh}. */
  void tanh(int d, int x) {
    // The limit is the first operand, so that NaN stays NaN.
    code.broadcast(v0, -VectorMath.TANH_LIMIT);
    code.apply(Assembler.Binary.MAX, v0, v0, x);
    code.broadcast(v1, VectorMath.TANH_LIMIT);
    code.apply(Assembler.Binary.MIN, v0, v1, v0);
    code.apply(Assembler.Binary.MULTIPLY, v1, v0, v0);
    code.broadcast(v2, VectorMath.TANH_P4);
    code.broadcast(v3, VectorMath.TANH_Q4);
    timesPlus(v2, v1, VectorMath.TANH_P3);
    timesPlus(v3, v1, VectorMath.TANH_Q3);
    timesPlus(v2, v1, VectorMath.TANH_P2);
    timesPlus(v3, v1, VectorMath.TANH_Q2);
    timesPlus(v2, v1, VectorMath.TANH_P1);
    timesPlus(v3, v1, VectorMath.TANH_Q1);
    timesPlus(v2, v1, VectorMath.TANH_P0);
    timesPlus(v3, v1, 1f);
    code.apply(Assembler.Binary.MULTIPLY, v0, v0, v2);
    code.divide(d, v0, v3, v1, v2);
  }

  /** See {@link ScalarLoops}: max(x, 0) + log1p(exp(−|x|)). */
  private void softplus(int d, int x) {
    int positive = v4;
    int u = v4 + 1;
    int w = v4 + 2;
    code.zero(v0);
    code.compare(LESS, MASK, x, v0);
    code.blend(positive, MASK, x, v0);
    code.applyBits(
        Assembler.Binary.AND, u, x, 0x7fffffff);
    code.applyBits(Assembler.Binary.XOR, u, u, 0x80000000);
    exp(u, u);
    code.apply(Assembler.Binary.ADD, w, u, 1f);
    log(v4 + 3, w);
    code.apply(Assembler.Binary.SUBTRACT, w, w, 1f);
    code.apply(Assembler.Binary.MULTIPLY, v4 + 3, v4 + 3, u);
    code.apply(Assembler.Binary.DIVIDE, v4 + 3, v4 + 3, w);
    code.zero(v0);
    code.compare(EQUAL, MASK, w, v0);
    code.blend(v4 + 3, MASK, v4 + 3, u);
    code.apply(Assembler.Binary.ADD, d, positive, v4 + 3);
  }
}

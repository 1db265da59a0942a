package jackdaw.tensor;

import static jackdaw.machine.Assembler.EQUAL;
import static jackdaw.machine.Assembler.LESS;
import static jackdaw.machine.Assembler.LESS_OR_EQUAL;
import static jackdaw.machine.Assembler.UNORDERED;

import jackdaw.machine.Assembler;
import jackdaw.tensor.Operation.Binary;
import jackdaw.tensor.Operation.Unary;

/**
 * Functions value by value as machine code on vector registers, operation by operation as in {@link
 * ScalarMath}; but for the last division of tanh they give the same bits. Vectors {@value #FIRST} and up hold what they need on
 * the way, mask 2 and 3 their comparisons.
 */
final class MachineFunctions {
  static final int FIRST = 8;
  private static final int A = FIRST;
  private static final int B = FIRST + 1;
  private static final int C = FIRST + 2;
  private static final int D = FIRST + 3;
  private static final int E = FIRST + 4;
  private static final int MASK = 2;

  private final Assembler code;

  MachineFunctions(Assembler code) {
    this.code = code;
  }

  /** d = f(x); the two may be the same vector. */
  void unary(Unary f, int d, int x) {
    switch (f) {
      case STOP_GRADIENT -> code.move(d, x);
      case NEGATE -> code.applyBits(Assembler.Binary.XOR, d, x, 0x80000000);
      case EXP -> exp(d, x);
      case LOG -> log(d, x);
      case TANH -> tanh(d, x);
      case RELU -> {
        code.zero(A);
        code.compare(LESS, MASK, x, A);
        code.blend(d, MASK, x, A);
      }
      case SIGMOID -> {
        code.applyBits(Assembler.Binary.XOR, d, x, 0x80000000);
        exp(d, d);
        code.apply(Assembler.Binary.ADD, d, d, 1f);
        code.broadcast(A, 1f);
        code.apply(Assembler.Binary.DIVIDE, d, A, d);
      }
      case SOFTPLUS -> softplus(d, x);
      case SQRT -> code.root(d, x);
      case SQUARE -> code.apply(Assembler.Binary.MULTIPLY, d, x, x);
      case ABS -> code.applyBits(Assembler.Binary.AND, d, x, 0x7fffffff);
      case STEP -> {
        code.zero(A);
        code.broadcast(B, 1f);
        code.compare(LESS, MASK, A, x);
        code.blend(d, MASK, A, B);
      }
      case SIGN -> {
        code.zero(A);
        code.broadcast(B, 1f);
        code.compare(LESS, MASK, A, x);
        code.compare(LESS, MASK + 1, x, A);
        code.blend(d, MASK, x, B);
        code.broadcast(B, -1f);
        code.blend(d, MASK + 1, d, B);
      }
    }
  }

  /** d = f(a, b); d is neither. */
  void binary(Binary f, int d, int a, int b) {
    switch (f) {
      case PLUS -> code.apply(Assembler.Binary.ADD, d, a, b);
      case MINUS -> code.apply(Assembler.Binary.SUBTRACT, d, a, b);
      case TIMES -> code.apply(Assembler.Binary.MULTIPLY, d, a, b);
      case DIVIDED_BY -> code.apply(Assembler.Binary.DIVIDE, d, a, b);
      case MIN -> orNaN(Assembler.Binary.MIN, d, a, b);
      case MAX -> orNaN(Assembler.Binary.MAX, d, a, b);
      case LESS -> {
        code.zero(A);
        code.broadcast(B, 1f);
        code.compare(LESS, MASK, a, b);
        code.compare(EQUAL, MASK + 1, a, b);
        code.blend(d, MASK, A, B);
        code.broadcast(B, 0.5f);
        code.blend(d, MASK + 1, d, B);
      }
      case TIMES_TANH_SLOPE -> {
        code.apply(Assembler.Binary.MULTIPLY, A, a, b);
        code.apply(Assembler.Binary.MULTIPLY, A, A, b);
        code.apply(Assembler.Binary.SUBTRACT, d, a, A);
      }
    }
  }

  /** The processor gives b where one is not a number; so only an a that is none is lost. */
  private void orNaN(Assembler.Binary f, int d, int a, int b) {
    code.apply(f, d, a, b);
    code.compare(UNORDERED, MASK, a, a);
    code.blend(d, MASK, d, a);
  }

  /** See {@link ScalarMath#exp}. */
  void exp(int d, int x) {
    code.broadcast(A, VectorMath.EXP_MIN);
    code.apply(Assembler.Binary.MAX, A, A, x);
    code.broadcast(B, VectorMath.EXP_MAX);
    code.apply(Assembler.Binary.MIN, A, B, A);
    code.broadcast(B, VectorMath.ROUND);
    code.move(C, A);
    code.broadcast(D, VectorMath.LOG2_E);
    code.apply(Assembler.Binary.TIMES_PLUS, C, D, B);
    // C: shifted, B: n, A: r
    code.apply(Assembler.Binary.SUBTRACT, B, C, B);
    code.broadcast(D, VectorMath.LN2_HIGH);
    code.apply(Assembler.Binary.MULTIPLY_SUBTRACT, A, B, D);
    code.broadcast(D, VectorMath.LN2_LOW);
    code.apply(Assembler.Binary.MULTIPLY_SUBTRACT, A, B, D);
    code.broadcast(D, VectorMath.EXP_7);
    timesPlus(D, A, VectorMath.EXP_6);
    timesPlus(D, A, VectorMath.EXP_5);
    timesPlus(D, A, VectorMath.EXP_4);
    timesPlus(D, A, VectorMath.EXP_3);
    timesPlus(D, A, VectorMath.EXP_2);
    code.apply(Assembler.Binary.MULTIPLY, B, A, A);
    code.apply(Assembler.Binary.ADD, A, A, 1f);
    code.apply(Assembler.Binary.TIMES_PLUS, D, B, A);
    code.applyBits(Assembler.Binary.SUBTRACT_INTEGERS, C, C, VectorMath.ROUND_BITS - 254);
    code.shiftRight(A, C, 1);
    code.apply(Assembler.Binary.SUBTRACT_INTEGERS, C, C, A);
    code.shiftLeft(A, A, 23);
    code.shiftLeft(C, C, 23);
    code.apply(Assembler.Binary.MULTIPLY, D, D, A);
    code.apply(Assembler.Binary.MULTIPLY, d, D, C);
  }

  /** d = d · a + number. */
  private void timesPlus(int d, int a, float number) {
    code.apply(Assembler.Binary.TIMES_PLUS, d, a, number);
  }

  /** See {@link ScalarMath#log}. */
  void log(int d, int x) {
    code.applyBits(Assembler.Binary.SUBTRACT_INTEGERS, A, x, VectorMath.ROOT_HALF_BITS);
    code.shiftRight(A, A, 23);
    code.shiftLeft(B, A, 23);
    code.apply(Assembler.Binary.SUBTRACT_INTEGERS, B, x, B);
    code.apply(Assembler.Binary.SUBTRACT, B, B, 1f);
    code.applyBits(Assembler.Binary.ADD_INTEGERS, A, A, VectorMath.ROUND_BITS);
    code.apply(Assembler.Binary.SUBTRACT, A, A, VectorMath.ROUND);
    // A: e, B: m − 1, C: the polynomial, D: the square
    code.broadcast(C, VectorMath.LOG_9);
    timesPlus(C, B, VectorMath.LOG_8);
    timesPlus(C, B, VectorMath.LOG_7);
    timesPlus(C, B, VectorMath.LOG_6);
    timesPlus(C, B, VectorMath.LOG_5);
    timesPlus(C, B, VectorMath.LOG_4);
    timesPlus(C, B, VectorMath.LOG_3);
    timesPlus(C, B, VectorMath.LOG_2);
    timesPlus(C, B, VectorMath.LOG_1);
    code.apply(Assembler.Binary.MULTIPLY, D, B, B);
    code.apply(Assembler.Binary.MULTIPLY, C, C, B);
    code.apply(Assembler.Binary.MULTIPLY, C, C, D);
    multiplyAdd(C, A, VectorMath.LN2_LOW);
    multiplyAdd(C, D, -0.5f);
    code.apply(Assembler.Binary.ADD, C, C, B);
    multiplyAdd(C, A, VectorMath.LN2_HIGH);
    // what is no positive finite number
    code.broadcast(A, Float.MIN_NORMAL);
    code.broadcast(B, Float.NEGATIVE_INFINITY);
    code.compare(LESS, MASK, x, A);
    code.blend(C, MASK, C, B);
    code.zero(A);
    code.broadcast(B, Float.NaN);
    code.compare(LESS, MASK, x, A);
    code.blend(C, MASK, C, B);
    code.broadcast(A, Float.MAX_VALUE);
    code.compare(LESS_OR_EQUAL, MASK, x, A);
    code.blend(d, MASK, x, C);
  }

  /** d = a · number + d. */
  private void multiplyAdd(int d, int a, float number) {
    code.apply(Assembler.Binary.MULTIPLY_ADD, d, a, number);
  }

  /** See {@link ScalarMath#tanh}. */
  void tanh(int d, int x) {
    // the limit comes first, so that what is no number stays none
    code.broadcast(A, -VectorMath.TANH_LIMIT);
    code.apply(Assembler.Binary.MAX, A, A, x);
    code.broadcast(B, VectorMath.TANH_LIMIT);
    code.apply(Assembler.Binary.MIN, A, B, A);
    code.apply(Assembler.Binary.MULTIPLY, B, A, A);
    code.broadcast(C, VectorMath.TANH_P4);
    code.broadcast(D, VectorMath.TANH_Q4);
    timesPlus(C, B, VectorMath.TANH_P3);
    timesPlus(D, B, VectorMath.TANH_Q3);
    timesPlus(C, B, VectorMath.TANH_P2);
    timesPlus(D, B, VectorMath.TANH_Q2);
    timesPlus(C, B, VectorMath.TANH_P1);
    timesPlus(D, B, VectorMath.TANH_Q1);
    timesPlus(C, B, VectorMath.TANH_P0);
    timesPlus(D, B, 1f);
    code.apply(Assembler.Binary.MULTIPLY, A, A, C);
    // a division takes longer than all the rest: one step of Newton's instead
    code.reciprocalEstimate(B, D);
    code.broadcast(C, 1f);
    code.apply(Assembler.Binary.MULTIPLY_SUBTRACT, C, D, B);
    code.apply(Assembler.Binary.TIMES_PLUS, C, B, B);
    code.apply(Assembler.Binary.MULTIPLY, d, A, C);
  }

  /** See {@link ScalarLoops}: max(x, 0) + log1p(exp(−|x|)). */
  private void softplus(int d, int x) {
    int positive = E;
    int u = E + 1;
    int w = E + 2;
    code.zero(A);
    code.compare(LESS, MASK, x, A);
    code.blend(positive, MASK, x, A);
    code.applyBits(
        Assembler.Binary.AND, u, x, 0x7fffffff);
    code.applyBits(Assembler.Binary.XOR, u, u, 0x80000000);
    exp(u, u);
    code.apply(Assembler.Binary.ADD, w, u, 1f);
    log(E + 3, w);
    code.apply(Assembler.Binary.SUBTRACT, w, w, 1f);
    code.apply(Assembler.Binary.MULTIPLY, E + 3, E + 3, u);
    code.apply(Assembler.Binary.DIVIDE, E + 3, E + 3, w);
    code.zero(A);
    code.compare(EQUAL, MASK, w, A);
    code.blend(E + 3, MASK, E + 3, u);
    code.apply(Assembler.Binary.ADD, d, positive, E + 3);
  }
}

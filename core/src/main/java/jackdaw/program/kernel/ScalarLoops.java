package jackdaw.program.kernel;

import jackdaw.tensor.Operation.Binary;
import jackdaw.tensor.Operation.Unary;

/**
 * Element-wise functions as plain loops, each in its own method, so that each is compiled only when
 * it is used. They give the same bits as the loops of {@link VectorLoops}.
 */
public final class ScalarLoops {
  private ScalarLoops() {}

  /** Computes m[out + j] = f(m[a + j]). */
  static void unary(Unary f, float[] m, int out, int a, int length) {
    switch (f) {
      case STOP_GRADIENT -> System.arraycopy(m, a, m, out, length);
      case NEGATE -> negate(m, out, a, length);
      case EXP -> exp(m, out, a, length);
      case LOG -> log(m, out, a, length);
      case TANH -> tanh(m, out, a, length);
      case RELU -> relu(m, out, a, length);
      case SIGMOID -> sigmoid(m, out, a, length);
      case SOFTPLUS -> softplus(m, out, a, length);
      case SQRT -> sqrt(m, out, a, length);
      case SQUARE -> square(m, out, a, length);
      case ABS -> abs(m, out, a, length);
      case STEP -> step(m, out, a, length);
      case SIGN -> sign(m, out, a, length);
    }
  }

  /** Computes m[out + j] = f(m[a + j · aColumn], m[b + j · bColumn]). */
  static void binary(
      Binary f, float[] m, int out, int a, int aColumn, int b, int bColumn, int length) {
    switch (f) {
      case PLUS -> plus(m, out, a, aColumn, b, bColumn, length);
      case MINUS -> minus(m, out, a, aColumn, b, bColumn, length);
      case TIMES -> times(m, out, a, aColumn, b, bColumn, length);
      case DIVIDED_BY -> dividedBy(m, out, a, aColumn, b, bColumn, length);
      case MIN -> min(m, out, a, aColumn, b, bColumn, length);
      case MAX -> max(m, out, a, aColumn, b, bColumn, length);
      case LESS -> less(m, out, a, aColumn, b, bColumn, length);
      case TIMES_TANH_SLOPE -> timesTanhSlope(m, out, a, aColumn, b, bColumn, length);
    }
  }

  private static void negate(float[] m, int out, int a, int length) {
    for (int j = 0; j < length; j++) {
      float x = m[a + j];
      m[out + j] = -x;
    }
  }

  private static void exp(float[] m, int out, int a, int length) {
    for (int j = 0; j < length; j++) {
      float x = m[a + j];
      m[out + j] = ScalarMath.exp(x);
    }
  }

  private static void log(float[] m, int out, int a, int length) {
    for (int j = 0; j < length; j++) {
      float x = m[a + j];
      m[out + j] = ScalarMath.log(x);
    }
  }

  private static void tanh(float[] m, int out, int a, int length) {
    for (int j = 0; j < length; j++) {
      float x = m[a + j];
      m[out + j] = ScalarMath.tanh(x);
    }
  }

  private static void relu(float[] m, int out, int a, int length) {
    for (int j = 0; j < length; j++) {
      float x = m[a + j];
      m[out + j] = x < 0 ? 0 : x;
    }
  }

  private static void sigmoid(float[] m, int out, int a, int length) {
    for (int j = 0; j < length; j++) {
      float x = m[a + j];
      m[out + j] = 1 / (ScalarMath.exp(-x) + 1);
    }
  }

  private static void softplus(float[] m, int out, int a, int length) {
    for (int j = 0; j < length; j++) {
      float x = m[a + j];
      m[out + j] = (x < 0 ? 0 : x) + ScalarMath.log1p(ScalarMath.exp(-Math.abs(x)));
    }
  }

  private static void sqrt(float[] m, int out, int a, int length) {
    for (int j = 0; j < length; j++) {
      float x = m[a + j];
      m[out + j] = (float) Math.sqrt(x);
    }
  }

  private static void square(float[] m, int out, int a, int length) {
    for (int j = 0; j < length; j++) {
      float x = m[a + j];
      m[out + j] = x * x;
    }
  }

  private static void abs(float[] m, int out, int a, int length) {
    for (int j = 0; j < length; j++) {
      float x = m[a + j];
      m[out + j] = Math.abs(x);
    }
  }

  private static void step(float[] m, int out, int a, int length) {
    for (int j = 0; j < length; j++) {
      float x = m[a + j];
      m[out + j] = x > 0 ? 1 : 0;
    }
  }

  private static void sign(float[] m, int out, int a, int length) {
    for (int j = 0; j < length; j++) {
      float x = m[a + j];
      m[out + j] = x > 0 ? 1 : x < 0 ? -1 : x;
    }
  }

  private static void plus(float[] m, int out, int a, int aColumn, int b, int bColumn, int n) {
    for (int j = 0; j < n; j++) {
      float x = m[a + j * aColumn];
      float y = m[b + j * bColumn];
      m[out + j] = x + y;
    }
  }

  private static void minus(float[] m, int out, int a, int aColumn, int b, int bColumn, int n) {
    for (int j = 0; j < n; j++) {
      float x = m[a + j * aColumn];
      float y = m[b + j * bColumn];
      m[out + j] = x - y;
    }
  }

  private static void times(float[] m, int out, int a, int aColumn, int b, int bColumn, int n) {
    for (int j = 0; j < n; j++) {
      float x = m[a + j * aColumn];
      float y = m[b + j * bColumn];
      m[out + j] = x * y;
    }
  }

  private static void dividedBy(float[] m, int out, int a, int aColumn, int b, int bColumn, int n) {
    for (int j = 0; j < n; j++) {
      float x = m[a + j * aColumn];
      float y = m[b + j * bColumn];
      m[out + j] = x / y;
    }
  }

  private static void min(float[] m, int out, int a, int aColumn, int b, int bColumn, int n) {
    for (int j = 0; j < n; j++) {
      float x = m[a + j * aColumn];
      float y = m[b + j * bColumn];
      m[out + j] = Math.min(x, y);
    }
  }

  private static void max(float[] m, int out, int a, int aColumn, int b, int bColumn, int n) {
    for (int j = 0; j < n; j++) {
      float x = m[a + j * aColumn];
      float y = m[b + j * bColumn];
      m[out + j] = Math.max(x, y);
    }
  }

  private static void less(float[] m, int out, int a, int aColumn, int b, int bColumn, int n) {
    for (int j = 0; j < n; j++) {
      float x = m[a + j * aColumn];
      float y = m[b + j * bColumn];
      m[out + j] = x < y ? 1 : x == y ? 0.5f : 0;
    }
  }

  private static void timesTanhSlope(
      float[] m, int out, int a, int aColumn, int b, int bColumn, int n) {
    for (int j = 0; j < n; j++) {
      float x = m[a + j * aColumn];
      float y = m[b + j * bColumn];
      m[out + j] = x - x * y * y;
    }
  }
}

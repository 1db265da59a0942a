package jackdaw.program.kernel;

import static jackdaw.program.kernel.VectorMath.EXP_2;
import static jackdaw.program.kernel.VectorMath.EXP_3;
import static jackdaw.program.kernel.VectorMath.EXP_4;
import static jackdaw.program.kernel.VectorMath.EXP_5;
import static jackdaw.program.kernel.VectorMath.EXP_6;
import static jackdaw.program.kernel.VectorMath.EXP_7;
import static jackdaw.program.kernel.VectorMath.EXP_MAX;
import static jackdaw.program.kernel.VectorMath.EXP_MIN;
import static jackdaw.program.kernel.VectorMath.LN2_HIGH;
import static jackdaw.program.kernel.VectorMath.LN2_LOW;
import static jackdaw.program.kernel.VectorMath.LOG2_E;
import static jackdaw.program.kernel.VectorMath.LOG_1;
import static jackdaw.program.kernel.VectorMath.LOG_2;
import static jackdaw.program.kernel.VectorMath.LOG_3;
import static jackdaw.program.kernel.VectorMath.LOG_4;
import static jackdaw.program.kernel.VectorMath.LOG_5;
import static jackdaw.program.kernel.VectorMath.LOG_6;
import static jackdaw.program.kernel.VectorMath.LOG_7;
import static jackdaw.program.kernel.VectorMath.LOG_8;
import static jackdaw.program.kernel.VectorMath.LOG_9;
import static jackdaw.program.kernel.VectorMath.ROOT_HALF_BITS;
import static jackdaw.program.kernel.VectorMath.ROUND;
import static jackdaw.program.kernel.VectorMath.ROUND_BITS;
import static jackdaw.program.kernel.VectorMath.TANH_LIMIT;
import static jackdaw.program.kernel.VectorMath.TANH_P0;
import static jackdaw.program.kernel.VectorMath.TANH_P1;
import static jackdaw.program.kernel.VectorMath.TANH_P2;
import static jackdaw.program.kernel.VectorMath.TANH_P3;
import static jackdaw.program.kernel.VectorMath.TANH_P4;
import static jackdaw.program.kernel.VectorMath.TANH_Q1;
import static jackdaw.program.kernel.VectorMath.TANH_Q2;
import static jackdaw.program.kernel.VectorMath.TANH_Q3;
import static jackdaw.program.kernel.VectorMath.TANH_Q4;

/**
 * The elementary functions of one number, with the same operations as in {@link VectorLoops}, so
 * that they give the same bits.
 */
public final class ScalarMath {
  private ScalarMath() {}

  /** eˣ; see {@link VectorMath}. */
  static float exp(float x) {
    float clamped = Math.min(Math.max(x, EXP_MIN), EXP_MAX);
    float shifted = Math.fma(clamped, LOG2_E, ROUND);
    float n = shifted - ROUND;
    float r = Math.fma(n, -LN2_HIGH, clamped);
    r = Math.fma(n, -LN2_LOW, r);
    float y = Math.fma(EXP_7, r, EXP_6);
    y = Math.fma(y, r, EXP_5);
    y = Math.fma(y, r, EXP_4);
    y = Math.fma(y, r, EXP_3);
    y = Math.fma(y, r, EXP_2);
    y = Math.fma(y, r * r, r + 1f);
    int power = Float.floatToRawIntBits(shifted) - (ROUND_BITS - 254);
    int half = power >> 1;
    return y * Float.intBitsToFloat(half << 23) * Float.intBitsToFloat((power - half) << 23);
  }

  /** ln x; see {@link VectorMath}. */
  static float log(float x) {
    if (!(x <= Float.MAX_VALUE)) {
      return x;
    }
    if (x < Float.MIN_NORMAL) {
      return x < 0 ? Float.NaN : Float.NEGATIVE_INFINITY;
    }
    int bits = Float.floatToRawIntBits(x);
    int exponent = (bits - ROOT_HALF_BITS) >> 23;
    float m = Float.intBitsToFloat(bits - (exponent << 23)) - 1f;
    float e = exponent;
    float y = Math.fma(LOG_9, m, LOG_8);
    y = Math.fma(y, m, LOG_7);
    y = Math.fma(y, m, LOG_6);
    y = Math.fma(y, m, LOG_5);
    y = Math.fma(y, m, LOG_4);
    y = Math.fma(y, m, LOG_3);
    y = Math.fma(y, m, LOG_2);
    y = Math.fma(y, m, LOG_1);
    float square = m * m;
    y = y * m * square;
    y = Math.fma(e, LN2_LOW, y);
    y = Math.fma(square, -0.5f, y) + m;
    return Math.fma(e, LN2_HIGH, y);
  }

  /** tanh x; see {@link VectorMath}. */
  static float tanh(float x) {
    float clamped = x < -TANH_LIMIT ? -TANH_LIMIT : x;
    clamped = clamped > TANH_LIMIT ? TANH_LIMIT : clamped;
    float s = clamped * clamped;
    float p = Math.fma(TANH_P4, s, TANH_P3);
    p = Math.fma(p, s, TANH_P2);
    p = Math.fma(p, s, TANH_P1);
    p = Math.fma(p, s, TANH_P0);
    float q = Math.fma(TANH_Q4, s, TANH_Q3);
    q = Math.fma(q, s, TANH_Q2);
    q = Math.fma(q, s, TANH_Q1);
    q = Math.fma(q, s, 1f);
    return clamped * p / q;
  }

  /** log(1 + u) for u in [0, 1], correct even if 1 + u rounds to 1. */
  static float log1p(float u) {
    float w = u + 1f;
    float lost = w - 1f;
    return lost == 0 ? u : log(w) * u / lost;
  }
}

package jackdaw.tensor;

/**
 * The elementary functions of {@link VectorMath} for one number, operation by operation, so that they
 * give the same bits.
 */
final class ScalarMath {
  private static final int ROUND_BITS = Float.floatToRawIntBits(VectorMath.ROUND);

  private ScalarMath() {}

  /** See {@link VectorMath#exp}. */
  static float exp(float x) {
    float clamped = Math.min(Math.max(x, VectorMath.EXP_MIN), VectorMath.EXP_MAX);
    float shifted = Math.fma(clamped, VectorMath.LOG2_E, VectorMath.ROUND);
    float n = shifted - VectorMath.ROUND;
    float r = Math.fma(n, -VectorMath.LN2_HIGH, clamped);
    r = Math.fma(n, -VectorMath.LN2_LOW, r);
    float y = Math.fma(1.9875691500e-4f, r, 1.3981999507e-3f);
    y = Math.fma(y, r, 8.3334519073e-3f);
    y = Math.fma(y, r, 4.1665795894e-2f);
    y = Math.fma(y, r, 1.6666665459e-1f);
    y = Math.fma(y, r, 5.0000001201e-1f);
    y = Math.fma(y, r * r, r + 1f);
    int power = Float.floatToRawIntBits(shifted) - ROUND_BITS;
    int half = power >> 1;
    return y * powerOfTwo(half) * powerOfTwo(power - half);
  }

  private static float powerOfTwo(int n) {
    return Float.intBitsToFloat((n + 127) << 23);
  }

  /** See {@link VectorMath#log}. */
  static float log(float x) {
    if (!(x <= Float.MAX_VALUE)) {
      return x;
    }
    if (x < Float.MIN_NORMAL) {
      return x < 0 ? Float.NaN : Float.NEGATIVE_INFINITY;
    }
    int bits = Float.floatToRawIntBits(x);
    int exponent = (bits - 0x3f3504f3) >> 23;
    float m = Float.intBitsToFloat(bits - (exponent << 23)) - 1f;
    float e = exponent;
    float y = Math.fma(7.0376836292e-2f, m, -1.1514610310e-1f);
    y = Math.fma(y, m, 1.1676998740e-1f);
    y = Math.fma(y, m, -1.2420140846e-1f);
    y = Math.fma(y, m, 1.4249322787e-1f);
    y = Math.fma(y, m, -1.6668057665e-1f);
    y = Math.fma(y, m, 2.0000714765e-1f);
    y = Math.fma(y, m, -2.4999993993e-1f);
    y = Math.fma(y, m, 3.3333331174e-1f);
    float square = m * m;
    y = y * m * square;
    y = Math.fma(e, VectorMath.LN2_LOW, y);
    y = Math.fma(square, -0.5f, y) + m;
    return Math.fma(e, VectorMath.LN2_HIGH, y);
  }

  /** See {@link VectorMath#tanh}. */
  static float tanh(float x) {
    float clamped = x < -VectorMath.TANH_LIMIT ? -VectorMath.TANH_LIMIT : x;
    clamped = clamped > VectorMath.TANH_LIMIT ? VectorMath.TANH_LIMIT : clamped;
    float s = clamped * clamped;
    float p = Math.fma(1.4269682382684135e-8f, s, 2.125141024479039e-5f);
    p = Math.fma(p, s, 3.5340507065647793e-3f);
    p = Math.fma(p, s, 0.13413267540567708f);
    p = Math.fma(p, s, 0.999999988215641f);
    float q = Math.fma(8.145320722059022e-7f, s, 3.3489026749690295e-4f);
    q = Math.fma(q, s, 0.026022843735763034f);
    q = Math.fma(q, s, 0.4674659029798624f);
    q = Math.fma(q, s, 1f);
    return clamped * p / q;
  }

  /** See {@link VectorMath#log1p}. */
  static float log1p(float u) {
    float w = u + 1f;
    float lost = w - 1f;
    return lost == 0 ? u : log(w) * u / lost;
  }
}

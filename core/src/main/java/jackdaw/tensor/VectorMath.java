package jackdaw.tensor;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Elementary functions of vectors, made of additions, products, fused products, divisions and bit
 * operations alone. These are exact by IEEE 754 wherever they run, so a result never depends on
 * whether a loop is interpreted or compiled, which the library's own exp and tanh do not promise.
 */
final class VectorMath {
  /** The widest vectors of this machine, 512 bits at most. */
  static final VectorSpecies<Float> SPECIES =
      FloatVector.SPECIES_PREFERRED.length() > Kernels.ALIGNMENT
          ? FloatVector.SPECIES_512
          : FloatVector.SPECIES_PREFERRED;

  static final int LANES = SPECIES.length();

  private static final VectorShuffle<Float> BY_8 = VectorShuffle.iota(SPECIES, 8 % LANES, 1, true);
  private static final VectorShuffle<Float> BY_4 = VectorShuffle.iota(SPECIES, 4 % LANES, 1, true);
  private static final VectorShuffle<Float> BY_2 = VectorShuffle.iota(SPECIES, 2 % LANES, 1, true);
  private static final VectorShuffle<Float> BY_1 = VectorShuffle.iota(SPECIES, 1 % LANES, 1, true);

  /** 1.5 · 2²³: adding it rounds a float of moderate size to a whole number in its lowest bits. */
  static final float ROUND = 12582912f;

  static final float LOG2_E = 1.44269504f;
  static final float LN2_HIGH = 0.693359375f;
  static final float LN2_LOW = -2.12194440e-4f;
  static final float EXP_MAX = 90f;
  static final float EXP_MIN = -106f;

  static final float TANH_LIMIT = 8.5f;

  private VectorMath() {}

  /** A vector from memory. */
  static FloatVector load(float[] m, int offset) {
    return FloatVector.fromArray(SPECIES, m, offset);
  }

  /** A number from memory in every lane. */
  static FloatVector repeat(float[] m, int offset) {
    return FloatVector.broadcast(SPECIES, m[offset]);
  }

  /** A vector of an operand, or its one value in every lane where {@code column} is 0. */
  static FloatVector load(float[] m, int offset, int column, int j) {
    return column == 0 ? repeat(m, offset) : load(m, offset + j);
  }

  /** max(x, 0), NaN where x is. */
  static FloatVector relu(FloatVector x) {
    return x.blend(0f, x.compare(VectorOperators.LT, 0f));
  }

  /** 1 where x > 0, else 0. */
  static FloatVector step(FloatVector x) {
    return splat(0).blend(1f, x.compare(VectorOperators.GT, 0f));
  }

  /** −1, 0 or 1; NaN where x is. */
  static FloatVector sign(FloatVector x) {
    return x.blend(1f, x.compare(VectorOperators.GT, 0f))
        .blend(-1f, x.compare(VectorOperators.LT, 0f));
  }

  /** 1 where x < y, ½ where they are equal, else 0. */
  static FloatVector less(FloatVector x, FloatVector y) {
    return FloatVector.zero(SPECIES)
        .blend(1f, x.compare(VectorOperators.LT, y))
        .blend(0.5f, x.compare(VectorOperators.EQ, y));
  }

  /** The sum of all lanes, always in the same order (that of {@code reduceLanes} is not fixed). */
  static float sumLanes(FloatVector x) {
    FloatVector sum = x;
    if (LANES >= 16) {
      sum = sum.add(sum.rearrange(BY_8));
    }
    if (LANES >= 8) {
      sum = sum.add(sum.rearrange(BY_4));
    }
    if (LANES >= 4) {
      sum = sum.add(sum.rearrange(BY_2));
    }
    return sum.add(sum.rearrange(BY_1)).lane(0);
  }

  /**
   * eˣ with a relative error below 2e-7; below −104 it is 0, above 88.73 ∞. The power of two is
   * multiplied in two halves, so that results fade into subnormal numbers, 0 and ∞ by themselves:
   * comparisons are the slowest vector operations by far until they are compiled.
   */
  static FloatVector exp(FloatVector x) {
    FloatVector clamped = x.max(EXP_MIN).min(EXP_MAX);
    FloatVector shifted = clamped.fma(splat(LOG2_E), splat(ROUND));
    FloatVector n = shifted.sub(ROUND);
    FloatVector r = n.fma(splat(-LN2_HIGH), clamped);
    r = n.fma(splat(-LN2_LOW), r);
    FloatVector y = splat(1.9875691500e-4f).fma(r, splat(1.3981999507e-3f));
    y = y.fma(r, splat(8.3334519073e-3f));
    y = y.fma(r, splat(4.1665795894e-2f));
    y = y.fma(r, splat(1.6666665459e-1f));
    y = y.fma(r, splat(5.0000001201e-1f));
    y = y.fma(r.mul(r), r.add(1f));
    IntVector power = shifted.reinterpretAsInts().sub(Float.floatToRawIntBits(ROUND));
    IntVector half = power.lanewise(VectorOperators.ASHR, 1);
    return y.mul(powerOfTwo(half)).mul(powerOfTwo(power.sub(half)));
  }

  /** 2ⁿ for n from −126 to 127. */
  private static FloatVector powerOfTwo(IntVector n) {
    return n.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
  }

  /** ln x with an absolute error below 2e-7; −∞ at 0, NaN below. Subnormal numbers count as 0. */
  static FloatVector log(FloatVector x) {
    IntVector bits = x.reinterpretAsInts();
    // x = m · 2ᵉ with m in [√½, √2)
    IntVector shifted = bits.sub(0x3f3504f3);
    IntVector exponent = shifted.lanewise(VectorOperators.ASHR, 23);
    FloatVector m =
        bits.sub(exponent.lanewise(VectorOperators.LSHL, 23)).reinterpretAsFloats().sub(1f);
    FloatVector e =
        exponent.add(Float.floatToRawIntBits(ROUND)).reinterpretAsFloats().sub(ROUND);
    FloatVector y = splat(7.0376836292e-2f).fma(m, splat(-1.1514610310e-1f));
    y = y.fma(m, splat(1.1676998740e-1f));
    y = y.fma(m, splat(-1.2420140846e-1f));
    y = y.fma(m, splat(1.4249322787e-1f));
    y = y.fma(m, splat(-1.6668057665e-1f));
    y = y.fma(m, splat(2.0000714765e-1f));
    y = y.fma(m, splat(-2.4999993993e-1f));
    y = y.fma(m, splat(3.3333331174e-1f));
    FloatVector square = m.mul(m);
    y = y.mul(m).mul(square);
    y = e.fma(splat(LN2_LOW), y);
    y = square.fma(splat(-0.5f), y).add(m);
    y = e.fma(splat(LN2_HIGH), y);
    y = y.blend(Float.NEGATIVE_INFINITY, x.compare(VectorOperators.LT, Float.MIN_NORMAL));
    VectorMask<Float> undefined = x.compare(VectorOperators.LT, 0f);
    y = y.blend(Float.NaN, undefined);
    // ∞ and NaN are their own logarithm
    VectorMask<Float> ordinary = x.compare(VectorOperators.LE, Float.MAX_VALUE);
    return x.blend(y, ordinary);
  }

  /**
   * tanh x = x P(x²) / Q(x²), both of degree 4, fitted to a relative error of 1.2e-8 on [−8.5, 8.5]
   * and constant beyond.
   */
  static FloatVector tanh(FloatVector x) {
    FloatVector clamped = clamp(x, -TANH_LIMIT, TANH_LIMIT);
    FloatVector s = clamped.mul(clamped);
    FloatVector p = splat(1.4269682382684135e-8f).fma(s, splat(2.125141024479039e-5f));
    p = p.fma(s, splat(3.5340507065647793e-3f));
    p = p.fma(s, splat(0.13413267540567708f));
    p = p.fma(s, splat(0.999999988215641f));
    FloatVector q = splat(8.145320722059022e-7f).fma(s, splat(3.3489026749690295e-4f));
    q = q.fma(s, splat(0.026022843735763034f));
    q = q.fma(s, splat(0.4674659029798624f));
    q = q.fma(s, splat(1f));
    return clamped.mul(p).div(q);
  }

  /** log(1 + u) for u in [0, 1], also where 1 + u rounds u away. */
  static FloatVector log1p(FloatVector u) {
    FloatVector w = u.add(1f);
    FloatVector lost = w.sub(1f);
    VectorMask<Float> tiny = lost.compare(VectorOperators.EQ, 0f);
    return log(w).mul(u).div(lost.blend(1f, tiny)).blend(u, tiny);
  }

  /** x within [low, high]; NaN stays NaN. */
  private static FloatVector clamp(FloatVector x, float low, float high) {
    FloatVector y = x.blend(low, x.compare(VectorOperators.LT, low));
    return y.blend(high, y.compare(VectorOperators.GT, high));
  }

  private static FloatVector splat(float value) {
    return FloatVector.broadcast(SPECIES, value);
  }
}

package jackdaw.program.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * What the vector loops share: the size of vectors, the order of sums, and the constants of the
 * elementary functions. These functions use only additions, products, fused multiply-adds,
 * divisions and bit operations, whose results IEEE 754 fixes on every machine. So a result never
 * depends on whether a loop is interpreted or compiled, which the Vector API's own exp and tanh do
 * not promise.
 *
 * <ul>
 *   <li>exp: x = n ln 2 + r with whole n and |r| ≤ ½ ln 2. The result is a polynomial of r, times
 *       2ⁿ in two factors, so that it underflows to subnormal numbers and 0, and overflows to ∞,
 *       without extra cases. Relative error below 2e-7.
 *   <li>log: x = 2ᵉ (1 + r) with 1 + r in [√½, √2). The result is e ln 2 plus a polynomial of r.
 *       Absolute error below 2e-7; −∞ at 0, NaN below; subnormal numbers count as 0.
 *   <li>tanh: x P(x²) / Q(x²), both of degree 4, fitted to a relative error of 1.2e-8 on
 *       [−8.5, 8.5] and constant outside.
 * </ul>
 */
public final class VectorMath {
  /** The widest vectors of this machine, 512 bits at most. */
  static final VectorSpecies<Float> SPECIES =
      FloatVector.SPECIES_PREFERRED.length() > Kernels.ALIGNMENT_FLOATS
          ? FloatVector.SPECIES_512
          : FloatVector.SPECIES_PREFERRED;

  static final int LANES = SPECIES.length();

  private static final VectorShuffle<Float> BY_8 = VectorShuffle.iota(SPECIES, 8 % LANES, 1, true);
  private static final VectorShuffle<Float> BY_4 = VectorShuffle.iota(SPECIES, 4 % LANES, 1, true);
  private static final VectorShuffle<Float> BY_2 = VectorShuffle.iota(SPECIES, 2 % LANES, 1, true);
  private static final VectorShuffle<Float> BY_1 = VectorShuffle.iota(SPECIES, 1 % LANES, 1, true);

  /** 1.5 · 2²³: adding it to a float of moderate size leaves the rounded number in the low bits. */
  public static final float ROUND = 12582912f;

  public static final int ROUND_BITS = 0x4b400000;
  public static final float LOG2_E = 1.44269504f;
  public static final float LN2_HIGH = 0.693359375f;
  public static final float LN2_LOW = -2.12194440e-4f;

  public static final float EXP_MAX = 90f;
  public static final float EXP_MIN = -106f;
  public static final float EXP_2 = 5.0000001201e-1f;
  public static final float EXP_3 = 1.6666665459e-1f;
  public static final float EXP_4 = 4.1665795894e-2f;
  public static final float EXP_5 = 8.3334519073e-3f;
  public static final float EXP_6 = 1.3981999507e-3f;
  public static final float EXP_7 = 1.9875691500e-4f;

  /** The bits of √½. */
  public static final int ROOT_HALF_BITS = 0x3f3504f3;

  public static final float LOG_1 = 3.3333331174e-1f;
  public static final float LOG_2 = -2.4999993993e-1f;
  public static final float LOG_3 = 2.0000714765e-1f;
  public static final float LOG_4 = -1.6668057665e-1f;
  public static final float LOG_5 = 1.4249322787e-1f;
  public static final float LOG_6 = -1.2420140846e-1f;
  public static final float LOG_7 = 1.1676998740e-1f;
  public static final float LOG_8 = -1.1514610310e-1f;
  public static final float LOG_9 = 7.0376836292e-2f;

  public static final float TANH_LIMIT = 8.5f;
  public static final float TANH_P0 = 0.999999988215641f;
  public static final float TANH_P1 = 0.13413267540567708f;
  public static final float TANH_P2 = 3.5340507065647793e-3f;
  public static final float TANH_P3 = 2.125141024479039e-5f;
  public static final float TANH_P4 = 1.4269682382684135e-8f;
  public static final float TANH_Q1 = 0.4674659029798624f;
  public static final float TANH_Q2 = 0.026022843735763034f;
  public static final float TANH_Q3 = 3.3489026749690295e-4f;
  public static final float TANH_Q4 = 8.145320722059022e-7f;

  private VectorMath() {}

  /** Returns the sum of all lanes in a fixed order (that of {@code reduceLanes} is not fixed). */
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
}

package jackdaw.environments;

/**
 * Sine and cosine of any angle in a simulation, with the same bits on every machine and without
 * allocation; {@link SmallAngle} says why the JDK's are not used.
 *
 * <p>The angle is reduced to r = x − k π/2, |r| ≤ π/4, with π/2 in three parts (Cody and Waite
 * 1980). The Taylor series then run to r¹⁷ and r¹⁶. The absolute error is below 2⁻⁵² for |x| up to
 * 10⁵ rad.
 */
final class Trigonometry {
  private static final double HALF_PI_1 = 0x1.921fb544p0; // first 33 bits
  private static final double HALF_PI_2 = 0x1.0b4611a6p-34; // next 33 bits
  private static final double HALF_PI_3 = 0x1.3198a2e037073p-69; // the rest
  private static final double QUARTERS_PER_RADIAN = 2 / Math.PI;

  private static final double[] SIN = coefficients(3, 8);
  private static final double[] COS = coefficients(4, 7);

  private Trigonometry() {}

  /** ∓ 1 / n! for n, n + 2, …, the last one first, with the signs of the series. */
  private static double[] coefficients(int first, int count) {
    double[] coefficients = new double[count];
    double factorial = 1;
    for (int i = 2; i < first; i++) {
      factorial *= i;
    }
    int n = first;
    double sign = first % 2 == 0 ? 1 : -1;
    for (int i = count - 1; i >= 0; i--) {
      factorial *= n;
      coefficients[i] = sign / factorial;
      factorial *= n + 1;
      n += 2;
      sign = -sign;
    }
    return coefficients;
  }

  /** Returns sin x, x in rad. */
  static double sin(double x) {
    double k = Math.rint(x * QUARTERS_PER_RADIAN);
    return quarter(x, k, (int) k & 3);
  }

  /** Returns cos x, x in rad. */
  static double cos(double x) {
    double k = Math.rint(x * QUARTERS_PER_RADIAN);
    return quarter(x, k, ((int) k + 1) & 3);
  }

  private static double quarter(double x, double k, int quarter) {
    double high = x - k * HALF_PI_1;
    double low = k * HALF_PI_2;
    double r = high - low;
    double rest = high - r - low - k * HALF_PI_3;
    double value = (quarter & 1) == 0 ? sinSeries(r, rest) : cosSeries(r, rest);
    return quarter < 2 ? value : -value;
  }

  /** Returns sin(r + rest) for a tiny rest. */
  private static double sinSeries(double r, double rest) {
    double z = r * r;
    double sum = 0;
    for (double coefficient : SIN) {
      sum = sum * z + coefficient;
    }
    return r + (r * z * sum + rest * (1 - 0.5 * z));
  }

  /** Returns cos(r + rest) for a tiny rest. */
  private static double cosSeries(double r, double rest) {
    double z = r * r;
    double sum = 0;
    for (double coefficient : COS) {
      sum = sum * z + coefficient;
    }
    double half = 0.5 * z;
    double rounded = 1 - half;
    return rounded + (1 - rounded - half + (z * z * sum - r * rest));
  }
}

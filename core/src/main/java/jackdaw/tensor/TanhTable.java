package jackdaw.tensor;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * tanh from 0 to {@link VectorMath#TANH_LIMIT} as 16 polynomials of degree 5, for vectors that can look up one of 16
 * numbers: {@value #SCALE} x + 1, a number from 1 to below 16, tells by its two last exponent bits and its two
 * first bits behind the point which one holds for x, so that they are narrower where tanh bends more.
 *
 * <p>Each goes through tanh at Chebyshev's points, which is off by 3e-8 at most. What rounding a coefficient to a
 * float changes is made good by the lower ones, which are fitted after it. Together with the rounding of the
 * polynomial's sums the relative error stays below 4.1e-7, and is 5.4e-8 in the root of the mean square, as that of
 * the quotient in {@link VectorMath}.
 */
final class TanhTable {
  static final float SCALE = 1.75f;

  /** SCALE · x + 1, shifted by so many bits, has the polynomial's index in its four lowest bits. */
  static final int SHIFT = 21;

  static final int DEGREE = 5;

  private static final int COUNT = 16;

  /** By power and index. */
  private static final float[][] COEFFICIENTS = new float[DEGREE + 1][COUNT];

  static {
    for (int i = 0; i < COUNT; i++) {
      fit((i + 12) % COUNT, start(i), Math.min(start(i + 1), VectorMath.TANH_LIMIT));
    }
  }

  private TanhTable() {}

  /** Where the polynomial for the {@code i}-th part from 0 on begins: four of these parts make an octave. */
  private static double start(int i) {
    return (Math.scalb(1 + i % 4 / 4.0, i / 4) - 1) / SCALE;
  }

  /** The coefficients of a power of x in all polynomials. */
  static List<Float> coefficients(int power) {
    List<Float> all = new ArrayList<>();
    for (float coefficient : COEFFICIENTS[power]) {
      all.add(coefficient);
    }
    return Collections.unmodifiableList(all);
  }

  private static void fit(int index, double from, double to) {
    // at 0 it is x times a polynomial, so that the error is relative there too
    int lowest = from == 0 ? 1 : 0;
    for (int power = DEGREE; power >= lowest; power--) {
      COEFFICIENTS[power][index] = (float) leading(index, from, to, power, lowest);
    }
  }

  /**
   * The first coefficient of the polynomial of a degree through what the higher powers leave of tanh: the sum of the
   * values over the products of their points' distances.
   */
  private static double leading(int index, double from, double to, int degree, int lowest) {
    int points = degree - lowest + 1;
    double[] x = new double[points];
    for (int j = 0; j < points; j++) {
      x[j] = (from + to) / 2 + (to - from) / 2 * StrictMath.cos(Math.PI * (j + 0.5) / points);
    }
    double sum = 0;
    for (int j = 0; j < points; j++) {
      double value = StrictMath.tanh(x[j]);
      for (int power = degree + 1; power <= DEGREE; power++) {
        value -= COEFFICIENTS[power][index] * StrictMath.pow(x[j], power);
      }
      value /= lowest == 1 ? x[j] : 1;
      for (int k = 0; k < points; k++) {
        value /= k == j ? 1 : x[j] - x[k];
      }
      sum += value;
    }
    return sum;
  }
}

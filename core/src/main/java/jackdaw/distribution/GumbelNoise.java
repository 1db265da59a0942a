package jackdaw.distribution;

import jackdaw.random.RandomStream;

/** Standard Gumbel noise, −log of exponential noise. */
public final class GumbelNoise {
  private GumbelNoise() {}

  /** Fills an array with independent noise. */
  public static void fill(float[] noise, RandomStream random) {
    for (int i = 0; i < noise.length; i++) {
      // never infinite, which would outweigh a mask
      noise[i] = (float) -Math.log(Math.max(random.nextExponential(), Double.MIN_NORMAL));
    }
  }
}

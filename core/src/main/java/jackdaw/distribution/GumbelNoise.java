package jackdaw.distribution;

import jackdaw.random.RandomStream;

/** Standard Gumbel noise, −log of exponential noise. */
public final class GumbelNoise {
  private GumbelNoise() {}

  /** Fills {@code noise[from, to)} with independent noise. */
  public static void fill(float[] noise, int from, int to, RandomStream random) {
    for (int i = from; i < to; i++) {
      // Never infinite: that would outweigh a mask.
      noise[i] = (float) -Math.log(Math.max(random.nextExponential(), Double.MIN_NORMAL));
    }
  }
}

package jackdaw.distribution;

import jackdaw.random.RandomStream;
import jackdaw.tensor.Tensor;

/**
 * Independent bits, each 1 with probability σ(logit) = 1 / (1 + e^−logit).
 *
 * @param logits [batch, bits]
 */
public record Bernoulli(Tensor logits) implements Distribution {
  private static final float CERTAIN = 1e30f;

  /**
   * Masks logits: where a bit may have only one value, the other has probability exactly 0, and no
   * derivative reaches the bit's logit.
   *
   * @param logits [batch, bits]
   * @param mask [batch, 2 · bits], for each bit whether it may be 0 and whether it may be 1, as 1
   *     or 0; at least one of the two
   */
  public static Tensor mask(Tensor logits, Tensor mask) {
    int rows = logits.rows();
    int bits = logits.columns();
    Tensor pairs = mask.reshape(rows * bits, 2);
    Tensor mayBe0 = pairs.columns(0, 1).reshape(rows, bits);
    Tensor mayBe1 = pairs.columns(1, 2).reshape(rows, bits);
    return logits.times(mayBe0.times(mayBe1)).plus(mayBe1.minus(mayBe0).times(CERTAIN));
  }

  /** Applies {@link #mask(Tensor, Tensor)} to one row, in place. */
  public static void mask(float[] logits, int offset, int bits, float[] mask, int maskOffset) {
    for (int i = 0; i < bits; i++) {
      if (mask[maskOffset + 2 * i] == 0) {
        logits[offset + i] = CERTAIN;
      } else if (mask[maskOffset + 2 * i + 1] == 0) {
        logits[offset + i] = -CERTAIN;
      }
    }
  }

  /** Returns Σ log σ(±logit), with + where the bit is 1; actions [batch, bits] of 0 and 1. */
  @Override
  public Tensor logProbability(Tensor actions) {
    return logits.times(actions.times(-2).plus(1)).softplus().sumColumns().negate();
  }

  /** Returns Σ −p log p − (1 − p) log(1 − p). */
  @Override
  public Tensor entropy() {
    return expectation(logits.negate().softplus(), logits.softplus());
  }

  /** Returns Σ p (log p − log p′) + (1 − p) (log(1 − p) − log(1 − p′)). */
  @Override
  public Tensor divergenceFrom(Distribution other) {
    if (!(other instanceof Bernoulli bernoulli)) {
      throw new IllegalArgumentException(
          "no divergence is defined between " + this + " and " + other);
    }
    return expectation(
        bernoulli.logits.negate().softplus().minus(logits.negate().softplus()),
        bernoulli.logits.softplus().minus(logits.softplus()));
  }

  /** Returns Σ p · ifOne + (1 − p) · ifZero over the bits. */
  private Tensor expectation(Tensor ifOne, Tensor ifZero) {
    return logits.sigmoid().times(ifOne).plus(logits.negate().sigmoid().times(ifZero))
        .sumColumns();
  }

  /** Returns the more likely value of a bit; 1 if both are equally likely. */
  public static int mode(float logit) {
    return logit >= 0 ? 1 : 0;
  }

  /** Draws a bit with its probability: 1 where logit + noise is above 0, for logistic noise. */
  public static int sample(float logit, float logisticNoise) {
    return logit + logisticNoise > 0 ? 1 : 0;
  }

  /**
   * Fills {@code noise[from, to)} with independent logistic noise, log(u / (1 − u)) for uniform u.
   */
  public static void fillNoise(float[] noise, int from, int to, RandomStream random) {
    for (int i = from; i < to; i++) {
      // Never infinite: that would outweigh a mask.
      double u = Math.max(random.nextDouble(), Double.MIN_NORMAL);
      noise[i] = (float) (Math.log(u) - Math.log1p(-u));
    }
  }
}

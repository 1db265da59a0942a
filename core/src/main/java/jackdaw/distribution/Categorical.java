package jackdaw.distribution;

import jackdaw.tensor.Tensor;

/**
 * A choice of one class, with probabilities softmax(logits).
 *
 * @param logits [batch, classes]
 */
public record Categorical(Tensor logits) implements Distribution {
  /** Replaces a masked logit: its probability is 0 in floats, and everything remains finite. */
  static final float MASKED = -1e30f;

  /**
   * Masks logits: masked classes have probability exactly 0, the others keep their relative
   * probabilities, and no derivative reaches a masked logit (Huang and Ontañón 2022).
   *
   * @param logits [batch, classes]
   * @param mask [batch, classes], 1 where a class is legal and 0 elsewhere; at least one in each
   *     row
   */
  public static Tensor mask(Tensor logits, Tensor mask) {
    return logits.times(mask).plus(mask.minus(1).times(-MASKED));
  }

  /** Applies {@link #mask(Tensor, Tensor)} to one row, in place. */
  public static void mask(float[] logits, int offset, int classes, float[] mask, int maskOffset) {
    for (int i = 0; i < classes; i++) {
      if (mask[maskOffset + i] == 0) {
        logits[offset + i] = MASKED;
      }
    }
  }

  /** Returns log πᵢ of the class i in each row of actions [batch, 1]. */
  @Override
  public Tensor logProbability(Tensor actions) {
    return logits.logSoftmax().pick(actions);
  }

  /** Returns −Σ πᵢ log πᵢ. */
  @Override
  public Tensor entropy() {
    Tensor logProbabilities = logits.logSoftmax();
    return logProbabilities.exp().times(logProbabilities).sumColumns().negate();
  }

  /** Returns Σ πᵢ (log πᵢ − log π′ᵢ). */
  @Override
  public Tensor divergenceFrom(Distribution other) {
    if (!(other instanceof Categorical categorical)) {
      throw new IllegalArgumentException(
          "no divergence is defined between " + this + " and " + other);
    }
    Tensor logProbabilities = logits.logSoftmax();
    return logProbabilities
        .exp()
        .times(logProbabilities.minus(categorical.logits.logSoftmax()))
        .sumColumns();
  }

  /** Returns the class with the largest logit; the first of several equal ones. */
  public static int mode(float[] logits, int offset, int classes) {
    int best = 0;
    for (int i = 1; i < classes; i++) {
      if (logits[offset + i] > logits[offset + best]) {
        best = i;
      }
    }
    return best;
  }

  /**
   * Draws a class with its probability: the class with the largest logit + noise, for independent
   * Gumbel noise −log(−log u) with uniform u (Maddison et al. 2014).
   */
  public static int sample(
      float[] logits, int offset, int classes, float[] gumbelNoise, int noiseOffset) {
    int best = 0;
    float bestValue = logits[offset] + gumbelNoise[noiseOffset];
    for (int i = 1; i < classes; i++) {
      float value = logits[offset + i] + gumbelNoise[noiseOffset + i];
      if (value > bestValue) {
        best = i;
        bestValue = value;
      }
    }
    return best;
  }
}

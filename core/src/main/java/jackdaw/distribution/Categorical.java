package jackdaw.distribution;

import jackdaw.tensor.Tensor;

/**
 * One of several classes, with probabilities softmax(logits).
 *
 * @param logits [batch, classes]
 */
public record Categorical(Tensor logits) implements Distribution {
  /** What stands in the place of a masked logit: its probability is 0 in floats, and all is finite. */
  static final float MASKED = -1e30f;

  /**
   * Logits of which some are taken out: their classes have probability exactly 0, the others what they
   * have among themselves, and no derivative goes to a logit that is taken out (Huang and Ontañón
   * 2022).
   *
   * @param logits [batch, classes]
   * @param mask [batch, classes], 1 where a class is legal and 0 elsewhere; at least one in each row
   */
  public static Tensor mask(Tensor logits, Tensor mask) {
    return logits.times(mask).plus(mask.minus(1).times(-MASKED));
  }

  /** {@link #mask(Tensor, Tensor)} for one row, in place. */
  public static void mask(float[] logits, int offset, int classes, float[] mask, int maskOffset) {
    for (int i = 0; i < classes; i++) {
      if (mask[maskOffset + i] == 0) {
        logits[offset + i] = MASKED;
      }
    }
  }

  /** log πᵢ of the class i that each row of actions [batch, 1] names. */
  @Override
  public Tensor logProbability(Tensor actions) {
    return logits.logSoftmax().pick(actions);
  }

  /** −Σ πᵢ log πᵢ. */
  @Override
  public Tensor entropy() {
    Tensor logProbabilities = logits.logSoftmax();
    return logProbabilities.exp().times(logProbabilities).sumColumns().negate();
  }

  /** Σ πᵢ (log πᵢ − log π′ᵢ). */
  @Override
  public Tensor divergenceFrom(Distribution other) {
    if (!(other instanceof Categorical categorical)) {
      throw new IllegalArgumentException("no divergence between " + this + " and " + other);
    }
    Tensor logProbabilities = logits.logSoftmax();
    return logProbabilities
        .exp()
        .times(logProbabilities.minus(categorical.logits.logSoftmax()))
        .sumColumns();
  }

  /** The class with the largest logit; the first of several equal ones. */
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
   * A class drawn with its probability: the largest of logit + noise, where the noise is independent
   * and Gumbel-distributed, −log(−log u) for uniform u (Maddison et al. 2014).
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

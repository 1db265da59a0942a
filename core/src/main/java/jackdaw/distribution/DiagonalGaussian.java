package jackdaw.distribution;

import jackdaw.tensor.Tensor;

/**
 * Independent normal values with density ∏ exp(−(a − μ)² / 2σ²) / (σ √2π). (The book's eq. 13.3 has
 * a stray π in the exponent.)
 *
 * @param mean μ, [batch, size]
 * @param logStandardDeviation log σ, [1, size] for all rows or [batch, size]
 */
public record DiagonalGaussian(Tensor mean, Tensor logStandardDeviation) implements Distribution {
  private static final double HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

  /** Returns −Σ ((a − μ)² / 2σ² + log σ + ½ log 2π) for actions [batch, size]. */
  @Override
  public Tensor logProbability(Tensor actions) {
    Tensor z = actions.minus(mean).times(logStandardDeviation.negate().exp());
    return z.square()
        .times(-0.5)
        .minus(logStandardDeviation)
        .sumColumns()
        .minus(HALF_LOG_TWO_PI * mean.columns());
  }

  /** Returns Σ (log σ + ½ log 2πe). */
  @Override
  public Tensor entropy() {
    return logStandardDeviation
        .sumColumns()
        .plus((HALF_LOG_TWO_PI + 0.5) * mean.columns())
        .broadcastTo(mean.rows(), 1);
  }

  /** Returns Σ (log σ′ − log σ + (σ² + (μ − μ′)²) / 2σ′² − ½). */
  @Override
  public Tensor divergenceFrom(Distribution other) {
    if (!(other instanceof DiagonalGaussian gaussian)) {
      throw new IllegalArgumentException(
          "no divergence is defined between " + this + " and " + other);
    }
    Tensor variance = logStandardDeviation.times(2).exp();
    Tensor otherPrecision = gaussian.logStandardDeviation.times(-2).exp();
    return variance
        .plus(mean.minus(gaussian.mean).square())
        .times(otherPrecision)
        .times(0.5)
        .plus(gaussian.logStandardDeviation.minus(logStandardDeviation))
        .minus(0.5)
        .sumColumns();
  }
}

package jackdaw.experience;

import jackdaw.metric.Metric;

/**
 * Estimates of the advantage A(s, a) = Q(s, a) − V(s) from rewards and values. All of them stop at
 * the end of an episode, and go on from the value of what came next where an episode was truncated
 * or the rollout stopped in the middle of one; only where it terminated is that value 0. (Document
 * 000 takes δ = r − V(s) at every last step, which is right for terminated episodes alone.)
 *
 * <p>They fill {@link Rollout#advantages} and {@link Rollout#returns}, which is advantage + value,
 * and read {@link Rollout#rewards}, {@link Rollout#values} and {@link Rollout#nextValues}.
 */
public final class Advantages {
  /** See {@link #explainedVariance}. */
  public static final Metric EXPLAINED_VARIANCE = Metric.last("explained-variance");

  private Advantages() {}

  /** Estimates all advantages and returns of a rollout as its settings say. */
  public static void estimate(RolloutConfig config, Rollout rollout) {
    estimate(
        config.advantageEstimator(),
        rollout,
        config.discount(),
        config.gaeLambda(),
        config.returnSteps());
  }

  /**
   * Estimates all advantages and returns of a rollout.
   *
   * @param discount γ, in [0, 1]
   * @param lambda λ of GAE, in [0, 1]; the others do not use it
   * @param returnSteps n of the n-step estimator, at least 1; the others do not use it
   */
  public static void estimate(
      AdvantageEstimator estimator,
      Rollout rollout,
      double discount,
      double lambda,
      int returnSteps) {
    switch (estimator) {
      case GAE -> generalized(rollout, discount, lambda);
      case MONTE_CARLO -> generalized(rollout, discount, 1);
      case TD -> generalized(rollout, discount, 0);
      case N_STEP -> steps(rollout, discount, returnSteps);
    }
    for (int row = 0; row < rollout.size(); row++) {
      rollout.returns[row] = rollout.advantages[row] + rollout.values[row];
    }
  }

  /**
   * Generalised advantage estimation (Schulman et al. 2016, eq. 16): Âₜ = Σₗ (γλ)ˡ δₜ₊ₗ with δₜ =
   * rₜ + γ V(sₜ₊₁) − V(sₜ), summed backwards. With λ = 1 it is the discounted return minus the
   * value, with λ = 0 it is δ.
   */
  private static void generalized(Rollout rollout, double discount, double lambda) {
    int environments = rollout.environments();
    double decay = discount * lambda;
    for (int i = 0; i < environments; i++) {
      double advantage = 0;
      for (int row = rollout.size() - environments + i; row >= 0; row -= environments) {
        double delta =
            rollout.rewards[row] + discount * rollout.nextValues[row] - rollout.values[row];
        advantage = rollout.ended(row) ? delta : delta + decay * advantage;
        rollout.advantages[row] = (float) advantage;
      }
    }
  }

  /**
   * rₜ + γ rₜ₊₁ + … + γⁿ⁻¹ rₜ₊ₙ₋₁ + γⁿ V(sₜ₊ₙ) − V(sₜ), with fewer rewards where the episode ends.
   */
  private static void steps(Rollout rollout, double discount, int returnSteps) {
    int environments = rollout.environments();
    for (int row = 0; row < rollout.size(); row++) {
      double sum = 0;
      double weight = 1;
      int last = row;
      for (int n = 0, at = row; n < returnSteps && at < rollout.size(); n++, at += environments) {
        sum += weight * rollout.rewards[at];
        weight *= discount;
        last = at;
        if (rollout.ended(at)) {
          break;
        }
      }
      rollout.advantages[row] =
          (float) (sum + weight * rollout.nextValues[last] - rollout.values[row]);
    }
  }

  /**
   * How much of the returns' variance the values explain, 1 − Var(R − V) / Var(R): 1 is perfect, 0
   * no better than a constant, below 0 worse; NaN where all returns are equal.
   */
  public static double explainedVariance(Rollout rollout) {
    double returnSum = 0;
    double errorSum = 0;
    double returnSquares = 0;
    double errorSquares = 0;
    int count = rollout.size();
    for (int row = 0; row < count; row++) {
      double target = rollout.returns[row];
      double error = rollout.advantages[row];
      returnSum += target;
      errorSum += error;
      returnSquares += target * target;
      errorSquares += error * error;
    }
    double returnVariance = returnSquares / count - (returnSum / count) * (returnSum / count);
    double errorVariance = errorSquares / count - (errorSum / count) * (errorSum / count);
    return returnVariance <= 0 ? Double.NaN : 1 - errorVariance / returnVariance;
  }
}

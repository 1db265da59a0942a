package jackdaw.environment.wrapper;

import jackdaw.environment.Environment;
import jackdaw.environment.Step;
import jackdaw.environment.Wrapper;
import java.util.function.ToDoubleFunction;

/**
 * Adds a hint to each reward to learn from. The spaces do not change, and episode returns continue
 * to count the task's own rewards.
 *
 * <p>Hints made of a {@linkplain #potential potential}, F = γ Φ(s′) − Φ(s), do not change which
 * policy is best (Ng, Harada and Russell 1999, theorem 1); other hints may.
 */
public final class RewardShaping extends Wrapper {
  private final Shaping shaping;
  private final float[] before;

  /** Computes the amount to add to a reward. */
  @FunctionalInterface
  public interface Shaping {
    /**
     * Computes the hint for one step.
     *
     * @param observation the observation before the action; must not be kept or changed
     * @param action the action; must not be kept or changed
     * @param step the result; must not be kept or changed
     * @return the amount to add to the reward; finite
     */
    double of(float[] observation, float[] action, Step step);
  }

  /** Adds hints of any kind. */
  public RewardShaping(Environment environment, Shaping shaping) {
    super(environment);
    this.shaping = shaping;
    before = new float[environment.observationSpace().size()];
  }

  /**
   * Adds γ Φ(s′) − Φ(s) for a potential Φ of observations. Φ of a state in which the task has ended
   * counts as 0, because no hint can follow there.
   *
   * @param discount γ, the same as the algorithm's; in [0, 1]
   * @throws IllegalArgumentException if the discount is out of this range
   */
  public static RewardShaping potential(
      Environment environment, double discount, ToDoubleFunction<float[]> potential) {
    if (!(discount >= 0 && discount <= 1)) {
      throw new IllegalArgumentException(
          "a discount of %s is not possible: use a number in [0, 1]".formatted(discount));
    }
    return new RewardShaping(
        environment,
        (observation, action, step) -> {
          double next = step.terminated ? 0 : potential.applyAsDouble(step.observation);
          return discount * next - potential.applyAsDouble(observation);
        });
  }

  @Override
  public void reset(long seed, float[] observation) {
    environment.reset(seed, observation);
    System.arraycopy(observation, 0, before, 0, before.length);
  }

  @Override
  public void step(float[] action, Step step) {
    environment.step(action, step);
    step.replaceReward(step.reward + shaping.of(before, action, step));
    System.arraycopy(step.observation, 0, before, 0, before.length);
  }
}

package jackdaw.environment.wrapper;

import jackdaw.environment.Environment;
import jackdaw.environment.Step;
import jackdaw.environment.Wrapper;
import java.util.function.DoubleUnaryOperator;

/**
 * Replaces each reward to learn from by a function of it, for example a multiple or a clipped
 * value. The spaces do not change, and episode returns continue to count the task's own rewards.
 */
public final class RewardTransform extends Wrapper {
  private final DoubleUnaryOperator function;

  /** Applies any function; it has to be finite for every reward of the environment. */
  public RewardTransform(Environment environment, DoubleUnaryOperator function) {
    super(environment);
    this.function = function;
  }

  /**
   * Multiplies rewards.
   *
   * @param factor a finite number other than 0
   * @throws IllegalArgumentException if the factor is 0 or not finite
   */
  public static RewardTransform scale(Environment environment, double factor) {
    if (!Double.isFinite(factor) || factor == 0) {
      throw new IllegalArgumentException(
          "rewards times %s are not possible: use a finite number other than 0".formatted(factor));
    }
    return new RewardTransform(environment, reward -> factor * reward);
  }

  /**
   * Clips rewards.
   *
   * @throws IllegalArgumentException if not {@code low < high}
   */
  public static RewardTransform clip(Environment environment, double low, double high) {
    if (!(low < high)) {
      throw new IllegalArgumentException(
          "rewards within [%s, %s] are not possible: give a low bound below the high one"
              .formatted(low, high));
    }
    return new RewardTransform(environment, reward -> Math.clamp(reward, low, high));
  }

  @Override
  public void step(float[] action, Step step) {
    environment.step(action, step);
    step.replaceReward(function.applyAsDouble(step.reward));
  }
}

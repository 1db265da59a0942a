package jackdaw.environment.wrapper;

import jackdaw.environment.Environment;
import jackdaw.environment.Step;
import jackdaw.environment.Wrapper;
import java.util.function.ToDoubleFunction;

/**
 * Adds hints of one's own to the rewards that are learnt from. The spaces stay as they are, and the
 * returns of episodes go on to count the task's own rewards.
 *
 * <p>Hints made of a {@linkplain #potential potential}, F = γ Φ(s′) − Φ(s), do not change which policy
 * is best (Ng, Harada and Russell 1999, theorem 1); hints of another kind may.
 */
public final class RewardShaping extends Wrapper {
  private final Shaping shaping;
  private final float[] before;

  /** What is added to a reward. */
  @FunctionalInterface
  public interface Shaping {
    /**
     * The hint for one step.
     *
     * @param observation what was observed before acting; not to be kept or changed
     * @param action what was done; not to be kept or changed
     * @param step what followed; not to be kept or changed
     * @return what to add to the reward; finite
     */
    double of(float[] observation, float[] action, Step step);
  }

  /** With any function. */
  public RewardShaping(Environment environment, Shaping shaping) {
    super(environment);
    this.shaping = shaping;
    before = new float[environment.observationSpace().size()];
  }

  /**
   * With a potential Φ of observations: adds γ Φ(s′) − Φ(s), where Φ of a state in which the task has
   * ended counts as 0, because no more hint can follow there.
   *
   * @param discount γ, the same as the algorithm's; in [0, 1]
   * @throws IllegalArgumentException if it is not
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

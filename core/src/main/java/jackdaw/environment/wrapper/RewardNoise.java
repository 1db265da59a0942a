package jackdaw.environment.wrapper;

import jackdaw.environment.Environment;
import jackdaw.environment.Step;
import jackdaw.environment.Wrapper;
import jackdaw.random.RandomStream;

/**
 * Adds noise to the rewards to learn from: to each a number drawn from a normal distribution of
 * mean 0, as in bsuite's noise variants (Osband et al. 2020). The episode's seed determines the
 * noise. The spaces do not change, and episode returns continue to count the task's own rewards.
 */
public final class RewardNoise extends Wrapper {
  /**
   * Keeps the noise apart from the numbers that the inner environment draws from the same seed.
   */
  private static final long STREAM = 0x6e6f697365L;

  private final double deviation;
  private final RandomStream random = new RandomStream(0);

  /**
   * Wraps an environment.
   *
   * @param deviation standard deviation of the noise, in units of the reward; finite, above 0
   * @throws IllegalArgumentException if {@code deviation} is out of this range
   */
  public RewardNoise(Environment environment, double deviation) {
    super(environment);
    if (!(deviation > 0 && deviation < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "reward noise of deviation %s is not possible: use a finite number above 0"
              .formatted(deviation));
    }
    this.deviation = deviation;
  }

  @Override
  public void reset(long seed, float[] observation) {
    random.reseed(seed ^ STREAM);
    environment.reset(seed, observation);
  }

  @Override
  public void step(float[] action, Step step) {
    environment.step(action, step);
    step.replaceReward(step.reward + deviation * random.nextGaussian());
  }
}

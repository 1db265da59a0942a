package jackdaw.environment.wrapper;

import jackdaw.environment.Environment;
import jackdaw.environment.Step;
import jackdaw.environment.Wrapper;
import jackdaw.random.RandomStream;

/**
 * Adds noise to what is learnt from: to each reward a number drawn from a normal distribution of mean 0,
 * as bsuite's noise variants do (Osband et al. 2020). The noise follows from the episode's seed. The
 * spaces stay as they are, and the returns of episodes go on to count the task's own rewards.
 */
public final class RewardNoise extends Wrapper {
  /** So that the noise is not what the environment within draws from the same seed. */
  private static final long STREAM = 0x6e6f697365L;

  private final double deviation;
  private final RandomStream random = new RandomStream(0);

  /**
   * Around an environment.
   *
   * @param deviation the standard deviation of the noise, in units of the reward; finite, above 0
   * @throws IllegalArgumentException if it is not
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

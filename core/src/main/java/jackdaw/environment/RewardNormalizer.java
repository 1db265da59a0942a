package jackdaw.environment;

import jackdaw.state.Snapshot;
import jackdaw.state.Stateful;
import java.util.Arrays;

/**
 * Divides rewards by the standard deviation of their discounted sums, then clips them to ±c, so
 * that values have the same size in every task. In each copy of the environment
 *
 * <pre>G ← γ G + r,   r ← clip(r / √(Var[G] + 10⁻⁸), −c, c),   G ← 0 where the episode ended</pre>
 *
 * <p>with the variance over all G of all copies so far, including this step's. Rewards keep their
 * sign, since the mean is not subtracted. (Gymnasium's NormalizeReward resets G before it adds the
 * last reward of an episode; Stable-Baselines3 and this class reset it afterwards.)
 */
final class RewardNormalizer implements Stateful {
  private static final double EPSILON = 1e-8;

  private final double discount;
  private final double clip;
  private final RunningMoments moments = new RunningMoments(1);
  private final float[] returns;

  RewardNormalizer(int environments, double discount, double clip) {
    this.discount = discount;
    this.clip = clip;
    returns = new float[environments];
  }

  /** Resets the sums of the running episodes, but not the variance. */
  void reset() {
    Arrays.fill(returns, 0);
  }

  /**
   * Adds one step's rewards of all environments to the statistics, and normalises them in place.
   */
  void normalize(Transitions transitions) {
    for (int i = 0; i < returns.length; i++) {
      returns[i] = (float) (discount * returns[i] + transitions.rewards[i]);
    }
    moments.add(returns, returns.length);
    double scale = 1 / Math.sqrt(moments.variance(0) + EPSILON);
    for (int i = 0; i < returns.length; i++) {
      transitions.rewards[i] =
          (float) Math.clamp(transitions.rewards[i] * scale, -clip, clip);
      if (transitions.ended(i)) {
        returns[i] = 0;
      }
    }
  }

  @Override
  public void save(Snapshot snapshot) {
    moments.save(snapshot);
    snapshot.put("returns", returns);
  }

  @Override
  public void restore(Snapshot snapshot) {
    moments.restore(snapshot);
    float[] saved = snapshot.floats("returns", returns.length);
    System.arraycopy(saved, 0, returns, 0, saved.length);
  }
}

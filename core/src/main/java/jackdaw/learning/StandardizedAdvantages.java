package jackdaw.learning;

import jackdaw.experience.Rollout;
import jackdaw.tensor.Tensor;

/**
 * Advantages shifted to mean 0 and scaled to standard deviation 1 within each minibatch. Shift and
 * scale are scalars, so that every shard uses those of the whole minibatch.
 */
public final class StandardizedAdvantages {
  private static final Scalar SHIFT = new Scalar("advantage-shift");
  private static final Scalar SCALE = new Scalar("advantage-scale");

  /** Keeps a division by a deviation of 0 finite. */
  private static final double SMALL = 1e-8;

  private StandardizedAdvantages() {}

  /** (Â − shift) · scale, [rows, 1]. */
  public static Tensor of(Rows rows) {
    return rows.get(Rollout.ADVANTAGES).minus(rows.get(SHIFT)).times(rows.get(SCALE));
  }

  /** Leaves the advantages of all minibatches that follow as they are. */
  public static void leave(Learner learner) {
    learner.set(SHIFT, 0);
    learner.set(SCALE, 1);
  }

  /**
   * Standardises the next minibatch with its mean and its sample standard deviation, as in PyTorch.
   * The advantage of a single row is left as it is.
   *
   * @param rows of the rollout; {@code count} of them from {@code first} on are the minibatch
   */
  public static void measure(
      Learner learner, float[] advantages, int[] rows, int first, int count) {
    if (count < 2) {
      leave(learner);
      return;
    }
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += advantages[rows[first + i]];
    }
    double mean = sum / count;
    double squaredDistances = 0;
    for (int i = 0; i < count; i++) {
      double difference = advantages[rows[first + i]] - mean;
      squaredDistances += difference * difference;
    }
    learner.set(SHIFT, mean);
    learner.set(SCALE, 1 / (Math.sqrt(squaredDistances / (count - 1)) + SMALL));
  }
}

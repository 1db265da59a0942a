package jackdaw.learning;

import jackdaw.metric.Metric;
import jackdaw.tensor.Tensor;

/** Terms of losses for each row, [rows, 1], and the metrics that several losses report. */
public final class Losses {
  /** −L^π, what an actor-critic's policy minimises besides the entropy. */
  public static final Metric POLICY_LOSS = Metric.term("policy-loss");

  /** L^VF, the mean of ½ (V − R)². */
  public static final Metric VALUE_LOSS = Metric.term("value-loss");

  /** S, the mean entropy of the policy, in nats. */
  public static final Metric ENTROPY = Metric.term("entropy");

  private Losses() {}

  /** ½ (x − y)², whose derivative by x is x − y. */
  public static Tensor halfSquare(Tensor x, Tensor y) {
    return x.minus(y).square().times(0.5);
  }

  /** ½ x² where |x| ≤ 1 and |x| − ½ elsewhere (Huber 1964), whose derivative stays in [−1, 1]. */
  public static Tensor huber(Tensor x) {
    Tensor distance = x.abs();
    Tensor within = distance.min(Tensor.constant(1));
    return within.times(distance.minus(within.times(0.5)));
  }
}

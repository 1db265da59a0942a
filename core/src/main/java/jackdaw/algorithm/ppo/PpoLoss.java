package jackdaw.algorithm.ppo;

import jackdaw.experience.Column;
import jackdaw.experience.Rollout;
import jackdaw.learning.Loss;
import jackdaw.learning.LossTerm;
import jackdaw.learning.Losses;
import jackdaw.learning.PolicyEvaluation;
import jackdaw.learning.Rows;
import jackdaw.learning.Scalar;
import jackdaw.learning.StandardizedAdvantages;
import jackdaw.metric.Metric;
import jackdaw.network.ActorCritic;
import jackdaw.network.FrozenHead;
import jackdaw.tensor.Tensor;
import java.util.List;
import java.util.Set;

/**
 * PPO's loss L = −L^π + c₁ L^VF − c₂ S (Schulman et al. 2017, eq. 9, negated so that it is
 * minimised) with the {@link PolicyObjective} L^π, and what it reports and keeps. Every column is
 * [rows, 1].
 */
public final class PpoLoss implements Loss {
  /**
   * The mean of (r − 1) − log r, which estimates KL(π_old ‖ π) with little variance (Schulman
   * 2020).
   */
  public static final Metric APPROXIMATE_KL = Metric.mean("approximate-kl");

  /** The mean of −log r, another estimate. */
  public static final Metric LOG_RATIO_KL = Metric.mean("log-ratio-kl");

  /** The mean of KL(π_old ‖ π), in nats. */
  public static final Metric EXACT_KL = Metric.mean("exact-kl");

  /** The share of rows whose r lies outside [1 − ε, 1 + ε]. */
  public static final Metric CLIP_FRACTION = Metric.mean("clip-fraction");

  /** The smallest r. */
  public static final Metric RATIO_MINIMUM = Metric.least("ratio-minimum");

  /** The largest r. */
  public static final Metric RATIO_MAXIMUM = Metric.most("ratio-maximum");

  /** π(a | s) of the actions that were taken. */
  public static final Column PROBABILITY = new Column("probability");

  /** r = π(a | s) / π_old(a | s). */
  public static final Column RATIO = new Column("ratio");

  /** clip(r, 1 − ε, 1 + ε). */
  public static final Column CLIPPED_RATIO = new Column("clipped-ratio");

  /** Â as the objective uses it: standardised if the settings say so. */
  public static final Column ADVANTAGE = new Column("advantage");

  /** r Â. */
  public static final Column SURROGATE = new Column("surrogate");

  /** clip(r, 1 − ε, 1 + ε) Â. */
  public static final Column CLIPPED_SURROGATE = new Column("clipped-surrogate");

  /** The row's contribution to L^π. */
  public static final Column OBJECTIVE = new Column("objective");

  /** The row's contribution to S. */
  public static final Column ROW_ENTROPY = new Column("entropy");

  /** V(s). */
  public static final Column VALUE = new Column("value");

  /** The row's contribution to L^VF. */
  public static final Column ROW_VALUE_LOSS = new Column("value-loss");

  /** All columns that are kept. */
  public static final Set<Column> KEPT =
      Set.of(
          PROBABILITY, RATIO, CLIPPED_RATIO, ADVANTAGE, SURROGATE, CLIPPED_SURROGATE, OBJECTIVE,
          ROW_ENTROPY, VALUE, ROW_VALUE_LOSS);

  /** ε. */
  static final Scalar CLIP_RANGE = new Scalar("clip-range");

  /** β. */
  static final Scalar KL_COEFFICIENT = new Scalar("kl-coefficient");

  private final PpoConfig config;
  private final PolicyObjective objective;
  private final List<LossTerm> terms;
  private final ActorCritic network;
  private final FrozenHead oldHead;

  /**
   * The loss of a network.
   *
   * @param terms that are added to it
   * @param oldHead of the policy that collected the rollout
   */
  PpoLoss(
      PpoConfig config,
      PolicyObjective objective,
      List<LossTerm> terms,
      ActorCritic network,
      FrozenHead oldHead) {
    this.config = config;
    this.objective = objective;
    this.terms = terms;
    this.network = network;
    this.oldHead = oldHead;
  }

  @Override
  public Tensor of(Rows rows) {
    PolicyEvaluation now = PolicyEvaluation.of(network, rows);
    Tensor epsilon = rows.get(CLIP_RANGE);
    Tensor logProbability = now.logProbability(rows);
    Tensor oldLogProbability = rows.get(Rollout.LOG_PROBABILITIES);
    Tensor ratio = logProbability.minus(oldLogProbability).exp();
    Tensor advantage = StandardizedAdvantages.of(rows);
    Tensor divergence =
        oldHead.distribution(rows.get(Rollout.POLICY_OUTPUTS)).divergenceFrom(now.policy());
    Tensor objectives =
        objective.of(ratio, advantage, divergence, epsilon, rows.get(KL_COEFFICIENT));
    Tensor entropies = now.policy().entropy();
    Tensor valueLosses = valueLoss(rows, now.values());

    Tensor policyLoss = rows.mean(Losses.POLICY_LOSS, objectives.negate());
    Tensor valueLoss = rows.mean(Losses.VALUE_LOSS, valueLosses);
    Tensor entropy = rows.mean(Losses.ENTROPY, entropies);
    Tensor loss = config.loss().total(policyLoss, valueLoss, entropy);

    rows.mean(APPROXIMATE_KL, ratio.minus(1).minus(logProbability.minus(oldLogProbability)));
    rows.mean(LOG_RATIO_KL, oldLogProbability.minus(logProbability));
    rows.mean(EXACT_KL, divergence);
    rows.mean(CLIP_FRACTION, epsilon.lessThan(ratio.minus(1).abs()));
    rows.extremes(RATIO_MINIMUM, RATIO_MAXIMUM, ratio);
    Tensor clippedRatio = rows.keep(CLIPPED_RATIO, PpoObjective.clip(ratio, epsilon));
    rows.keep(PROBABILITY, logProbability.exp());
    rows.keep(RATIO, ratio);
    rows.keep(ADVANTAGE, advantage);
    rows.keep(SURROGATE, ratio.times(advantage));
    rows.keep(CLIPPED_SURROGATE, clippedRatio.times(advantage));
    rows.keep(OBJECTIVE, objectives);
    rows.keep(ROW_ENTROPY, entropies);
    rows.keep(VALUE, now.values());
    rows.keep(ROW_VALUE_LOSS, valueLosses);
    for (LossTerm term : terms) {
      loss = loss.plus(term.of(rows, now));
    }
    return loss;
  }

  /**
   * ½ (V − R)². With a clip range it is the larger of the losses of V and of V moved no further
   * than the range from its old value, as in the reference implementation of the paper's authors.
   */
  private Tensor valueLoss(Rows rows, Tensor values) {
    Tensor returns = rows.get(Rollout.RETURNS);
    Tensor plain = Losses.halfSquare(values, returns);
    double range = config.valueClipRange();
    if (range == 0) {
      return plain;
    }
    Tensor oldValues = rows.get(Rollout.VALUES);
    Tensor moved = values.minus(oldValues).clip(-range, range).plus(oldValues);
    return plain.max(Losses.halfSquare(moved, returns));
  }
}

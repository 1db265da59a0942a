package jackdaw.algorithm.dqn;

import jackdaw.experience.Column;
import jackdaw.experience.ReplayBatch;
import jackdaw.learning.Loss;
import jackdaw.learning.Rows;
import jackdaw.learning.Scalar;
import jackdaw.metric.Metric;
import jackdaw.network.LegalValues;
import jackdaw.network.QNetwork;
import jackdaw.network.ReturnDistribution;
import jackdaw.network.ReturnDistribution.Categories;
import jackdaw.network.ReturnDistribution.Expectation;
import jackdaw.network.ReturnDistribution.Quantiles;
import jackdaw.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The loss of deep Q-learning (Mnih et al. 2015): mean w · H(y − Q(s, a)) with the target y = R +
 * γᵐ Q′(s′,
 * a*), a constant. The discount is 0 where the episode terminated. With a distribution of returns
 * the
 * target is a distribution, too, and {@link ReturnLosses} has the loss.
 */
final class DqnLoss implements Loss {
  /** The loss. */
  static final Metric LOSS = Metric.term("loss");

  /** The mean of Q(s, a) of the actions that were done. */
  static final Metric VALUE = Metric.mean("value");

  /** The mean of y. */
  static final Metric TARGET = Metric.mean("target");

  /** The mean of |y − Q(s, a)|, or of the loss of a distribution: what priorities follow. */
  static final Metric ERROR = Metric.mean("error");

  /** The same of each row. */
  static final Column ROW_ERROR = new Column("error");

  /** ε of the behaviour, for its expectation. */
  static final Scalar EPSILON = new Scalar("epsilon");

  private final DqnConfig config;
  private final QNetwork network;
  private final QNetwork target;
  private final int updated;

  /**
   * The loss of one estimator.
   *
   * @param updated which one, 0 or 1
   */
  DqnLoss(DqnConfig config, QNetwork network, QNetwork target, int updated) {
    this.config = config;
    this.network = network;
    this.target = target;
    this.updated = updated;
  }

  @Override
  public Tensor of(Rows rows) {
    Tensor seen = rows.get(ReplayBatch.OBSERVATIONS);
    Tensor outputs = network.outputs(updated, seen, masks(rows, ReplayBatch.MASKS));
    Tensor chosen = network.pick(outputs, rows.get(ReplayBatch.ACTIONS));
    Tensor y = target(rows).stopGradient();
    Tensor losses =
        switch (network.distribution()) {
          case Expectation expectation -> {
            Tensor error = y.minus(chosen);
            rows.mean(ERROR, rows.keep(ROW_ERROR, error.abs()));
            yield config.valueLoss().of(error);
          }
          case Categories categories -> kept(rows, ReturnLosses.crossEntropy(chosen, y));
          case Quantiles quantiles ->
              kept(rows, ReturnLosses.quantileHuber(quantiles, chosen, y));
        };
    rows.mean(VALUE, network.distribution().mean(chosen));
    rows.mean(TARGET, meanOfTarget(y));
    return rows.mean(
        LOSS,
        config.replay().prioritized() ? losses.times(rows.get(ReplayBatch.WEIGHTS)) : losses);
  }

  private static Tensor kept(Rows rows, Tensor losses) {
    rows.mean(ERROR, rows.keep(ROW_ERROR, losses));
    return losses;
  }

  private Tensor meanOfTarget(Tensor y) {
    return network.distribution() instanceof Categories categories
        ? ReturnLosses.mean(categories, y)
        : network.distribution().mean(y);
  }

  /** y: [rows, 1], or what it says of the distribution, [rows, atoms]. */
  private Tensor target(Rows rows) {
    Tensor rewards = rows.get(ReplayBatch.REWARDS);
    Tensor discounts = rows.get(ReplayBatch.DISCOUNTS);
    Tensor next = rows.get(ReplayBatch.NEXT_OBSERVATIONS);
    Tensor masks = masks(rows, ReplayBatch.NEXT_MASKS);
    if (config.munchausen().munchausen()) {
      return munchausenRewards(rows).plus(discounts.times(softValue(next, masks)));
    }
    Tensor outputs = target.outputs(valuing(), next, masks);
    ReturnDistribution distribution = target.distribution();
    if (config.backup() == Backup.EXPECTED_SARSA) {
      Tensor values = LegalValues.of(outputs, masks).expected(rows.get(EPSILON));
      return rewards.plus(discounts.times(values));
    }
    Tensor action =
        config.backup() == Backup.SARSA
            ? rows.get(ReplayBatch.NEXT_ACTIONS)
            : LegalValues.of(choosing(outputs, next, masks), masks).best();
    Tensor nextValue = target.pick(outputs, action);
    return distribution instanceof Categories categories
        ? ReturnLosses.project(categories, nextValue.softmax(), rewards, discounts)
        : rewards.plus(discounts.times(nextValue));
  }

  /** The estimator that values the next action. */
  private int valuing() {
    return config.doubleQ() == DoubleQ.HASSELT_2010 ? 1 - updated : updated;
  }

  /** The values that choose it. */
  private Tensor choosing(Tensor outputs, Tensor next, @Nullable Tensor masks) {
    return switch (config.doubleQ()) {
      case OFF -> target.values(outputs);
      case HASSELT_2010 -> target.values(target.outputs(updated, next, masks));
      case HASSELT_2016 -> network.values(network.outputs(updated, next, masks));
    };
  }

  /** r + α max(τ log π(a | s), l₀) (Vieillard et al. 2020, eq. 1 and section 3). */
  private Tensor munchausenRewards(Rows rows) {
    MunchausenConfig settings = config.munchausen();
    Tensor masks = masks(rows, ReplayBatch.MASKS);
    Tensor values =
        target.outputs(updated, rows.get(ReplayBatch.OBSERVATIONS), masks);
    Tensor logPolicy =
        LegalValues.of(values, masks)
            .logPolicy(settings.munchausenTemperature())
            .pick(rows.get(ReplayBatch.ACTIONS));
    Tensor bonus =
        logPolicy.times(settings.munchausenTemperature()).clip(settings.munchausenFloor(), 0);
    return rows.get(ReplayBatch.REWARDS).plus(bonus.times(settings.munchausenScale()));
  }

  private Tensor softValue(Tensor next, @Nullable Tensor masks) {
    return LegalValues.of(target.outputs(updated, next, masks), masks)
        .soft(config.munchausen().munchausenTemperature());
  }

  private static @Nullable Tensor masks(Rows rows, Column column) {
    return rows.has(column) ? rows.get(column) : null;
  }
}

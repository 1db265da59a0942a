package jackdaw.algorithm.ppo;

import jackdaw.distribution.Distribution;
import jackdaw.network.ActorCritic;
import jackdaw.network.ForwardPass;
import jackdaw.network.FrozenHead;
import jackdaw.nn.ParameterVector;
import jackdaw.tensor.Derivatives;
import jackdaw.tensor.Tensor;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * PPO's loss on some rows of a minibatch as an expression, L = −L^π + c₁ L^VF − c₂ S (Schulman et al.
 * 2017, eq. 9, turned round so that it is to become small) with the {@link PpoObjective} L^π, and its
 * derivatives. Where policy and value have networks of their own the two parts of the loss are
 * expressions of their own.
 */
final class PpoTerms {
  /** Which part of the loss. */
  enum Part {
    /** −L^π − c₂ S. */
    POLICY,
    /** c₁ L^VF. */
    VALUE,
    /** All of it. */
    BOTH
  }

  /** What the loss shows beside itself: sums over the rows over the size of the minibatch. */
  enum Statistic {
    /** −L^π. */
    POLICY_LOSS,
    /** L^VF. */
    VALUE_LOSS,
    /** S. */
    ENTROPY,
    /** (r − 1) − log r, an estimate of KL(π_old ‖ π). */
    APPROXIMATE_KL,
    /** −log r, another one. */
    LOG_RATIO_KL,
    /** KL(π_old ‖ π). */
    EXACT_KL,
    /** How often r lies outside [1 − ε, 1 + ε]. */
    CLIP_FRACTION
  }

  /** What the loss is made of row by row, [rows, 1]. */
  enum Column {
    /** log π(a | s). */
    LOG_PROBABILITY,
    /** r. */
    RATIO,
    /** Â as the objective uses it: normalised where that is asked for. */
    ADVANTAGE,
    /** The row's share in L^π. */
    OBJECTIVE,
    /** The row's share in S. */
    ENTROPY,
    /** The row's share in L^VF. */
    VALUE_LOSS
  }

  final ForwardPass pass;
  final Tensor actions;

  /** Which actions were legal; nothing depends on it where actions are not masked. */
  final Tensor masks;

  final Tensor oldLogProbabilities;
  final Tensor oldPolicyOutputs;
  final Tensor advantages;
  final Tensor oldValues;
  final Tensor returns;

  /** What to subtract from an advantage, and what to multiply it with then; both [1, 1]. */
  final Tensor advantageShift = Tensor.input("advantage shift", 1, 1);

  final Tensor advantageScale = Tensor.input("advantage scale", 1, 1);

  /** ε, [1, 1]. */
  final Tensor clipRange = Tensor.input("clip range", 1, 1);

  /** β, [1, 1]. */
  final Tensor klCoefficient = Tensor.input("kl coefficient", 1, 1);

  final List<ParameterVector.View> views;
  final Tensor loss;
  final List<Tensor> gradients;

  private final Map<Statistic, Tensor> statistics = new EnumMap<>(Statistic.class);
  private final Map<Column, Tensor> columns = new EnumMap<>(Column.class);
  private final double perRow;

  PpoTerms(
      Part part,
      PpoConfig config,
      ActorCritic network,
      FrozenHead oldHead,
      int maskSize,
      int rows) {
    perRow = 1.0 / config.minibatchSize();
    pass = network.forward(config.sequenceSteps(), rows / config.sequenceSteps());
    actions = Tensor.input("actions", rows, network.actionSpace().size());
    masks = Tensor.input("masks", rows, Math.max(1, maskSize));
    oldLogProbabilities = Tensor.input("old log-probabilities", rows, 1);
    oldPolicyOutputs = Tensor.input("old policy outputs", rows, network.policyOutputs());
    advantages = Tensor.input("advantages", rows, 1);
    oldValues = Tensor.input("old values", rows, 1);
    returns = Tensor.input("returns", rows, 1);
    loss =
        switch (part) {
          case POLICY -> policyPart(config, policy(network, maskSize), oldHead);
          case VALUE -> valuePart(config);
          case BOTH -> policyPart(config, policy(network, maskSize), oldHead)
              .plus(valuePart(config));
        };
    views = network.parameters().views().stream().filter(view -> loss.dependsOn(view.tensor()))
        .toList();
    gradients = Derivatives.of(loss, views.stream().map(ParameterVector.View::tensor).toList());
  }

  private Distribution policy(ActorCritic network, int maskSize) {
    return maskSize == 0
        ? network.distribution(pass.policyOutputs())
        : network.distribution(pass.policyOutputs(), masks);
  }

  private Tensor policyPart(PpoConfig config, Distribution policy, FrozenHead oldHead) {
    Tensor logProbabilities = policy.logProbability(actions);
    Tensor r = PpoLoss.ratio(logProbabilities, oldLogProbabilities);
    Tensor advantage = advantages.minus(advantageShift).times(advantageScale);
    Tensor divergence = oldHead.distribution(oldPolicyOutputs).divergenceFrom(policy);
    Tensor objective =
        switch (config.objective()) {
          case CLIP -> PpoLoss.clippedSurrogate(r, advantage, clipRange);
          case KL_PENALTY, ADAPTIVE_KL -> PpoLoss.penalizedSurrogate(
              r, advantage, divergence, klCoefficient);
          case NONE -> PpoLoss.surrogate(r, advantage);
        };
    Tensor policyLoss = mean(Statistic.POLICY_LOSS, objective.negate());
    Tensor entropies = policy.entropy();
    Tensor entropy = mean(Statistic.ENTROPY, entropies);
    columns.put(Column.LOG_PROBABILITY, logProbabilities);
    columns.put(Column.RATIO, r);
    columns.put(Column.ADVANTAGE, advantage);
    columns.put(Column.OBJECTIVE, objective);
    columns.put(Column.ENTROPY, entropies);
    mean(
        Statistic.APPROXIMATE_KL,
        PpoLoss.approximateDivergence(r, logProbabilities, oldLogProbabilities));
    mean(Statistic.LOG_RATIO_KL, oldLogProbabilities.minus(logProbabilities));
    mean(Statistic.EXACT_KL, divergence);
    mean(Statistic.CLIP_FRACTION, PpoLoss.clipped(r, clipRange));
    return config.entropyCoefficient() == 0
        ? policyLoss
        : policyLoss.minus(entropy.times(config.entropyCoefficient()));
  }

  private Tensor valuePart(PpoConfig config) {
    Tensor values = pass.values();
    Tensor valueLoss =
        config.valueClipRange() == 0
            ? PpoLoss.valueLoss(values, returns)
            : PpoLoss.clippedValueLoss(values, oldValues, returns, config.valueClipRange());
    columns.put(Column.VALUE_LOSS, valueLoss);
    return mean(Statistic.VALUE_LOSS, valueLoss).times(config.valueCoefficient());
  }

  private Tensor mean(Statistic statistic, Tensor column) {
    Tensor mean = column.sum().times(perRow);
    statistics.put(statistic, mean);
    return mean;
  }

  /** What there is beside the loss; it depends on the part. */
  Set<Statistic> statistics() {
    return statistics.keySet();
  }

  /** One of {@link #statistics}, [1, 1]. */
  Tensor statistic(Statistic statistic) {
    return Objects.requireNonNull(statistics.get(statistic));
  }

  /** A column; null where the part has none of the kind. */
  @Nullable
  Tensor column(Column column) {
    return columns.get(column);
  }
}

package jackdaw.algorithm.ppo;

import jackdaw.algorithm.ActorCritic;
import jackdaw.algorithm.ForwardPass;
import jackdaw.distribution.Distribution;
import jackdaw.nn.ParameterVector;
import jackdaw.tensor.Derivatives;
import jackdaw.tensor.Tensor;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * PPO's loss on some rows of a minibatch as an expression, L = −L^CLIP + c₁ L^VF − c₂ S (Schulman et
 * al. 2017, eq. 9, turned round so that it is to become small), and its derivatives. Where policy and
 * value have networks of their own the two parts of the loss are expressions of their own.
 */
final class PpoTerms {
  /** Which part of the loss. */
  enum Part {
    /** −L^CLIP − c₂ S. */
    POLICY,
    /** c₁ L^VF. */
    VALUE,
    /** All of it. */
    BOTH
  }

  /** What the loss shows beside itself: sums over the rows over the size of the minibatch. */
  enum Statistic {
    POLICY_LOSS,
    VALUE_LOSS,
    ENTROPY,
    DIVERGENCE,
    CLIP_FRACTION
  }

  final ForwardPass pass;
  final Tensor actions;

  /** Which actions were legal; nothing depends on it where actions are not masked. */
  final Tensor masks;

  final Tensor oldLogProbabilities;
  final Tensor advantages;
  final Tensor oldValues;
  final Tensor returns;

  /** What to subtract from an advantage, and what to multiply it with then; both [1, 1]. */
  final Tensor advantageShift = Tensor.input("advantage shift", 1, 1);

  final Tensor advantageScale = Tensor.input("advantage scale", 1, 1);

  /** ε, [1, 1]. */
  final Tensor clipRange = Tensor.input("clip range", 1, 1);

  final Map<Statistic, Tensor> statistics = new EnumMap<>(Statistic.class);
  final List<ParameterVector.View> views;
  final Tensor loss;
  final List<Tensor> gradients;

  private final double perRow;

  PpoTerms(Part part, PpoConfig config, ActorCritic network, int maskSize, int rows) {
    perRow = 1.0 / config.minibatchSize();
    pass = network.forward(config.sequenceSteps(), rows / config.sequenceSteps());
    actions = Tensor.input("actions", rows, network.actionSpace().size());
    masks = Tensor.input("masks", rows, Math.max(1, maskSize));
    oldLogProbabilities = Tensor.input("old log-probabilities", rows, 1);
    advantages = Tensor.input("advantages", rows, 1);
    oldValues = Tensor.input("old values", rows, 1);
    returns = Tensor.input("returns", rows, 1);
    loss =
        switch (part) {
          case POLICY -> policyPart(config, policy(network, maskSize));
          case VALUE -> valuePart(config);
          case BOTH -> policyPart(config, policy(network, maskSize)).plus(valuePart(config));
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

  private Tensor policyPart(PpoConfig config, Distribution policy) {
    Tensor logProbabilities = policy.logProbability(actions);
    Tensor ratio = PpoLoss.ratio(logProbabilities, oldLogProbabilities);
    Tensor advantage = advantages.minus(advantageShift).times(advantageScale);
    Tensor policyLoss =
        mean(Statistic.POLICY_LOSS, PpoLoss.clippedSurrogate(ratio, advantage, clipRange).negate());
    Tensor entropy = mean(Statistic.ENTROPY, policy.entropy());
    mean(
        Statistic.DIVERGENCE,
        PpoLoss.divergence(ratio, logProbabilities, oldLogProbabilities));
    mean(Statistic.CLIP_FRACTION, PpoLoss.clipped(ratio, clipRange));
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
    return mean(Statistic.VALUE_LOSS, valueLoss).times(config.valueCoefficient());
  }

  private Tensor mean(Statistic statistic, Tensor column) {
    Tensor mean = column.sum().times(perRow);
    statistics.put(statistic, mean);
    return mean;
  }
}

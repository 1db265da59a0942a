package jackdaw.algorithm.ppo;

import jackdaw.algorithm.ppo.PpoTerms.Column;
import jackdaw.algorithm.ppo.PpoTerms.Part;
import jackdaw.algorithm.ppo.PpoTerms.Statistic;
import jackdaw.experience.Rollout;
import jackdaw.network.ActorCritic;
import jackdaw.network.FrozenHead;
import jackdaw.nn.Memory;
import jackdaw.program.Program;
import jackdaw.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Computes for a {@link PpoObserver} what each row adds to the loss. It is a program of its own, made of
 * the same {@link PpoTerms} as the gradient's, so that the update's own programs stay as they are.
 */
final class PpoInspection {
  private final PpoObserver observer;
  private final Rollout rollout;
  private final PpoGradient gradient;
  private final int size;
  private final PpoPiece piece;
  private final Program.Output probabilities;
  private final Program.Output ratios;
  private final Program.Output clippedRatios;
  private final Program.Output advantages;
  private final Program.Output surrogates;
  private final Program.Output clippedSurrogates;
  private final Program.Output objectives;
  private final Program.Output entropies;
  private final Program.Output values;
  private final Program.Output valueLosses;
  private final Program.Output loss;
  private double clipRange;

  PpoInspection(
      PpoObserver observer,
      PpoConfig config,
      ActorCritic network,
      FrozenHead oldHead,
      Rollout rollout,
      PpoGradient gradient,
      KlCoefficient klCoefficient) {
    if (config.memory() != Memory.NONE) {
      throw new IllegalStateException(
          "an update of networks with a memory cannot be shown row by row: set ppo.memory to none");
    }
    this.observer = observer;
    this.rollout = rollout;
    this.gradient = gradient;
    size = config.minibatchSize();
    PpoTerms terms = new PpoTerms(Part.BOTH, config, network, oldHead, rollout.maskSize(), size);
    Tensor probability = column(terms, Column.LOG_PROBABILITY).exp();
    Tensor ratio = column(terms, Column.RATIO);
    Tensor advantage = column(terms, Column.ADVANTAGE);
    Tensor clippedRatio = PpoLoss.clippedRatio(ratio, terms.clipRange);
    Tensor surrogate = PpoLoss.surrogate(ratio, advantage);
    Tensor clippedSurrogate = PpoLoss.surrogate(clippedRatio, advantage);
    Tensor objective = column(terms, Column.OBJECTIVE);
    Tensor entropy = column(terms, Column.ENTROPY);
    Tensor valueLoss = column(terms, Column.VALUE_LOSS);
    Program program =
        Program.compile(
            List.of(
                probability, ratio, clippedRatio, advantage, surrogate, clippedSurrogate,
                objective, entropy, terms.pass.values(), valueLoss, terms.loss));
    piece =
        new PpoPiece(terms, program, List.of(), rollout, network.parameters(), oldHead, 0);
    piece.addScalar(terms.clipRange, () -> clipRange);
    piece.addScalar(terms.klCoefficient, klCoefficient::value);
    piece.addScalar(terms.advantageShift, gradient::advantageShift);
    piece.addScalar(terms.advantageScale, gradient::advantageScale);
    probabilities = program.output(probability);
    ratios = program.output(ratio);
    clippedRatios = program.output(clippedRatio);
    advantages = program.output(advantage);
    surrogates = program.output(surrogate);
    clippedSurrogates = program.output(clippedSurrogate);
    objectives = program.output(objective);
    entropies = program.output(entropy);
    values = program.output(terms.pass.values());
    valueLosses = program.output(valueLoss);
    loss = program.output(terms.loss);
  }

  private static Tensor column(PpoTerms terms, Column column) {
    return Objects.requireNonNull(terms.column(column));
  }

  /** The rollout is full. */
  void collected() {
    observer.collected(rollout);
  }

  /** Shows the minibatch whose gradient was computed last. */
  void computed(
      int epoch,
      int[] order,
      int first,
      double learningRate,
      double clipRange,
      double gradientNorm,
      double gradientScale) {
    this.clipRange = clipRange;
    piece.compute(order, first);
    observer.computed(
        new PpoMinibatch(
            epoch,
            Arrays.copyOfRange(order, first, first + size),
            learningRate,
            clipRange,
            probabilities.toArray(),
            ratios.toArray(),
            clippedRatios.toArray(),
            advantages.toArray(),
            surrogates.toArray(),
            clippedSurrogates.toArray(),
            objectives.toArray(),
            entropies.toArray(),
            values.toArray(),
            valueLosses.toArray(),
            gradient.statistic(Statistic.POLICY_LOSS),
            gradient.statistic(Statistic.VALUE_LOSS),
            gradient.statistic(Statistic.ENTROPY),
            loss.value(),
            gradientNorm,
            gradientScale));
  }

  /** The update is over. */
  void updated() {
    observer.updated();
  }
}

package jackdaw.algorithm.ppo;

import jackdaw.algorithm.ActorCritic;
import jackdaw.algorithm.FrozenHead;
import jackdaw.algorithm.Timings;
import jackdaw.algorithm.Timings.Phase;
import jackdaw.algorithm.Workers;
import jackdaw.algorithm.ppo.PpoTerms.Part;
import jackdaw.algorithm.ppo.PpoTerms.Statistic;
import jackdaw.experience.Rollout;
import jackdaw.nn.GradientNorm;
import jackdaw.nn.Gradients;
import jackdaw.tensor.Program;
import jackdaw.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The gradient of PPO's loss on one minibatch. The work is cut into pieces that do not depend on each
 * other: the policy's and the value's part where they have networks of their own, and each of these
 * into ranges of rows, whose number follows from the size of the minibatch and of its sequences alone.
 * Pieces are added up in a fixed order, so that the result has the same bits on any number of threads.
 */
final class PpoGradient {
  private static final int MIN_ROWS = 128;
  private static final int MAX_RANGES = 8;

  private final PpoConfig config;
  private final Rollout rollout;
  private final Workers workers;
  private final Piece[] pieces;

  /** Into how many ranges of rows each part of the loss is cut. */
  private final int ranges;

  private final float[] gradient;
  private final GradientNorm norm;
  private final double[] statistics = new double[Statistic.values().length];
  private final IntConsumer computePiece;
  private final IntConsumer addUpPart;

  private int[] order = {};
  private int first;
  private double clipRange;
  private double klCoefficient;
  private double advantageShift;
  private double advantageScale = 1;
  private Timings timings = Timings.OFF;

  /** By piece and phase, and by phase alone. */
  private long[][] pieceNanos = {};

  private final long[] sharedNanos = new long[Phase.values().length];
  private float ratioMinimum;
  private float ratioMaximum;

  PpoGradient(
      PpoConfig config,
      ActorCritic network,
      FrozenHead oldHead,
      Rollout rollout,
      Workers workers) {
    this.config = config;
    this.rollout = rollout;
    this.workers = workers;
    gradient = new float[network.parameters().size()];
    norm = new GradientNorm(gradient);
    ranges = ranges(config);
    int rows = config.minibatchSize() / ranges;
    List<Piece> made = new ArrayList<>();
    for (Part part : config.sharedNetwork() ? List.of(Part.BOTH)
        : List.of(Part.POLICY, Part.VALUE)) {
      PpoTerms terms = new PpoTerms(part, config, network, oldHead, rollout.maskSize(), rows);
      Program program = Program.compile(forwardOutputs(terms), terms.gradients);
      for (int range = 0; range < ranges; range++) {
        Program replica = range == 0 ? program : program.replica();
        PpoPiece piece =
            new PpoPiece(
                terms,
                replica,
                terms.statistics(),
                rollout,
                network.parameters(),
                oldHead,
                range * rows);
        piece.addScalar(terms.clipRange, () -> clipRange);
        piece.addScalar(terms.klCoefficient, () -> klCoefficient);
        piece.addScalar(terms.advantageShift, () -> advantageShift);
        piece.addScalar(terms.advantageScale, () -> advantageScale);
        made.add(new Piece(terms, replica, piece, range == 0, rows));
      }
    }
    pieces = made.toArray(Piece[]::new);
    computePiece = this::computePiece;
    addUpPart = this::addUpPart;
  }

  /** Says from now on where time goes. */
  void time(Timings clock) {
    timings = clock;
    pieceNanos = new long[pieces.length][Phase.values().length];
  }

  private void computePiece(int index) {
    if (timings.isOn()) {
      pieces[index].values.compute(order, first, pieceNanos[index]);
    } else {
      pieces[index].values.compute(order, first);
    }
    pieces[index].observeRatio();
    if (ranges == 1) {
      addUpPart(index);
    }
  }

  /** Adds up the gradient of one part of the loss, in the order of its ranges. */
  private void addUpPart(int part) {
    for (int range = 0; range < ranges; range++) {
      pieces[part * ranges + range].addUp();
    }
  }

  /** What a program of the loss is to tell beside its gradient. */
  static List<Tensor> forwardOutputs(PpoTerms terms) {
    List<Tensor> outputs = new ArrayList<>();
    terms.statistics().forEach(statistic -> outputs.add(terms.statistic(statistic)));
    Tensor ratio = terms.column(PpoTerms.Column.RATIO);
    if (ratio != null) {
      outputs.add(ratio);
    }
    return outputs;
  }

  /** How many pieces of whole sequences, as many in each, a minibatch is cut into. */
  static int ranges(PpoConfig config) {
    int sequences = config.minibatchSize() / config.sequenceSteps();
    int ranges = Math.clamp(config.minibatchSize() / MIN_ROWS, 1, MAX_RANGES);
    while (sequences % ranges != 0) {
      ranges--;
    }
    return ranges;
  }

  /**
   * Computes the gradient of the minibatch that consists of the rollout's rows {@code order[first]},
   * {@code order[first + 1]}, …, in the order that {@link EpochOrder} gives them.
   *
   * @param clipRange ε
   * @param klCoefficient β; not looked at where the objective has no penalty
   */
  void compute(int[] order, int first, double clipRange, double klCoefficient) {
    timings.enter(Phase.MINIBATCHES);
    this.order = order;
    this.first = first;
    this.clipRange = clipRange;
    this.klCoefficient = klCoefficient;
    if (config.normalizeAdvantages() && config.minibatchSize() > 1) {
      measureAdvantages();
    }
    workers.run(pieces.length, computePiece);
    shareTime();
    if (ranges > 1) {
      workers.run(pieces.length / ranges, addUpPart);
    }
    Arrays.fill(statistics, 0);
    ratioMinimum = Float.POSITIVE_INFINITY;
    ratioMaximum = Float.NEGATIVE_INFINITY;
    for (Piece piece : pieces) {
      piece.values.addStatistics(statistics);
      ratioMinimum = Math.min(ratioMinimum, piece.ratioMinimum);
      ratioMaximum = Math.max(ratioMaximum, piece.ratioMaximum);
    }
  }

  private void shareTime() {
    if (timings.isOn()) {
      Arrays.fill(sharedNanos, 0);
      for (long[] nanos : pieceNanos) {
        for (int i = 0; i < nanos.length; i++) {
          sharedNanos[i] += nanos[i];
          nanos[i] = 0;
        }
      }
      timings.share(sharedNanos, Phase.OPTIMISER);
    }
  }

  /** ∂ loss / ∂ parameters of the last minibatch. */
  float[] gradient() {
    return gradient;
  }

  /** The Euclidean norm of {@link #gradient}. */
  double norm() {
    return norm.value();
  }

  /** What the last minibatch showed. */
  double statistic(Statistic statistic) {
    return statistics[statistic.ordinal()];
  }

  /** What is subtracted from each advantage of the last minibatch. */
  double advantageShift() {
    return advantageShift;
  }

  /** What each advantage of the last minibatch is then multiplied with. */
  double advantageScale() {
    return advantageScale;
  }

  /** The smallest r of the last minibatch. */
  float ratioMinimum() {
    return ratioMinimum;
  }

  /** The largest r of the last minibatch. */
  float ratioMaximum() {
    return ratioMaximum;
  }

  /** Mean and standard deviation, that of a sample as in PyTorch, of the minibatch's advantages. */
  private void measureAdvantages() {
    int count = config.minibatchSize();
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += rollout.advantages[order[first + i]];
    }
    double mean = sum / count;
    double squares = 0;
    for (int i = 0; i < count; i++) {
      double difference = rollout.advantages[order[first + i]] - mean;
      squares += difference * difference;
    }
    advantageShift = mean;
    advantageScale = 1 / (Math.sqrt(squares / (count - 1)) + 1e-8);
  }

  /** One part of the loss on one range of the minibatch's rows, and where its results come out. */
  private final class Piece {
    private final PpoPiece values;

    /** The first range of each part: together they cover every parameter once. */
    private final boolean isFirst;

    private final Gradients gradients;
    private final Program.@Nullable Output ratio;
    private final float[] ratios;
    private float ratioMinimum = Float.POSITIVE_INFINITY;
    private float ratioMaximum = Float.NEGATIVE_INFINITY;

    Piece(PpoTerms terms, Program program, PpoPiece values, boolean isFirst, int rows) {
      this.values = values;
      this.isFirst = isFirst;
      gradients = new Gradients(program, terms.views, terms.gradients);
      Tensor column = terms.column(PpoTerms.Column.RATIO);
      ratio = column == null ? null : program.output(column);
      ratios = new float[column == null ? 0 : rows];
    }

    /** Adds its gradient to what stands in its parameters' places, or puts it there. */
    void addUp() {
      if (isFirst) {
        gradients.get(gradient);
      } else {
        gradients.addTo(gradient);
      }
    }

    void observeRatio() {
      if (ratio == null) {
        return;
      }
      ratio.get(ratios, 0);
      float least = Float.POSITIVE_INFINITY;
      float most = Float.NEGATIVE_INFINITY;
      for (float r : ratios) {
        least = Math.min(least, r);
        most = Math.max(most, r);
      }
      ratioMinimum = least;
      ratioMaximum = most;
    }
  }
}

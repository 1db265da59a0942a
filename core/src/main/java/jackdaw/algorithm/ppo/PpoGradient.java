package jackdaw.algorithm.ppo;

import jackdaw.algorithm.ppo.PpoTerms.Part;
import jackdaw.algorithm.ppo.PpoTerms.Statistic;
import jackdaw.experience.Rollout;
import jackdaw.metric.Timings;
import jackdaw.metric.Timings.Phase;
import jackdaw.network.ActorCritic;
import jackdaw.network.FrozenHead;
import jackdaw.nn.Adam;
import jackdaw.nn.Gradients;
import jackdaw.nn.ParameterVector;
import jackdaw.parallel.Workers;
import jackdaw.program.Program;
import jackdaw.program.SquaredNorm;
import jackdaw.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The gradient of PPO's loss on one minibatch, and the step down it. The work is cut into pieces that do not
 * depend on each other: the policy's and the value's part where they have networks of their own, and each of
 * these into ranges of rows, whose number follows from the size of the minibatch and of its sequences alone.
 * Pieces are added up in a fixed order, so that the result has the same bits on any number of threads.
 *
 * <p>A step that was begun is taken with the next gradient. Where each part of the loss is one piece, who
 * computes that piece steps its parameters first and then has them at hand; threads meet once a minibatch.
 */
final class PpoGradient {
  private static final int MIN_ROWS = 128;
  private static final int MAX_RANGES = 8;

  private final PpoConfig config;
  private final Rollout rollout;
  private final Adam optimizer;
  private final ParameterVector parameters;
  private final Workers workers;
  private final Piece[] pieces;

  /** Into how many ranges of rows each part of the loss is cut. */
  private final int ranges;

  private final float[] gradient;

  /** By part of the loss. */
  private final SquaredNorm[] norms;

  private final double[] squares;
  private final double[] statistics = new double[Statistic.values().length];
  private final IntConsumer computePiece;
  private final IntConsumer addUpPart;
  private final IntConsumer stepPart;
  private final IntConsumer finishPart;

  /** By part of the optimiser's step, whether its parameters are finite. */
  private final boolean[] finite;

  private final Present present = new Present();
  private Timings timings = Timings.OFF;

  /** By piece and phase, and by phase alone. */
  private long[][] pieceNanos = {};

  private final long[] sharedNanos = new long[Phase.values().length];

  /** What changes with every minibatch: the other fields then stay in the caches of all threads. */
  private static final class Present {
    /** Whether a step was begun and not yet taken. */
    boolean steps;

    int[] order = {};
    int first;
    double clipRange;
    double klCoefficient;
    double advantageShift;
    double advantageScale = 1;
    float ratioMinimum;
    float ratioMaximum;
  }

  PpoGradient(
      PpoConfig config,
      ActorCritic network,
      FrozenHead oldHead,
      Rollout rollout,
      Adam optimizer,
      Workers workers) {
    this.config = config;
    this.rollout = rollout;
    this.optimizer = optimizer;
    this.workers = workers;
    parameters = network.parameters();
    gradient = new float[parameters.size()];
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
        piece.addScalar(terms.clipRange, () -> present.clipRange);
        piece.addScalar(terms.klCoefficient, () -> present.klCoefficient);
        piece.addScalar(terms.advantageShift, () -> present.advantageShift);
        piece.addScalar(terms.advantageScale, () -> present.advantageScale);
        made.add(new Piece(terms, replica, piece, range == 0, rows));
      }
    }
    pieces = made.toArray(Piece[]::new);
    int[] starts = parts(config, network);
    norms = new SquaredNorm[starts.length - 1];
    Arrays.setAll(norms, i -> new SquaredNorm(gradient, starts[i], starts[i + 1]));
    squares = new double[norms.length];
    stepPart = optimizer::stepPart;
    finishPart = this::finishPart;
    finite = new boolean[optimizer.parts()];
    computePiece = this::computePiece;
    addUpPart = this::addUpPart;
  }

  /** Adam for the networks' parameters, with the parts that suit the pieces of the work. */
  static Adam optimizer(PpoConfig config, ActorCritic network) {
    return ranges(config) == 1
        ? new Adam(config.adamEpsilon(), parts(config, network))
        : new Adam(network.parameters().size(), config.adamEpsilon());
  }

  /** Where the parameters of each part of the loss begin, and where those of the last one end. */
  private static int[] parts(PpoConfig config, ActorCritic network) {
    int size = network.parameters().size();
    return config.sharedNetwork()
        ? new int[] {0, size}
        : new int[] {0, network.valueParametersAt(), size};
  }

  /** Says from now on where time goes. */
  void time(Timings clock) {
    timings = clock;
    pieceNanos = new long[pieces.length][Phase.values().length];
  }

  private void computePiece(int index) {
    if (present.steps && ranges == 1) {
      long start = timings.isOn() ? System.nanoTime() : 0;
      optimizer.stepPart(index);
      if (timings.isOn()) {
        pieceNanos[index][Phase.OPTIMISER.ordinal()] += System.nanoTime() - start;
      }
    }
    if (timings.isOn()) {
      pieces[index].values.compute(present.order, present.first, pieceNanos[index]);
    } else {
      pieces[index].values.compute(present.order, present.first);
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
    squares[part] = norms[part].squared();
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
   * Takes the step that was begun, if one was, and computes the gradient of the minibatch that consists of
   * the rollout's rows {@code order[first]}, {@code order[first + 1]}, …, in the order that {@link EpochOrder}
   * gives them.
   *
   * @param clipRange ε
   * @param klCoefficient β; not looked at where the objective has no penalty
   */
  void compute(int[] order, int first, double clipRange, double klCoefficient) {
    timings.enter(Phase.MINIBATCHES);
    present.order = order;
    present.first = first;
    present.clipRange = clipRange;
    present.klCoefficient = klCoefficient;
    if (config.normalizeAdvantages() && config.minibatchSize() > 1) {
      measureAdvantages();
    }
    if (ranges > 1) {
      finishStep();
    }
    workers.run(pieces.length, computePiece);
    present.steps = false;
    shareTime();
    if (ranges > 1) {
      workers.run(pieces.length / ranges, addUpPart);
    }
    Arrays.fill(statistics, 0);
    present.ratioMinimum = Float.POSITIVE_INFINITY;
    present.ratioMaximum = Float.NEGATIVE_INFINITY;
    for (Piece piece : pieces) {
      piece.values.addStatistics(statistics);
      present.ratioMinimum = Math.min(present.ratioMinimum, piece.ratioMinimum);
      present.ratioMaximum = Math.max(present.ratioMaximum, piece.ratioMaximum);
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

  /**
   * Begins a step of the optimiser down the gradient.
   *
   * @param scale what the gradient is multiplied with first
   */
  void beginStep(double learningRate, double scale) {
    optimizer.begin(parameters.values(), gradient, learningRate, scale);
    present.steps = true;
  }

  /** Takes the step that was begun, if one was: parameters and optimiser are up to date then. */
  void finishStep() {
    if (present.steps) {
      workers.run(optimizer.parts(), stepPart);
      present.steps = false;
    }
  }

  /**
   * Takes the step that was begun, if one was, and looks at all parameters, each by who stepped it.
   *
   * @return true if every one is finite
   */
  boolean finishUpdate() {
    workers.run(optimizer.parts(), finishPart);
    present.steps = false;
    boolean all = true;
    for (boolean each : finite) {
      all &= each;
    }
    return all;
  }

  private void finishPart(int part) {
    if (present.steps) {
      optimizer.stepPart(part);
    }
    finite[part] = parameters.isFinite(optimizer.start(part), optimizer.start(part + 1));
  }

  /** The Euclidean norm of the last minibatch's gradient. */
  double norm() {
    double sum = 0;
    for (double part : squares) {
      sum += part;
    }
    return Math.sqrt(sum);
  }

  /** What the last minibatch showed. */
  double statistic(Statistic statistic) {
    return statistics[statistic.ordinal()];
  }

  /** What is subtracted from each advantage of the last minibatch. */
  double advantageShift() {
    return present.advantageShift;
  }

  /** What each advantage of the last minibatch is then multiplied with. */
  double advantageScale() {
    return present.advantageScale;
  }

  /** The smallest r of the last minibatch. */
  float ratioMinimum() {
    return present.ratioMinimum;
  }

  /** The largest r of the last minibatch. */
  float ratioMaximum() {
    return present.ratioMaximum;
  }

  /** Mean and standard deviation, that of a sample as in PyTorch, of the minibatch's advantages. */
  private void measureAdvantages() {
    int[] order = present.order;
    int first = present.first;
    int count = config.minibatchSize();
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += rollout.advantages[order[first + i]];
    }
    double mean = sum / count;
    double squaredDistances = 0;
    for (int i = 0; i < count; i++) {
      double difference = rollout.advantages[order[first + i]] - mean;
      squaredDistances += difference * difference;
    }
    present.advantageShift = mean;
    present.advantageScale = 1 / (Math.sqrt(squaredDistances / (count - 1)) + 1e-8);
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
      // As whole numbers, of which many are compared at a time: without a sign their order is that of floats, and
      // what is not a number comes last. The loss is none either then, which is looked at.
      int least = Float.floatToRawIntBits(Float.POSITIVE_INFINITY);
      int most = 0;
      for (float r : ratios) {
        int bits = Float.floatToRawIntBits(r) & Integer.MAX_VALUE;
        least = Math.min(least, bits);
        most = Math.max(most, bits);
      }
      ratioMinimum = Float.intBitsToFloat(least);
      ratioMaximum = Float.intBitsToFloat(most);
    }
  }
}

package jackdaw.algorithm.ppo;

import jackdaw.algorithm.ActorCritic;
import jackdaw.algorithm.Workers;
import jackdaw.algorithm.ppo.PpoTerms.Part;
import jackdaw.algorithm.ppo.PpoTerms.Statistic;
import jackdaw.experience.Rollout;
import jackdaw.nn.Gradients;
import jackdaw.nn.ParameterVector;
import jackdaw.tensor.Program;
import jackdaw.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * The gradient of PPO's loss on one minibatch. The work is cut into pieces that do not depend on each
 * other: the policy's and the value's part where they have networks of their own, and each of these
 * into ranges of rows, whose number follows from the size of the minibatch and of its sequences alone.
 * Pieces are added up
 * in a fixed order, so that the result has the same bits on any number of threads.
 */
final class PpoGradient {
  private static final int MIN_ROWS = 128;
  private static final int MAX_RANGES = 8;

  private final PpoConfig config;
  private final Rollout rollout;
  private final ParameterVector parameters;
  private final Workers workers;
  private final Piece[] pieces;
  private final float[] gradient;
  private final double[] statistics = new double[Statistic.values().length];
  private final IntConsumer computePiece;

  private int[] order = {};
  private int first;
  private double clipRange;
  private double advantageShift;
  private double advantageScale = 1;

  PpoGradient(PpoConfig config, ActorCritic network, Rollout rollout, Workers workers) {
    this.config = config;
    this.rollout = rollout;
    this.workers = workers;
    parameters = network.parameters();
    gradient = new float[parameters.size()];
    int ranges = ranges(config);
    int rows = config.minibatchSize() / ranges;
    List<Piece> made = new ArrayList<>();
    for (Part part : config.sharedNetwork() ? List.of(Part.BOTH)
        : List.of(Part.POLICY, Part.VALUE)) {
      PpoTerms terms = new PpoTerms(part, config, network, rollout.maskSize(), rows);
      List<Tensor> outputs = new ArrayList<>(terms.gradients);
      outputs.addAll(terms.statistics.values());
      Program program = Program.compile(outputs);
      for (int range = 0; range < ranges; range++) {
        made.add(new Piece(terms, range == 0 ? program : program.replica(), range * rows));
      }
    }
    pieces = made.toArray(Piece[]::new);
    computePiece = index -> pieces[index].compute();
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
   */
  void compute(int[] order, int first, double clipRange) {
    this.order = order;
    this.first = first;
    this.clipRange = clipRange;
    if (config.normalizeAdvantages() && config.minibatchSize() > 1) {
      measureAdvantages();
    }
    workers.run(pieces.length, computePiece);
    Arrays.fill(statistics, 0);
    for (Piece piece : pieces) {
      piece.addUp();
    }
  }

  /** ∂ loss / ∂ parameters of the last minibatch. */
  float[] gradient() {
    return gradient;
  }

  /** What the last minibatch showed. */
  double statistic(Statistic statistic) {
    return statistics[statistic.ordinal()];
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

  /** One part of the loss on one range of the minibatch's rows. */
  private final class Piece {
    private final int offset;
    private final Program program;
    private final ParameterVector.Binding weights;
    private final Gradients gradients;
    private final List<Column> columns = new ArrayList<>();

    /** Clip range, advantage shift and scale; none where there is no policy in the piece. */
    private final List<Program.Input> scalars;

    private final Program.Output[] outputs;
    private final int[] statisticIndices;

    /** A column of the rollout and the input that takes its rows. */
    private record Column(Program.Input input, float[] values) {}

    Piece(PpoTerms terms, Program program, int offset) {
      this.program = program;
      this.offset = offset;
      weights = parameters.bind(program);
      gradients = new Gradients(program, terms.views, terms.gradients);
      addColumn(terms.pass.observations(), rollout.observations);
      // as many rows as there are sequences, whose first steps come first in the order
      addColumn(terms.pass.state(), rollout.states);
      addColumn(terms.pass.continues(), rollout.continues);
      addColumn(terms.actions, rollout.actions);
      addColumn(terms.masks, rollout.masks);
      addColumn(terms.oldLogProbabilities, rollout.logProbabilities);
      addColumn(terms.advantages, rollout.advantages);
      addColumn(terms.oldValues, rollout.values);
      addColumn(terms.returns, rollout.returns);
      scalars =
          program.uses(terms.advantages)
              ? List.of(
                  program.input(terms.clipRange),
                  program.input(terms.advantageShift),
                  program.input(terms.advantageScale))
              : List.of();
      outputs = new Program.Output[terms.statistics.size()];
      statisticIndices = new int[outputs.length];
      int next = 0;
      for (Map.Entry<Statistic, Tensor> statistic : terms.statistics.entrySet()) {
        outputs[next] = program.output(statistic.getValue());
        statisticIndices[next++] = statistic.getKey().ordinal();
      }
    }

    private void addColumn(Tensor input, float[] values) {
      if (program.uses(input)) {
        columns.add(new Column(program.input(input), values));
      }
    }

    void compute() {
      weights.load();
      for (Column column : columns) {
        column.input.setRows(column.values, order, first + offset);
      }
      if (!scalars.isEmpty()) {
        scalars.get(0).set(clipRange);
        scalars.get(1).set(advantageShift);
        scalars.get(2).set(advantageScale);
      }
      program.run();
    }

    void addUp() {
      if (offset == 0) {
        // the first range of each part: together they cover every parameter once
        gradients.get(gradient);
      } else {
        gradients.addTo(gradient);
      }
      for (int i = 0; i < outputs.length; i++) {
        statistics[statisticIndices[i]] += outputs[i].value();
      }
    }
  }
}

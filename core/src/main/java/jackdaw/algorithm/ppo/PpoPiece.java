package jackdaw.algorithm.ppo;

import jackdaw.experience.Rollout;
import jackdaw.metric.Timings.Phase;
import jackdaw.network.FrozenHead;
import jackdaw.nn.ParameterVector;
import jackdaw.program.Program;
import jackdaw.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.DoubleSupplier;

/** {@link PpoTerms} on one range of a minibatch's rows, computed from a rollout. */
final class PpoPiece {
  private final int offset;
  private final Program program;
  private final ParameterVector.Binding weights;
  private final ParameterVector.Binding oldWeights;
  private final List<Column> columns = new ArrayList<>();
  private final List<Scalar> scalars = new ArrayList<>();
  private final Program.Output[] outputs;
  private final int[] statistics;

  /** A column of the rollout and the input that takes its rows. */
  private record Column(Program.Input input, float[] values) {}

  /** A number and the input that takes it. */
  private record Scalar(Program.Input input, DoubleSupplier value) {}

  /**
   * A piece.
   *
   * @param program computes at least the statistics
   * @param statistics which ones
   * @param offset the range's first row, counted from the minibatch's
   */
  PpoPiece(
      PpoTerms terms,
      Program program,
      Collection<PpoTerms.Statistic> statistics,
      Rollout rollout,
      ParameterVector parameters,
      FrozenHead oldHead,
      int offset) {
    this.program = program;
    this.offset = offset;
    weights = parameters.bind(program);
    oldWeights = oldHead.parameters().bind(program);
    addColumn(terms.pass.observations(), rollout.observations);
    // as many rows as there are sequences, whose first steps come first in the order
    addColumn(terms.pass.state(), rollout.states);
    addColumn(terms.pass.continues(), rollout.continues);
    addColumn(terms.actions, rollout.actions);
    addColumn(terms.masks, rollout.masks);
    addColumn(terms.oldLogProbabilities, rollout.logProbabilities);
    addColumn(terms.oldPolicyOutputs, rollout.policyOutputs);
    addColumn(terms.advantages, rollout.advantages);
    addColumn(terms.oldValues, rollout.values);
    addColumn(terms.returns, rollout.returns);
    outputs =
        statistics.stream().map(each -> program.output(terms.statistic(each)))
            .toArray(Program.Output[]::new);
    this.statistics = statistics.stream().mapToInt(Enum::ordinal).toArray();
  }

  private void addColumn(Tensor input, float[] values) {
    if (program.uses(input)) {
      columns.add(new Column(program.input(input), values));
    }
  }

  /** Has an input of [1, 1] take a number before each computation, if the program uses it. */
  void addScalar(Tensor input, DoubleSupplier value) {
    if (program.uses(input)) {
      scalars.add(new Scalar(program.input(input), value));
    }
  }

  /** Computes the rows {@code order[first + offset]}, …. */
  void compute(int[] order, int first) {
    load(order, first);
    program.run();
  }

  /**
   * The same, with a look at the clock in between.
   *
   * @param nanos to which the time of each phase is added, by its ordinal
   */
  void compute(int[] order, int first, long[] nanos) {
    long start = System.nanoTime();
    load(order, first);
    long loaded = System.nanoTime();
    program.runFirst();
    long forward = System.nanoTime();
    program.runRest();
    nanos[Phase.MINIBATCHES.ordinal()] += loaded - start;
    nanos[Phase.FORWARD.ordinal()] += forward - loaded;
    nanos[Phase.BACKWARD.ordinal()] += System.nanoTime() - forward;
  }

  private void load(int[] order, int first) {
    weights.load();
    oldWeights.load();
    for (Column column : columns) {
      column.input.setRows(column.values, order, first + offset);
    }
    for (Scalar scalar : scalars) {
      scalar.input.set(scalar.value.getAsDouble());
    }
  }

  /** Adds each statistic to the sum at its ordinal. */
  void addStatistics(double[] sums) {
    for (int i = 0; i < outputs.length; i++) {
      sums[statistics[i]] += outputs[i].value();
    }
  }
}

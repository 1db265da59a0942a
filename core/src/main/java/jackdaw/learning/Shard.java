package jackdaw.learning;

import jackdaw.experience.Column;
import jackdaw.experience.Columns;
import jackdaw.metric.Metric;
import jackdaw.nn.ParameterVector;
import jackdaw.program.Program;
import jackdaw.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The program of a {@link WrittenLoss} for one shard of a minibatch, and what is read from it. */
final class Shard {
  private final Columns data;
  private final int offset;
  private final Program program;
  private final List<ParameterVector.Binding> parameters = new ArrayList<>();
  private final List<ColumnInput> columns = new ArrayList<>();
  private final List<ScalarInput> scalars = new ArrayList<>();
  private final List<NoiseInput> noises = new ArrayList<>();
  private final List<Mean> means = new ArrayList<>();
  private final List<Extreme> extremes = new ArrayList<>();
  private final List<Kept> kept = new ArrayList<>();

  private record ColumnInput(Column column, Program.Input input, float[] values) {}

  private record ScalarInput(Program.Input input, int slot) {}

  private record NoiseInput(Program.Input input, float[] values, int from, int rows) {}

  private record Mean(Program.Output output, int slot) {}

  /** The smallest and the largest absolute value of a column. */
  private static final class Extreme {
    private final Program.Output output;
    private final float[] values;
    private final int leastSlot;
    private final int mostSlot;
    private float least;
    private float most;

    Extreme(Program.Output output, int rows, int leastSlot, int mostSlot) {
      this.output = output;
      values = new float[rows];
      this.leastSlot = leastSlot;
      this.mostSlot = mostSlot;
    }

    void find() {
      output.get(values, 0);
      // As whole numbers, many of which are compared at a time: without a sign their order is that
      // of floats, and what is not a number comes last.
      int low = Float.floatToRawIntBits(Float.POSITIVE_INFINITY);
      int high = 0;
      for (float value : values) {
        int bits = Float.floatToRawIntBits(value) & Integer.MAX_VALUE;
        low = Math.min(low, bits);
        high = Math.max(high, bits);
      }
      least = Float.intBitsToFloat(low);
      most = Float.intBitsToFloat(high);
    }
  }

  private record Kept(Program.Output output, float[] values, int from) {}

  /** Which of a loss's metrics and columns a program computes. */
  record Outputs(List<Metric> means, List<WrittenLoss.Extremes> extremes, List<Column> kept) {
    /** The expressions behind them, in the order in which a program is to have them. */
    List<Tensor> of(WrittenLoss written) {
      List<Tensor> tensors = new ArrayList<>();
      means.forEach(metric -> tensors.add(Objects.requireNonNull(written.means.get(metric))));
      extremes.forEach(pair -> tensors.add(Objects.requireNonNull(written.extremes.get(pair))));
      kept.forEach(column -> tensors.add(Objects.requireNonNull(written.kept.get(column))));
      return tensors;
    }
  }

  /**
   * A shard.
   *
   * @param program computes at least the outputs
   * @param read the vectors whose parameters the loss may use
   * @param offset the shard's first row, counted from the minibatch's
   * @param rows number of rows
   */
  Shard(
      WrittenLoss written,
      Program program,
      Outputs outputs,
      Columns data,
      List<ParameterVector> read,
      Places places,
      int offset,
      int rows) {
    this.data = data;
    this.program = program;
    this.offset = offset;
    for (ParameterVector vector : read) {
      if (vector.tensors().stream().anyMatch(program::uses)) {
        parameters.add(vector.bind(program));
      }
    }
    written.columns.forEach(this::addColumn);
    // As many rows as there are sequences: their first steps come first in a shard.
    written.firsts.forEach(this::addColumn);
    written.scalars.forEach(
        (scalar, input) -> {
          if (program.uses(input)) {
            scalars.add(new ScalarInput(program.input(input), places.scalar(scalar)));
          }
        });
    written.noises.forEach(
        (number, input) -> {
          if (program.uses(input)) {
            noises.add(
                new NoiseInput(
                    program.input(input), places.noise(input), offset * input.columns(), rows));
          }
        });
    List<Tensor> tensors = outputs.of(written);
    int next = 0;
    for (Metric metric : outputs.means()) {
      means.add(new Mean(program.output(tensors.get(next++)), places.metric(metric)));
    }
    for (WrittenLoss.Extremes pair : outputs.extremes()) {
      extremes.add(
          new Extreme(
              program.output(tensors.get(next++)),
              rows,
              places.metric(pair.least()),
              places.metric(pair.most())));
    }
    for (Column column : outputs.kept()) {
      Tensor tensor = tensors.get(next++);
      kept.add(
          new Kept(program.output(tensor), places.kept(column), offset * tensor.columns()));
    }
  }

  private void addColumn(Column column, Tensor input) {
    if (program.uses(input)) {
      columns.add(new ColumnInput(column, program.input(input), data.values(column)));
    }
  }

  /** Computes the rows {@code rows[first + offset]}, …. */
  void compute(int[] rows, int first, double[] scalarValues) {
    load(rows, first, scalarValues);
    program.run();
    keep();
  }

  /**
   * The same, with a look at the clock in between.
   *
   * @param nanos to which the time of each of a learner is added: loading, forward, backward
   */
  void compute(int[] rows, int first, double[] scalarValues, long[] nanos) {
    long start = System.nanoTime();
    load(rows, first, scalarValues);
    long loaded = System.nanoTime();
    program.runFirst();
    long forward = System.nanoTime();
    program.runRest();
    keep();
    nanos[0] += loaded - start;
    nanos[1] += forward - loaded;
    nanos[2] += System.nanoTime() - forward;
  }

  private void load(int[] rows, int first, double[] scalarValues) {
    for (int i = 0; i < parameters.size(); i++) {
      parameters.get(i).load();
    }
    for (int i = 0; i < columns.size(); i++) {
      ColumnInput each = columns.get(i);
      each.input.setRows(each.values, data.rows(each.column, rows), first + offset);
    }
    for (int i = 0; i < scalars.size(); i++) {
      scalars.get(i).input.set(scalarValues[scalars.get(i).slot]);
    }
    for (int i = 0; i < noises.size(); i++) {
      NoiseInput each = noises.get(i);
      each.input.setRows(each.values, each.from, each.rows);
    }
  }

  private void keep() {
    for (int i = 0; i < kept.size(); i++) {
      Kept each = kept.get(i);
      each.output.get(each.values, each.from);
    }
    for (int i = 0; i < extremes.size(); i++) {
      extremes.get(i).find();
    }
  }

  /** Adds each mean to its sum, and takes the extremes into account. */
  void addMetrics(double[] metrics) {
    for (int i = 0; i < means.size(); i++) {
      metrics[means.get(i).slot] += means.get(i).output.value();
    }
    for (int i = 0; i < extremes.size(); i++) {
      Extreme each = extremes.get(i);
      metrics[each.leastSlot] = Math.min(metrics[each.leastSlot], each.least);
      metrics[each.mostSlot] = Math.max(metrics[each.mostSlot], each.most);
    }
  }
}

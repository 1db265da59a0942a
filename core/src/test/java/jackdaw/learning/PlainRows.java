package jackdaw.learning;

import jackdaw.experience.Column;
import jackdaw.experience.Columns;
import jackdaw.metric.Metric;
import jackdaw.nn.Gradients;
import jackdaw.nn.ParameterVector;
import jackdaw.program.Program;
import jackdaw.tensor.Derivatives;
import jackdaw.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All rows of a minibatch in one program: what shards, deferred steps and threads are held to. */
public final class PlainRows implements Rows {
  private final Columns data;
  private final int steps;
  private final int rows;
  private final Map<Column, Tensor> columns = new LinkedHashMap<>();
  private final Map<Column, Tensor> firsts = new LinkedHashMap<>();
  private final Map<Scalar, Tensor> scalars = new LinkedHashMap<>();

  private PlainRows(Columns data, int steps, int rows) {
    this.data = data;
    this.steps = steps;
    this.rows = rows;
  }

  /**
   * The gradient of a loss by all parameters of a vector.
   *
   * @param order the data's rows that make up the minibatch
   * @param read other vectors whose parameters the loss uses
   */
  public static float[] gradient(
      Loss loss,
      Columns data,
      int[] order,
      int steps,
      ParameterVector parameters,
      List<ParameterVector> read,
      Map<Scalar, Double> values) {
    PlainRows rows = new PlainRows(data, steps, order.length);
    Tensor written = loss.of(rows);
    List<ParameterVector.View> views =
        parameters.views().stream().filter(view -> written.dependsOn(view.tensor())).toList();
    List<Tensor> derivatives =
        Derivatives.of(written, views.stream().map(ParameterVector.View::tensor).toList());
    Program program = Program.compile(written, derivatives);
    parameters.bind(program).load();
    read.forEach(vector -> vector.bind(program).load());
    rows.columns.forEach((column, input) -> load(program, input, data.values(column), order));
    rows.firsts.forEach((column, input) -> load(program, input, data.values(column), order));
    rows.scalars.forEach((scalar, input) -> {
      if (program.uses(input)) {
        program.input(input).set(values.getOrDefault(scalar, 0.0));
      }
    });
    program.run();
    float[] gradient = new float[parameters.size()];
    new Gradients(program, views, derivatives).get(gradient);
    return gradient;
  }

  private static void load(Program program, Tensor input, float[] values, int[] order) {
    if (program.uses(input)) {
      program.input(input).setRows(values, order, 0);
    }
  }

  @Override
  public int steps() {
    return steps;
  }

  @Override
  public int sequences() {
    return rows / steps;
  }

  @Override
  public boolean has(Column column) {
    return data.width(column) > 0;
  }

  @Override
  public Tensor get(Column column) {
    return columns.computeIfAbsent(
        column, key -> Tensor.input(key.name(), rows, Math.max(1, data.width(key))));
  }

  @Override
  public Tensor first(Column column) {
    return firsts.computeIfAbsent(
        column, key -> Tensor.input(key.name(), rows / steps, Math.max(1, data.width(key))));
  }

  @Override
  public Tensor get(Scalar scalar) {
    return scalars.computeIfAbsent(scalar, key -> Tensor.input(key.name(), 1, 1));
  }

  @Override
  public Tensor noise(int width) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Tensor mean(Tensor column) {
    return column.mean();
  }

  @Override
  public Tensor mean(Metric metric, Tensor column) {
    return column.mean();
  }

  @Override
  public void extremes(Metric least, Metric most, Tensor column) {}

  @Override
  public Tensor keep(Column column, Tensor values) {
    return values;
  }
}

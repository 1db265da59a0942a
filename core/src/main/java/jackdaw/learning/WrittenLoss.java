package jackdaw.learning;

import jackdaw.experience.Column;
import jackdaw.experience.Columns;
import jackdaw.metric.Metric;
import jackdaw.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/** A {@link Loss} as an expression over one shard's rows, and what it named on the way. */
final class WrittenLoss implements Rows {
  private final Columns data;
  private final int steps;
  private final int rows;
  private final double perRow;

  /** The inputs of each kind. */
  final Map<Column, Tensor> columns = new LinkedHashMap<>();

  final Map<Column, Tensor> firsts = new LinkedHashMap<>();
  final Map<Scalar, Tensor> scalars = new LinkedHashMap<>();
  final Map<Integer, Tensor> noises = new LinkedHashMap<>();

  /** What it reports and keeps. */
  final Map<Metric, Tensor> means = new LinkedHashMap<>();

  final Map<Extremes, Tensor> extremes = new LinkedHashMap<>();
  final Map<Column, Tensor> kept = new LinkedHashMap<>();

  /** The loss itself, [1, 1]. */
  final Tensor loss;

  /** The two metrics of one column's extremes. */
  record Extremes(Metric least, Metric most) {}

  /**
   * Writes a loss.
   *
   * @param minibatch rows of the whole minibatch
   * @param rows of this shard
   * @param steps of each sequence
   */
  WrittenLoss(Loss loss, Columns data, int minibatch, int rows, int steps) {
    this.data = data;
    this.steps = steps;
    this.rows = rows;
    perRow = 1.0 / minibatch;
    this.loss = loss.of(this);
    if (this.loss.rows() != 1 || this.loss.columns() != 1) {
      throw new IllegalArgumentException(
          "a loss is one number, [1, 1], and this one is [%d, %d]: take the mean of its rows with"
              .formatted(this.loss.rows(), this.loss.columns())
              + " Rows.mean");
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
    return columns.computeIfAbsent(column, key -> input(key, rows));
  }

  @Override
  public Tensor first(Column column) {
    return firsts.computeIfAbsent(column, key -> input(key, sequences()));
  }

  /** What is not there is an input, too, which no program may use. */
  private Tensor input(Column column, int count) {
    return Tensor.input(column.name(), count, Math.max(1, data.width(column)));
  }

  @Override
  public Tensor get(Scalar scalar) {
    return scalars.computeIfAbsent(scalar, key -> Tensor.input(key.name(), 1, 1));
  }

  @Override
  public Tensor noise(int width) {
    Tensor input = Tensor.input("noise", rows, width);
    noises.put(noises.size(), input);
    return input;
  }

  @Override
  public Tensor mean(Tensor column) {
    if (column.rows() != rows || column.columns() != 1) {
      throw new IllegalArgumentException(
          "a mean over %d rows is of [%d, 1] values, not [%d, %d]: sum the columns of each row first"
              .formatted(rows, rows, column.rows(), column.columns()));
    }
    return column.sum().times(perRow);
  }

  @Override
  public Tensor mean(Metric metric, Tensor column) {
    Tensor mean = mean(column);
    putOnce(means, metric, mean);
    return mean;
  }

  @Override
  public void extremes(Metric least, Metric most, Tensor column) {
    putOnce(extremes, new Extremes(least, most), column);
  }

  @Override
  public Tensor keep(Column column, Tensor values) {
    putOnce(kept, column, values);
    return values;
  }

  private static <K> void putOnce(Map<K, Tensor> map, K key, Tensor value) {
    if (map.putIfAbsent(key, value) != null) {
      throw new IllegalArgumentException(
          "a loss names %s twice: give each a name of its own".formatted(key));
    }
  }
}

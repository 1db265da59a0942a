package jackdaw.learning;

import jackdaw.experience.Column;
import jackdaw.metric.Metric;
import jackdaw.tensor.Tensor;

/**
 * The rows of a shard of a minibatch, while a {@link Loss} is written over them. Nothing is
 * computed here: the loss becomes a program, which then runs for every minibatch.
 *
 * <p>The rows are sequences of equally many steps: row t · sequences + s is step t of sequence s.
 * Without a memory each row is a sequence of one step.
 */
public interface Rows {
  /** Steps of each sequence; 1 without a memory. */
  int steps();

  /** Number of sequences in this shard. */
  int sequences();

  /** Number of rows in this shard, steps · sequences. */
  default int count() {
    return Math.multiplyExact(steps(), sequences());
  }

  /** Whether the experience has a column. */
  boolean has(Column column);

  /** A column, [rows, width]. */
  Tensor get(Column column);

  /** A column at the first step of each sequence, [sequences, width]. */
  Tensor first(Column column);

  /** A number that the algorithm sets for each minibatch, [1, 1]. */
  Tensor get(Scalar scalar);

  /**
   * Standard normal numbers, [rows, width], drawn again for each minibatch by the calling thread.
   * Each call gives other numbers.
   */
  Tensor noise(int width);

  /**
   * The sum over these rows, divided by the rows of the whole minibatch.
   *
   * @param column [rows, 1]
   * @return [1, 1]
   */
  Tensor mean(Tensor column);

  /** The same as {@link #mean(Tensor)}, and reports it as a metric. */
  Tensor mean(Metric metric, Tensor column);

  /**
   * Reports the smallest and the largest absolute value of the minibatch.
   *
   * @param column [rows, 1]
   */
  void extremes(Metric least, Metric most, Tensor column);

  /**
   * Keeps values of each row: {@link Learner#kept} and {@link Measurement#kept} read them after a
   * minibatch, if they were made to.
   *
   * @param values [rows, width]
   * @return {@code values}
   */
  Tensor keep(Column column, Tensor values);
}

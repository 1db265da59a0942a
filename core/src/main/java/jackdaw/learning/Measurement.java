package jackdaw.learning;

import jackdaw.experience.Column;
import jackdaw.metric.Metric;
import jackdaw.parallel.Workers;
import jackdaw.program.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntConsumer;

/**
 * Metrics and kept columns of a {@link Learner}'s losses, without a gradient: over as many
 * minibatches as the caller likes, in a program of its own, so that the learner's stays as it is.
 */
public final class Measurement {
  private final LossSegments built;
  private final Learner learner;
  private final Set<Metric> metrics;
  private final Set<Column> kept;
  private final Workers workers;
  private final Places places;
  private final IntConsumer computeShard = this::computeShard;
  private Shard[] shards = {};
  private double[] scalars = {};
  private int[] rows = {};
  private int first;
  private int count;

  Measurement(
      LossSegments built,
      Learner learner,
      Set<Metric> metrics,
      Set<Column> kept,
      Workers workers) {
    this.built = built;
    this.learner = learner;
    this.metrics = metrics;
    this.kept = kept;
    this.workers = workers;
    places = new Places(built.minibatch);
  }

  private void compile() {
    int count = Shards.count(built.minibatch, built.steps);
    int size = built.minibatch / count;
    List<Shard> made = new ArrayList<>();
    for (WrittenLoss loss : built.write(size).stream().distinct().toList()) {
      Shard.Outputs outputs =
          new Shard.Outputs(
              loss.means.keySet().stream().filter(metrics::contains).toList(),
              List.of(),
              loss.kept.keySet().stream().filter(kept::contains).toList());
      if (outputs.of(loss).isEmpty()) {
        continue;
      }
      places.add(loss, outputs);
      Program program = Program.compile(outputs.of(loss));
      for (int i = 0; i < count; i++) {
        made.add(
            new Shard(
                loss,
                i == 0 ? program : program.replica(),
                outputs,
                built.data,
                built.read(),
                places,
                i * size,
                size));
      }
    }
    shards = made.toArray(Shard[]::new);
  }

  /**
   * Measures with the parameters as they are.
   *
   * @param rows of the data; those from {@code first} on are measured, in the order of {@link
   *     MinibatchOrder} where rows are sequences
   * @param count how many, a multiple of the minibatch
   */
  public void measure(int[] rows, int first, int count) {
    if (shards.length == 0) {
      compile();
    }
    if (count < built.minibatch || count % built.minibatch != 0) {
      throw new IllegalArgumentException(
          "%d rows are not whole minibatches of %d".formatted(count, built.minibatch));
    }
    learner.takePending();
    scalars = learner.scalarsOf(places);
    this.rows = rows;
    places.clearMetrics();
    this.count = count;
    for (int at = first; at < first + count; at += built.minibatch) {
      this.first = at;
      workers.run(shards.length, computeShard);
      for (Shard shard : shards) {
        shard.addMetrics(places.metricValues);
      }
    }
  }

  private void computeShard(int index) {
    shards[index].compute(rows, first, scalars);
  }

  /** The mean of a metric over all rows of the last measurement. */
  public double value(Metric metric) {
    return places.value(metric) * built.minibatch / count;
  }

  /** A kept column of the last minibatch that was measured, [minibatch, width]. */
  public float[] kept(Column column) {
    return places.kept(column);
  }
}

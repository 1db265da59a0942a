package jackdaw.learning;

import jackdaw.experience.Column;
import jackdaw.experience.Columns;
import jackdaw.metric.Metric;
import jackdaw.nn.ParameterVector;
import jackdaw.nn.ParameterVector.Segment;
import jackdaw.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** The losses of a learner, the segments that they step, and what their programs compute. */
final class LossSegments {
  private static final int PART_FLOATS = 4096;
  private static final int MAX_PARTS = 8;

  final Columns data;
  final int minibatch;
  int steps = 1;
  final List<Loss> losses = new ArrayList<>();
  final List<Segment> segments = new ArrayList<>();
  final List<ParameterVector> alsoRead = new ArrayList<>();
  final List<Column> kept = new ArrayList<>();

  LossSegments(Columns data, int minibatch) {
    this.data = data;
    this.minibatch = minibatch;
  }

  /** The expression of each loss over one shard's rows; equal losses share theirs. */
  List<WrittenLoss> write(int rows) {
    List<WrittenLoss> written = new ArrayList<>();
    for (int i = 0; i < losses.size(); i++) {
      int same = losses.indexOf(losses.get(i));
      written.add(
          same < i
              ? written.get(same)
              : new WrittenLoss(losses.get(i), data, minibatch, rows, steps));
    }
    return written;
  }

  /** Every vector whose parameters a loss may use. */
  List<ParameterVector> read() {
    List<ParameterVector> all = new ArrayList<>(List.of(segments.getFirst().vector()));
    all.addAll(alsoRead);
    return all;
  }

  /**
   * What the program of one segment computes besides its gradient: whatever depends on the
   * segment, and not on an earlier one of the same loss; the first segment also has what depends
   * on none.
   */
  Shard.Outputs outputs(List<WrittenLoss> written, int segment) {
    WrittenLoss loss = written.get(segment);
    List<Metric> means = new ArrayList<>();
    loss.means.forEach(
        (metric, tensor) -> {
          if (home(written, loss, tensor) == segment) {
            means.add(metric);
          }
        });
    List<WrittenLoss.Extremes> extremes = new ArrayList<>();
    loss.extremes.forEach(
        (pair, tensor) -> {
          if (home(written, loss, tensor) == segment) {
            extremes.add(pair);
          }
        });
    List<Column> columns = new ArrayList<>();
    for (Column column : kept) {
      Tensor tensor = loss.kept.get(column);
      if (tensor != null && home(written, loss, tensor) == segment) {
        columns.add(column);
      }
    }
    return new Shard.Outputs(means, extremes, columns);
  }

  @SuppressWarnings("ReferenceEquality") // losses are shared, not equal
  private int home(List<WrittenLoss> written, WrittenLoss loss, Tensor tensor) {
    for (int i = 0; i < written.size(); i++) {
      if (written.get(i) == loss
          && segments.get(i).views().stream().anyMatch(v -> tensor.dependsOn(v.tensor()))) {
        return i;
      }
    }
    return written.indexOf(loss);
  }

  /** Where each segment begins, and where the last one ends. */
  @SuppressWarnings("ReferenceEquality") // one vector, not equal ones
  int[] segmentStarts() {
    int[] starts = new int[segments.size() + 1];
    starts[0] = segments.getFirst().from();
    for (int i = 0; i < segments.size(); i++) {
      Segment each = segments.get(i);
      if (each.vector() != segments.getFirst().vector() || each.from() != starts[i]) {
        throw new IllegalArgumentException(
            "segments of a learner follow each other in one vector, and segment %d begins at %d"
                .formatted(i, each.from())
                + " instead of %d: use a learner for each".formatted(starts[i]));
      }
      starts[i + 1] = each.to();
    }
    return starts;
  }

  /**
   * The parts of a step: those of the shards where there is one of each, else a few equal ones.
   */
  static int[] partStarts(int shardCount, int[] segmentStarts) {
    if (shardCount == 1) {
      return segmentStarts;
    }
    int from = segmentStarts[0];
    int size = segmentStarts[segmentStarts.length - 1] - from;
    int parts = Math.clamp(size / PART_FLOATS, 1, MAX_PARTS);
    int[] starts = new int[parts + 1];
    for (int i = 0; i < parts; i++) {
      starts[i] = from + (int) ((long) size * i / parts) / 16 * 16;
    }
    starts[parts] = from + size;
    return starts;
  }
}

package jackdaw.learning;

import jackdaw.experience.Column;
import jackdaw.metric.Metric;
import jackdaw.random.RandomStream;
import jackdaw.tensor.Tensor;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where the numbers of a minibatch stand that all shards of a learner share. */
final class Places {
  private final int minibatch;
  private final Map<Scalar, Integer> scalars = new LinkedHashMap<>();
  private final Map<Metric, Integer> metrics = new LinkedHashMap<>();
  private final Map<Column, float[]> kept = new LinkedHashMap<>();
  private final Map<Tensor, float[]> noises = new IdentityHashMap<>();

  /** All scalars, by place. */
  private Scalar[] scalarList = {};

  /** By the place of a {@link Scalar}. */
  double[] scalarValues = {};

  /** All metrics, by place: in the order in which the losses report them. */
  Metric[] metricList = {};

  /** By the place of a {@link Metric}: sums, or extremes. */
  double[] metricValues = {};

  Places(int minibatch) {
    this.minibatch = minibatch;
  }

  /** Gives places to what a loss uses and what of it is wanted. */
  void add(WrittenLoss written, Shard.Outputs wanted) {
    written.scalars.keySet().forEach(each -> scalars.putIfAbsent(each, scalars.size()));
    wanted.means().forEach(this::addMetric);
    wanted.extremes().forEach(
        pair -> {
          addMetric(pair.least());
          addMetric(pair.most());
        });
    wanted.kept().forEach(
        column -> kept.put(
            column,
            new float[minibatch
                * Objects.requireNonNull(written.kept.get(column)).columns()]));
    written.noises.values().forEach(
        input -> noises.computeIfAbsent(input, key -> new float[minibatch * key.columns()]));
    scalarList = scalars.keySet().toArray(Scalar[]::new);
    scalarValues = Arrays.copyOf(scalarValues, scalarList.length);
    metricList = metrics.keySet().toArray(Metric[]::new);
    metricValues = new double[metricList.length];
  }

  private void addMetric(Metric metric) {
    if (metrics.putIfAbsent(metric, metrics.size()) != null) {
      throw new IllegalArgumentException(
          "two losses report %s: give each a metric of its own".formatted(metric));
    }
  }

  int scalar(Scalar scalar) {
    return Objects.requireNonNull(scalars.get(scalar));
  }

  int metric(Metric metric) {
    return Objects.requireNonNull(metrics.get(metric));
  }

  float[] noise(Tensor input) {
    return Objects.requireNonNull(noises.get(input));
  }

  float[] kept(Column column) {
    float[] values = kept.get(column);
    if (values == null) {
      throw new IllegalArgumentException(
          "column %s is not kept; there are %s".formatted(column, kept.keySet()));
    }
    return values;
  }

  /** Sets a scalar. One that no loss uses is ignored. */
  void set(Scalar scalar, double value) {
    Integer place = scalars.get(scalar);
    if (place != null) {
      scalarValues[place] = value;
    }
  }

  /** The scalars of other places, copied to these. */
  double[] scalarsFrom(Places other) {
    for (int i = 0; i < scalarList.length; i++) {
      Integer there = other.scalars.get(scalarList[i]);
      scalarValues[i] = there == null ? 0 : other.scalarValues[there];
    }
    return scalarValues;
  }

  double value(Metric metric) {
    Integer place = metrics.get(metric);
    if (place == null) {
      throw new IllegalArgumentException(
          "no loss reports %s; there are %s".formatted(metric, metrics.keySet()));
    }
    return metricValues[place];
  }

  /** Draws all noise of a minibatch, in the order of the losses. */
  void drawNoise(@Nullable RandomStream random, List<WrittenLoss> losses) {
    if (noises.isEmpty() || random == null) {
      return;
    }
    for (int i = 0; i < losses.size(); i++) {
      for (Tensor input : losses.get(i).noises.values()) {
        float[] values = noise(input);
        for (int j = 0; j < values.length; j++) {
          values[j] = (float) random.nextGaussian();
        }
      }
    }
  }

  boolean hasNoise() {
    return !noises.isEmpty();
  }

  /** Begins a sum over shards. */
  void clearMetrics() {
    for (int i = 0; i < metricList.length; i++) {
      metricValues[i] =
          switch (metricList[i].over()) {
            case LEAST -> Double.POSITIVE_INFINITY;
            case MOST -> Double.NEGATIVE_INFINITY;
            case MEAN, LAST -> 0;
          };
    }
  }
}

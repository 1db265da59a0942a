package jackdaw.metric;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The numbers that an algorithm measures in every iteration. What there is, is decided when it is
 * made, so that setting a value allocates nothing.
 *
 * <p>An update may consist of many minibatches: {@link #begin}, then {@link #add} for the numbers
 * of each, then {@link #end}. A number that stands once an update is {@link #set}.
 */
public final class Metrics {
  private final Metric[] metrics;
  private final List<String> names;
  private final double[] values;
  private final double[] running;
  private final int[] counts;
  private final Map<String, Integer> indices = new LinkedHashMap<>();

  /**
   * Metrics in this order, each NaN until it is measured.
   *
   * @throws IllegalArgumentException if two have the same name
   */
  public Metrics(List<Metric> metrics) {
    this.metrics = metrics.toArray(Metric[]::new);
    names = metrics.stream().map(Metric::name).toList();
    values = new double[this.metrics.length];
    running = new double[values.length];
    counts = new int[values.length];
    Arrays.fill(values, Double.NaN);
    for (int i = 0; i < values.length; i++) {
      if (indices.put(names.get(i), i) != null) {
        throw new IllegalArgumentException(
            "two metrics are named %s: give each a name of its own".formatted(names.get(i)));
      }
    }
  }

  /** Metrics in this order, each NaN until it is measured. */
  public static Metrics of(Metric... metrics) {
    return new Metrics(List.of(metrics));
  }

  /** The names, in a fixed order. */
  public List<String> names() {
    return names;
  }

  /** The value of a name. */
  public double value(String name) {
    return values[index(name)];
  }

  /** The value of the {@code index}-th name. */
  public double value(int index) {
    return values[index];
  }

  /** The value of a metric. */
  public double value(Metric metric) {
    return values[index(metric.name())];
  }

  /** Whether a metric is among them. */
  public boolean has(Metric metric) {
    return indices.containsKey(metric.name());
  }

  /** Sets the value of a name. */
  public void set(String name, double value) {
    values[index(name)] = value;
  }

  /** Sets the value of a metric. */
  public void set(Metric metric, double value) {
    set(metric.name(), value);
  }

  /** Begins an update: nothing has been {@linkplain #add added}. */
  public void begin() {
    Arrays.fill(counts, 0);
  }

  /** Adds what one minibatch showed. A metric that is not among these is ignored. */
  public void add(Metric metric, double value) {
    Integer index = indices.get(metric.name());
    if (index == null) {
      return;
    }
    int i = index;
    running[i] =
        counts[i] == 0
            ? value
            : switch (metrics[i].over()) {
              case MEAN -> running[i] + value;
              case LEAST -> Math.min(running[i], value);
              case MOST -> Math.max(running[i], value);
              case LAST -> value;
            };
    counts[i]++;
  }

  /** Ends an update: every metric that was {@linkplain #add added} to gets its value. */
  public void end() {
    for (int i = 0; i < values.length; i++) {
      if (counts[i] > 0) {
        values[i] =
            metrics[i].over() == Metric.Over.MEAN ? running[i] / counts[i] : running[i];
      }
    }
  }

  private int index(String name) {
    Integer index = indices.get(name);
    if (index == null) {
      throw new IllegalArgumentException("no metric is named " + name + "; there are " + names);
    }
    return index;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < values.length; i++) {
      text.append(i == 0 ? "" : ", ").append(names.get(i)).append(' ').append(values[i]);
    }
    return text.toString();
  }
}

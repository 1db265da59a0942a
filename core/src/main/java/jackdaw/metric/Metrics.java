package jackdaw.metric;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Named numbers that an algorithm measures in every iteration. Names are fixed when it is made, so
 * setting a value allocates nothing.
 */
public final class Metrics {
  private final List<String> names;
  private final double[] values;
  private final Map<String, Integer> indices = new LinkedHashMap<>();

  /** Metrics of these names, each NaN until it is set. */
  public Metrics(List<String> names) {
    this.names = Collections.unmodifiableList(new ArrayList<>(names));
    values = new double[names.size()];
    for (int i = 0; i < values.length; i++) {
      indices.put(names.get(i), i);
      values[i] = Double.NaN;
    }
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

  /** Sets the value of a name. */
  public void set(String name, double value) {
    values[index(name)] = value;
  }

  private int index(String name) {
    Integer index = indices.get(name);
    if (index == null) {
      throw new IllegalArgumentException("no metric is named " + name + "; there are " + names);
    }
    return index;
  }
}

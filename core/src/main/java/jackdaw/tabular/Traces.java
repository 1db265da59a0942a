package jackdaw.tabular;

import jackdaw.state.Snapshot;
import jackdaw.state.Stateful;
import java.util.Arrays;

/**
 * Eligibility traces of one episode: e(s, a), which fades by γλ a step. An error δ then changes
 * every
 * pair's value by α δ e(s, a) (Sutton and Barto 2018, chapter 12). Only pairs with a trace take
 * time.
 */
public final class Traces implements Stateful {
  /** A trace below this is forgotten. */
  private static final double SMALLEST = 1e-9;

  private final double[] traces;
  private final int[] active;
  private int count;

  /** No trace yet of any of {@code pairs} pairs. */
  public Traces(int pairs) {
    traces = new double[pairs];
    active = new int[pairs];
  }

  /** e of a pair, which is state · actions + action. */
  public double of(int pair) {
    return traces[pair];
  }

  /** Marks a pair as visited. */
  public void visit(int pair, TraceKind kind, double stepSize) {
    if (traces[pair] == 0) {
      active[count] = pair;
      count++;
    }
    traces[pair] = kind.visited(traces[pair], stepSize);
  }

  /** Adds a change to the value of every pair, as much of it as the pair has of a trace. */
  public void apply(ActionValues values, double change) {
    for (int i = 0; i < count; i++) {
      values.add(active[i], change * traces[active[i]]);
    }
  }

  /** Lets every trace fade. */
  public void fade(double factor) {
    int kept = 0;
    for (int i = 0; i < count; i++) {
      int pair = active[i];
      traces[pair] *= factor;
      if (traces[pair] >= SMALLEST) {
        active[kept] = pair;
        kept++;
      } else {
        traces[pair] = 0;
      }
    }
    count = kept;
  }

  /** Forgets all of them. */
  public void clear() {
    for (int i = 0; i < count; i++) {
      traces[active[i]] = 0;
    }
    count = 0;
  }

  @Override
  public void save(Snapshot snapshot) {
    int[] pairs = Arrays.copyOf(active, count);
    snapshot.put("pairs", pairs);
    snapshot.put("traces", Arrays.stream(pairs).mapToDouble(pair -> traces[pair]).toArray());
  }

  @Override
  public void restore(Snapshot snapshot) {
    clear();
    int[] pairs = snapshot.ints("pairs", -1);
    double[] saved = snapshot.doubles("traces", pairs.length);
    for (int i = 0; i < pairs.length; i++) {
      active[i] = pairs[i];
      traces[pairs[i]] = saved[i];
    }
    count = pairs.length;
  }
}

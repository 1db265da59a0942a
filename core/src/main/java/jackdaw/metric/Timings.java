package jackdaw.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where the time of training goes: at each moment one {@link Phase} is on, and the time until the
 * next one begins is counted for it. Times are wall-clock times of the training thread; what
 * several threads compute together counts once.
 */
public final class Timings {
  /** Times nothing, at no cost. */
  public static final Timings OFF = new Timings(false);

  private final boolean on;
  private final List<Phase> phases = new ArrayList<>();
  private long[] nanos = new long[8];
  private int current;
  private long since = System.nanoTime();

  private Timings(boolean on) {
    this.on = on;
    index(Phase.REST);
  }

  /** A clock that runs from now on, in {@link Phase#REST}. */
  public static Timings start() {
    return new Timings(true);
  }

  /** True if anything is timed. */
  public boolean isOn() {
    return on;
  }

  /** Begins another phase. */
  public void enter(Phase next) {
    if (on) {
      long now = System.nanoTime();
      nanos[current] += now - since;
      since = now;
      current = index(next);
    }
  }

  /**
   * Shares the time since the last call among several phases, and begins another one.
   *
   * @param shares of each phase, in any unit; if all are 0, none of the time is counted
   */
  public void share(Phase[] among, long[] shares, Phase next) {
    if (on) {
      long now = System.nanoTime();
      long sum = Math.max(1, Arrays.stream(shares).sum());
      for (int i = 0; i < shares.length; i++) {
        nanos[index(among[i])] += (long) ((double) (now - since) * shares[i] / sum);
      }
      since = now;
      current = index(next);
    }
  }

  /** Few phases: a search among them is quicker than a map. */
  private int index(Phase phase) {
    int index = phases.indexOf(phase);
    if (index < 0) {
      index = phases.size();
      phases.add(phase);
      if (index == nanos.length) {
        nanos = Arrays.copyOf(nanos, 2 * index);
      }
    }
    return index;
  }

  /** All phases that were on, in the order in which they first were; {@link Phase#REST} is last. */
  public List<Phase> phases() {
    List<Phase> ordered = new ArrayList<>(phases.subList(1, phases.size()));
    ordered.add(Phase.REST);
    return ordered;
  }

  /** Nanoseconds of a phase until the last change of phases; 0 if it never was on. */
  public long nanos(Phase of) {
    int index = phases.indexOf(of);
    return index < 0 ? 0 : nanos[index];
  }
}

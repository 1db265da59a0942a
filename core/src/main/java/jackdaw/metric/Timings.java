package jackdaw.metric;

import java.util.Arrays;

/**
 * Where the time of training goes: at each moment one {@link Phase} is on, and the time until the next one
 * is counted for it. Times are by the clock, of the training thread; what several threads compute
 * together counts once.
 */
public final class Timings {
  /** Times nothing, at no cost. */
  public static final Timings OFF = new Timings(false);

  /** A part of training. */
  public enum Phase {
    /** Networks that choose actions, and drawing these. */
    INFERENCE("rollout inference"),
    /** Steps of the environments, and noting what came of them. */
    ENVIRONMENT("environment"),
    /** Values and log-probabilities of the whole rollout, advantages and returns. */
    ESTIMATORS("estimators"),
    /** Shuffling, gathering the rows of minibatches, handing over parameters. */
    MINIBATCHES("minibatches"),
    /** The loss. */
    FORWARD("forward"),
    /** Its gradient. */
    BACKWARD("backward"),
    /** Adding up gradients, their norm, the optimiser's step. */
    OPTIMISER("optimiser"),
    /** Everything else: statistics, files, checkpoints. */
    REST("the rest");

    private final String title;

    Phase(String title) {
      this.title = title;
    }

    /** What a table calls it. */
    public String title() {
      return title;
    }
  }

  private final boolean on;
  private final long[] nanos = new long[Phase.values().length];
  private Phase phase = Phase.REST;
  private long since = System.nanoTime();

  private Timings(boolean on) {
    this.on = on;
  }

  /** A clock that runs from now on, in {@link Phase#REST}. */
  public static Timings start() {
    return new Timings(true);
  }

  /** True if anything is timed. */
  public boolean isOn() {
    return on;
  }

  /** Another phase begins. */
  public void enter(Phase next) {
    if (on) {
      long now = System.nanoTime();
      nanos[phase.ordinal()] += now - since;
      since = now;
      phase = next;
    }
  }

  /**
   * Shares the time since the last call out among phases, and goes on with another one.
   *
   * @param shares by the phases' order, in any unit; none of it is counted where they are all 0
   */
  public void share(long[] shares, Phase next) {
    long now = System.nanoTime();
    long sum = Math.max(1, Arrays.stream(shares).sum());
    for (int i = 0; i < shares.length; i++) {
      nanos[i] += (long) ((double) (now - since) * shares[i] / sum);
    }
    since = now;
    phase = next;
  }

  /** Nanoseconds of a phase until the last change of phases. */
  public long nanos(Phase of) {
    return nanos[of.ordinal()];
  }
}

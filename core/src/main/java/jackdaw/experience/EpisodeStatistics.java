package jackdaw.experience;

import jackdaw.environment.Transitions;
import jackdaw.state.Snapshot;
import jackdaw.state.Stateful;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Returns and lengths of the episodes that ended during training: the last {@value #WINDOW} of
 * them, and the first step at which their mean return reached the environment's mark.
 */
public final class EpisodeStatistics implements Stateful {
  /** How many episodes the means are over. */
  public static final int WINDOW = 100;

  private final OptionalDouble solvedReturn;
  private final double[] returns = new double[WINDOW];
  private final int[] lengths = new int[WINDOW];
  private long episodes;
  private long solvedAtStep = -1;

  /** Not saved: what came before a snapshot is known to the one that saved it. */
  private double highestMeanReturn = Double.NEGATIVE_INFINITY;

  /** With the mean return at which the environment counts as solved, if it has one. */
  public EpisodeStatistics(OptionalDouble solvedReturn) {
    this.solvedReturn = solvedReturn;
  }

  /**
   * Takes in the episodes that ended in one step of all environments.
   *
   * @param steps environment steps so far, this one included, over all copies
   */
  public void add(Transitions transitions, long steps) {
    for (int i = 0; i < transitions.count; i++) {
      if (transitions.ended(i)) {
        add(transitions.episodeReturns[i], transitions.episodeLengths[i], steps);
      }
    }
  }

  private void add(double episodeReturn, int length, long steps) {
    int slot = (int) (episodes % WINDOW);
    double replaced = returns[slot];
    returns[slot] = episodeReturn;
    lengths[slot] = length;
    episodes++;
    // A mean of 100 is a loop: it is taken only where it can have become the highest.
    if (episodes == WINDOW || (episodes > WINDOW && !(episodeReturn <= replaced))) {
      double mean = meanReturn();
      highestMeanReturn = mean > highestMeanReturn ? mean : highestMeanReturn;
      if (solvedAtStep < 0 && solvedReturn.isPresent() && mean >= solvedReturn.getAsDouble()) {
        solvedAtStep = steps;
      }
    }
  }

  /** The mean return at which the environment counts as solved, if it has one. */
  public OptionalDouble solvedReturn() {
    return solvedReturn;
  }

  /** Episodes that ended so far. */
  public long episodes() {
    return episodes;
  }

  /** Mean return of the last 100 episodes, or of all if there were fewer; NaN before the first. */
  public double meanReturn() {
    int count = (int) Math.min(episodes, WINDOW);
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += returns[i];
    }
    return sum / count;
  }

  /**
   * The highest mean return of 100 successive episodes, looked for after each episode that ended
   * since this object was made or restored; −∞ before the first 100 episodes of the run.
   */
  public double highestMeanReturn() {
    return highestMeanReturn;
  }

  /** Mean length in steps of the last 100 episodes, or of all if there were fewer. */
  public double meanLength() {
    int count = (int) Math.min(episodes, WINDOW);
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += lengths[i];
    }
    return sum / count;
  }

  /** The first step at which the mean return of the last 100 episodes reached the mark. */
  public OptionalLong solvedAtStep() {
    return solvedAtStep < 0 ? OptionalLong.empty() : OptionalLong.of(solvedAtStep);
  }

  @Override
  public void save(Snapshot snapshot) {
    snapshot.put("returns", returns);
    snapshot.put("lengths", lengths);
    snapshot.put("episodes", episodes);
    snapshot.put("solved-at-step", solvedAtStep);
  }

  @Override
  public void restore(Snapshot snapshot) {
    System.arraycopy(snapshot.doubles("returns", WINDOW), 0, returns, 0, WINDOW);
    System.arraycopy(snapshot.ints("lengths", WINDOW), 0, lengths, 0, WINDOW);
    episodes = snapshot.oneLong("episodes");
    solvedAtStep = snapshot.oneLong("solved-at-step");
    highestMeanReturn = Double.NEGATIVE_INFINITY;
  }
}

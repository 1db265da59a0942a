package jackdaw.environment;

/** What followed one step of N environments, in columns; used again at every step. */
public final class Transitions {
  /** N. */
  public final int count;

  /** The observation to act on next, [N, observation size]; after an end, the new episode's first. */
  public final float[] observations;

  /** [N]. */
  public final float[] rewards;

  /** [N]; see {@link Step#terminated}. */
  public final boolean[] terminated;

  /** [N]; see {@link Step#truncated}. */
  public final boolean[] truncated;

  /** [N]; see {@link Step#lifeLost}. */
  public final boolean[] livesLost;

  /** The last observation of an episode that ended in this step, [N, observation size]. */
  public final float[] finalObservations;

  /**
   * Which actions are legal after {@link #finalObservations} of an episode that was truncated and not
   * terminated, [N, mask size]: 1 where legal, else 0, in the order of {@link
   * jackdaw.space.Space#choices}. Empty if actions are not masked.
   */
  public final float[] finalMasks;

  /** The sum of rewards of an episode that ended in this step, [N]. */
  public final double[] episodeReturns;

  /** The number of steps of an episode that ended in this step, [N]. */
  public final int[] episodeLengths;

  /** Columns for {@code count} environments whose masks are not asked for at a truncation. */
  public Transitions(int count, int observationSize) {
    this(count, observationSize, 0);
  }

  /**
   * Columns for {@code count} environments.
   *
   * @param maskSize flags of the mask of a copy's actions; 0 leaves {@link #finalMasks} empty
   */
  public Transitions(int count, int observationSize, int maskSize) {
    this.count = count;
    finalMasks = new float[count * maskSize];
    observations = new float[count * observationSize];
    rewards = new float[count];
    terminated = new boolean[count];
    truncated = new boolean[count];
    livesLost = new boolean[count];
    finalObservations = new float[count * observationSize];
    episodeReturns = new double[count];
    episodeLengths = new int[count];
  }

  /** Takes over the reward and what ended of environment {@code i}. */
  void take(int i, Step step) {
    rewards[i] = (float) step.reward;
    terminated[i] = step.terminated;
    truncated[i] = step.truncated;
    livesLost[i] = step.lifeLost;
  }

  /** True if environment {@code i}'s episode ended in this step, for whichever reason. */
  public boolean ended(int i) {
    return terminated[i] | truncated[i];
  }
}

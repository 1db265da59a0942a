package jackdaw.environment;

/** The results of one step of N environments, in columns that every step overwrites. */
public final class Transitions {
  /** The number of environments, N. */
  public final int count;

  /**
   * The observations to act on next, [N, observation size]; after an end, the first of the new
   * episode.
   */
  public final float[] observations;

  /** The rewards, [N]. */
  public final float[] rewards;

  /** [N]; see {@link Step#terminated}. */
  public final boolean[] terminated;

  /** [N]; see {@link Step#truncated}. */
  public final boolean[] truncated;

  /** [N]; see {@link Step#lifeLost}. */
  public final boolean[] livesLost;

  /** The last observation of each episode that ended in this step, [N, observation size]. */
  public final float[] finalObservations;

  /**
   * The legal actions after {@link #finalObservations} of each episode that was truncated and not
   * terminated, [N, mask size]: 1 where legal, else 0, in the order of {@link
   * jackdaw.space.Space#choices}. Empty if actions are not masked.
   */
  public final float[] finalMasks;

  /** The sum of rewards of each episode that ended in this step, [N]. */
  public final double[] episodeReturns;

  /** The number of steps of each episode that ended in this step, [N]. */
  public final int[] episodeLengths;

  /** Creates columns for {@code count} environments, without masks at truncations. */
  public Transitions(int count, int observationSize) {
    this(count, observationSize, 0);
  }

  /**
   * Creates columns for {@code count} environments.
   *
   * @param maskSize number of flags in a copy's action mask; 0 leaves {@link #finalMasks} empty
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

  /** Copies the reward and the flags of environment {@code i}. */
  void take(int i, Step step) {
    rewards[i] = (float) step.reward;
    terminated[i] = step.terminated;
    truncated[i] = step.truncated;
    livesLost[i] = step.lifeLost;
  }

  /**
   * Returns whether environment {@code i}'s episode ended in this step, terminated or truncated.
   */
  public boolean ended(int i) {
    return terminated[i] | truncated[i];
  }
}

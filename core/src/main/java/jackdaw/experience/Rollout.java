package jackdaw.experience;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What N environments did in T steps, in columns. Row t · N + i of each column belongs to step t of
 * environment i.
 */
public final class Rollout implements Columns {
  /** {@link #observations}. */
  public static final Column OBSERVATIONS = new Column("observations");

  /** {@link #masks}; there are none where actions are not masked. */
  public static final Column MASKS = new Column("masks");

  /** {@link #actions}. */
  public static final Column ACTIONS = new Column("actions");

  /** {@link #rewards}. */
  public static final Column REWARDS = new Column("rewards");

  /** {@link #logProbabilities}. */
  public static final Column LOG_PROBABILITIES = new Column("log-probabilities");

  /** {@link #policyOutputs}. */
  public static final Column POLICY_OUTPUTS = new Column("policy-outputs");

  /** {@link #values}. */
  public static final Column VALUES = new Column("values");

  /** {@link #nextValues}. */
  public static final Column NEXT_VALUES = new Column("next-values");

  /** {@link #advantages}. */
  public static final Column ADVANTAGES = new Column("advantages");

  /** {@link #returns}. */
  public static final Column RETURNS = new Column("returns");

  /** {@link #states}; there are none without a memory. */
  public static final Column STATES = new Column("states");

  /** {@link #continues}. */
  public static final Column CONTINUES = new Column("continues");

  private final int steps;
  private final int environments;
  private final int observationSize;
  private final int actionSize;
  private final int stateSize;
  private final int maskSize;

  /** What was observed before acting, [T · N, observation size]. */
  public final float[] observations;

  /** Which actions were legal, 1 where they were, [T · N, mask size]. */
  public final float[] masks;

  /** What was done, as drawn from the policy, [T · N, action size]. */
  public final float[] actions;

  /** [T · N]. */
  public final float[] rewards;

  /** Whether the step ended its episode because the task did, or cost a life, [T · N]. */
  public final boolean[] terminated;

  /** Whether the step's episode was cut off from outside, [T · N]. */
  public final boolean[] truncated;

  /** log π(action | observation) when the action was drawn, [T · N]. */
  public final float[] logProbabilities;

  /**
   * What the policy network said when each action was drawn, masked as actions were, [T · N, policy
   * outputs].
   */
  public final float[] policyOutputs;

  /** V(observation) when the rollout was collected, [T · N]. */
  public final float[] values;

  /**
   * The value of what the step led to, [T · N]: 0 where the episode terminated, V of the final
   * observation where it was truncated, V of the next observation elsewhere.
   */
  public final float[] nextValues;

  /** Advantage estimates, [T · N]. */
  public final float[] advantages;

  /** Advantage + value, what the value function is to learn, [T · N]. */
  public final float[] returns;

  /** What the policy remembered when each step began, [T · N, state size]. */
  public final float[] states;

  /**
   * 1 where the row goes on with the episode that the environment's row before it belongs to, 0
   * where it is the first of another, [T · N]; 1 in step 0, whose {@link #states} already tell.
   */
  public final float[] continues;

  /** What is observed after the last step, [N, observation size]. */
  public final float[] lastObservations;

  private final Map<Column, float[]> columns = new LinkedHashMap<>();
  private int truncations;
  private int[] truncationRows = new int[4];
  private float[] truncationObservations;

  /** Columns for T steps of N environments without masks and a policy that remembers nothing. */
  public Rollout(int steps, int environments, int observationSize, int actionSize) {
    this(steps, environments, observationSize, actionSize, 0, 0, 0);
  }

  /**
   * Columns for T steps of N environments.
   *
   * @param maskSize flags of a mask of actions; 0 if actions are not masked
   * @param stateSize floats of what the policy remembers of one environment; 0 if it remembers
   *     nothing
   * @param policyOutputs outputs of the policy network; 0 if they are not to be kept
   */
  public Rollout(
      int steps,
      int environments,
      int observationSize,
      int actionSize,
      int maskSize,
      int stateSize,
      int policyOutputs) {
    this.steps = steps;
    this.environments = environments;
    this.observationSize = observationSize;
    this.actionSize = actionSize;
    this.maskSize = maskSize;
    this.stateSize = stateSize;
    int size = Math.multiplyExact(steps, environments);
    observations = new float[Math.multiplyExact(size, observationSize)];
    actions = new float[Math.multiplyExact(size, actionSize)];
    masks = new float[Math.multiplyExact(size, maskSize)];
    rewards = new float[size];
    terminated = new boolean[size];
    truncated = new boolean[size];
    logProbabilities = new float[size];
    this.policyOutputs = new float[Math.multiplyExact(size, policyOutputs)];
    values = new float[size];
    nextValues = new float[size];
    advantages = new float[size];
    returns = new float[size];
    states = new float[Math.multiplyExact(size, stateSize)];
    continues = new float[size];
    Arrays.fill(continues, 1);
    lastObservations = new float[environments * observationSize];
    truncationObservations = new float[4 * observationSize];
    columns.put(OBSERVATIONS, observations);
    columns.put(MASKS, masks);
    columns.put(ACTIONS, actions);
    columns.put(REWARDS, rewards);
    columns.put(LOG_PROBABILITIES, logProbabilities);
    columns.put(POLICY_OUTPUTS, this.policyOutputs);
    columns.put(VALUES, values);
    columns.put(NEXT_VALUES, nextValues);
    columns.put(ADVANTAGES, advantages);
    columns.put(RETURNS, returns);
    columns.put(STATES, states);
    columns.put(CONTINUES, continues);
  }

  /**
   * Adds a column of the caller's own, such as the outputs of another network; the caller fills it.
   *
   * @param width floats in one row, at least 1
   * @return its values, [T · N, width]
   */
  public float[] add(Column column, int width) {
    float[] added = new float[Math.multiplyExact(rows(), width)];
    if (width < 1 || columns.putIfAbsent(column, added) != null) {
      throw new IllegalArgumentException(
          "column %s of width %d cannot be added: give it a name of its own and a width of at least 1"
              .formatted(column, width));
    }
    return added;
  }

  @Override
  public int rows() {
    return rewards.length;
  }

  @Override
  public int width(Column column) {
    float[] values = columns.get(column);
    return values == null ? 0 : values.length / rows();
  }

  @Override
  public float[] values(Column column) {
    float[] found = columns.get(column);
    if (found == null) {
      throw new IllegalArgumentException(
          "a rollout has no column %s; it has %s".formatted(column, columns.keySet()));
    }
    return found;
  }

  /** T. */
  public int steps() {
    return steps;
  }

  /** N. */
  public int environments() {
    return environments;
  }

  /** T · N. */
  public int size() {
    return rewards.length;
  }

  /** Floats of one observation. */
  public int observationSize() {
    return observationSize;
  }

  /** Floats of one action. */
  public int actionSize() {
    return actionSize;
  }

  /** Flags of a mask of actions; 0 if actions are not masked. */
  public int maskSize() {
    return maskSize;
  }

  /** Floats of what the policy remembers of one environment; 0 if it remembers nothing. */
  public int stateSize() {
    return stateSize;
  }

  /** True if the row's step was the last of its episode. */
  public boolean ended(int row) {
    return terminated[row] | truncated[row];
  }

  /** Forgets the final observations of an earlier rollout. */
  public void clearTruncations() {
    truncations = 0;
  }

  /** Keeps the final observation of an episode that was cut off at a row. */
  public void addTruncation(int row, float[] observation, int from) {
    if (truncations == truncationRows.length) {
      truncationRows = Arrays.copyOf(truncationRows, 2 * truncations);
      truncationObservations =
          Arrays.copyOf(truncationObservations, 2 * truncations * observationSize);
    }
    truncationRows[truncations] = row;
    System.arraycopy(
        observation, from, truncationObservations, truncations * observationSize, observationSize);
    truncations++;
  }

  /** How many episodes were cut off in this rollout. */
  public int truncations() {
    return truncations;
  }

  /** The row at which the {@code index}-th truncated episode ended. */
  public int truncationRow(int index) {
    return truncationRows[index];
  }

  /**
   * The final observations of the truncated episodes, [truncations, observation size], and room.
   */
  public float[] truncationObservations() {
    return truncationObservations;
  }

  /**
   * Fills {@link #nextValues} from {@link #values}.
   *
   * @param lastValues V({@link #lastObservations}), [N]
   * @param truncationValues V of the final observations of truncated episodes, [truncations]
   */
  public void linkValues(float[] lastValues, float[] truncationValues) {
    int shifted = size() - environments;
    System.arraycopy(values, environments, nextValues, 0, shifted);
    System.arraycopy(lastValues, 0, nextValues, shifted, environments);
    for (int row = 0; row < nextValues.length; row++) {
      if (terminated[row]) {
        nextValues[row] = 0;
      }
    }
    for (int i = 0; i < truncations; i++) {
      if (!terminated[truncationRows[i]]) {
        nextValues[truncationRows[i]] = truncationValues[i];
      }
    }
  }
}

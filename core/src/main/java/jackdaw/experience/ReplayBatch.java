package jackdaw.experience;

import jackdaw.random.RandomStream;
import jackdaw.state.Snapshot;
import jackdaw.state.Stateful;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A minibatch of transitions drawn from a {@link Replay}, as floats. Row i of each column belongs
 * to
 * transition i.
 *
 * <p>A transition of n steps has the reward R = Σ_{i &lt; m} γⁱ r_{t+i} and the discount γᵐ of what
 * follows it, m ≤ n steps later: fewer where the episode ends earlier, or where the replay does.
 * The
 * discount is 0 where the episode terminated, so that a target is always R + discount · value of
 * the
 * next observation, which is the final one of the episode where it was cut off.
 */
public final class ReplayBatch implements Columns, Stateful {
  /** What was observed, [B, observation size]. */
  public static final Column OBSERVATIONS = new Column("observations");

  /** Which actions were legal, [B, mask size]; there are none where actions are not masked. */
  public static final Column MASKS = new Column("masks");

  /** What was done, [B, action size]. */
  public static final Column ACTIONS = new Column("actions");

  /** R, [B]. */
  public static final Column REWARDS = new Column("rewards");

  /** γᵐ, or 0 where the episode terminated, [B]. */
  public static final Column DISCOUNTS = new Column("discounts");

  /**
   * What was observed m steps later, [B, observation size]; anything where the episode terminated.
   */
  public static final Column NEXT_OBSERVATIONS = new Column("next-observations");

  /** Which actions were legal then, [B, mask size]. */
  public static final Column NEXT_MASKS = new Column("next-masks");

  /** What was done then, [B, action size]; anything where the episode terminated. */
  public static final Column NEXT_ACTIONS = new Column("next-actions");

  /** The weight of each row's loss: 1 without priorities, [B]. */
  public static final Column WEIGHTS = new Column("weights");

  /** So many draws in vain mean that there is nothing to draw. */
  private static final int MAX_TRIES = 1_000_000;

  private final Replay replay;
  private final int size;
  private final int steps;
  private final double discount;
  private final boolean needsNextActions;
  private final RandomStream random;
  private final Map<Column, float[]> columns = new LinkedHashMap<>();
  private final float[] observations;
  private final float[] masks;
  private final float[] actions;
  private final float[] rewards;
  private final float[] discounts;
  private final float[] nextObservations;
  private final float[] nextMasks;
  private final float[] nextActions;
  private final float[] weights;
  private final int[] order;
  private final int[] rows;
  private final long[] stamps;

  /**
   * Room for a minibatch.
   *
   * @param size B, at least 1
   * @param steps n, at least 1
   * @param discount γ, in [0, 1]
   * @param needsNextActions whether only transitions are drawn whose {@link #NEXT_ACTIONS} was done
   *     or
   *     is not needed, for algorithms that learn from it
   * @param random draws, and is part of the state
   */
  public ReplayBatch(
      Replay replay,
      int size,
      int steps,
      double discount,
      boolean needsNextActions,
      RandomStream random) {
    this.replay = replay;
    this.size = size;
    this.steps = steps;
    this.discount = discount;
    this.needsNextActions = needsNextActions;
    this.random = random;
    ReplayLayout layout = replay.layout();
    observations = column(OBSERVATIONS, layout.observations().size());
    masks = column(MASKS, layout.maskSize());
    actions = column(ACTIONS, layout.actions().size());
    rewards = column(REWARDS, 1);
    discounts = column(DISCOUNTS, 1);
    nextObservations = column(NEXT_OBSERVATIONS, layout.observations().size());
    nextMasks = column(NEXT_MASKS, layout.maskSize());
    nextActions = column(NEXT_ACTIONS, layout.actions().size());
    weights = column(WEIGHTS, 1);
    Arrays.fill(weights, 1);
    order = new int[size];
    Arrays.setAll(order, i -> i);
    rows = new int[size];
    stamps = new long[size];
  }

  private float[] column(Column name, int width) {
    float[] values = new float[Math.multiplyExact(size, width)];
    columns.put(name, values);
    return values;
  }

  @Override
  public int rows() {
    return size;
  }

  @Override
  public int width(Column column) {
    float[] values = columns.get(column);
    return values == null ? 0 : values.length / size;
  }

  @Override
  public float[] values(Column column) {
    float[] found = columns.get(column);
    if (found == null) {
      throw new IllegalArgumentException(
          "a replay has no column %s; it has %s".formatted(column, columns.keySet()));
    }
    return found;
  }

  /** The rows 0 … B − 1, for a learner. */
  public int[] order() {
    return order;
  }

  /** Draws transitions, each with the same probability and with replacement. */
  public void draw() {
    for (int i = 0; i < size; i++) {
      int row = replay.draw(random);
      for (int tries = 0; !take(i, row); tries++) {
        requireNextActions(tries);
        row = replay.draw(random);
      }
    }
  }

  /**
   * Draws transitions in proportion to their priorities, one from each of B equal parts of their
   * sum
   * (Schaul et al. 2016, section 3.3). The weights are (N P)^−β, divided by the largest of them.
   *
   * @param correction β, in [0, 1]
   */
  public void drawByPriority(double correction) {
    Priorities priorities = replay.requirePriorities();
    double part = priorities.total() / size;
    double largest = 0;
    for (int i = 0; i < size; i++) {
      int row = priorities.at((i + random.nextDouble()) * part);
      for (int tries = 0; !replay.isTransition(row) || !take(i, row); tries++) {
        requireNextActions(tries);
        row = priorities.at(random.nextDouble() * priorities.total());
      }
      double probability = priorities.of(row) / priorities.total();
      weights[i] = (float) Math.pow(replay.size() * probability, -correction);
      largest = Math.max(largest, weights[i]);
    }
    for (int i = 0; i < size; i++) {
      weights[i] /= (float) largest;
    }
  }

  /**
   * Gives the drawn transitions the priorities of their errors. One that is no longer in the replay
   * is
   * left out.
   *
   * @param errors δ of each row, [B]
   */
  public void prioritize(float[] errors) {
    Priorities priorities = replay.requirePriorities();
    for (int i = 0; i < size; i++) {
      if (replay.stamp(rows[i]) == stamps[i] && replay.stepped(rows[i])) {
        priorities.update(rows[i], errors[i]);
      }
    }
  }

  private void requireNextActions(int tries) {
    if (tries > MAX_TRIES) {
      throw new IllegalStateException(
          "none of %d transitions drawn from %d can be learnt from: episodes that are cut off after"
              .formatted(tries, replay.size())
              + " each step have no next action");
    }
  }

  /** Takes a transition as the i-th of the minibatch; false if it lacks the next action. */
  private boolean take(int i, int row) {
    double reward = 0;
    double weight = 1;
    int at = row;
    for (int m = 0; m < steps; m++) {
      reward += weight * replay.reward(at);
      weight *= discount;
      boolean terminated = replay.terminated(at);
      boolean truncated = replay.truncated(at);
      at = replay.successor(at);
      if (terminated) {
        weight = 0;
        break;
      }
      if (truncated || !replay.stepped(at)) {
        break;
      }
    }
    if (needsNextActions && weight > 0 && !replay.stepped(at)) {
      return false;
    }
    rows[i] = row;
    stamps[i] = replay.stamp(row);
    ReplayLayout layout = replay.layout();
    int width = layout.observations().size();
    replay.observation(row, observations, i * width);
    replay.mask(row, masks, i * layout.maskSize());
    replay.action(row, actions, i * layout.actions().size());
    rewards[i] = (float) reward;
    discounts[i] = (float) weight;
    replay.observation(at, nextObservations, i * width);
    replay.mask(at, nextMasks, i * layout.maskSize());
    replay.action(at, nextActions, i * layout.actions().size());
    return true;
  }

  @Override
  public void save(Snapshot snapshot) {
    random.save(snapshot);
  }

  @Override
  public void restore(Snapshot snapshot) {
    random.restore(snapshot);
  }
}

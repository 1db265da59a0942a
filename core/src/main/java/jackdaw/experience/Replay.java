package jackdaw.experience;

import jackdaw.environment.Transitions;
import jackdaw.random.RandomStream;
import jackdaw.state.Snapshot;
import jackdaw.state.StateColumn;
import jackdaw.state.Stateful;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The last transitions of N environments, first in, first out (Lin 1992; Mnih et al. 2015). A
 * {@link
 * ReplayBatch} draws from it.
 *
 * <p>Each environment has a lane, a ring of rows. A row is an observation with the mask, and, once
 * the
 * environment has stepped, with the action, the reward and how the step ended. What followed a step
 * is
 * the lane's next row, so that each observation is stored once. Two rows are no transitions: the
 * one that
 * the environment acts on next, and the final observation of an episode that was cut off, which a
 * target
 * needs. Row {@code position · N + lane} belongs to a lane.
 */
public final class Replay implements Stateful {
  private static final int TERMINATED = 1;
  private static final int TRUNCATED = 2;

  /** Whether the environment has stepped from this row. */
  private static final int STEPPED = 4;

  /** Whether the observation is the first one of its episode. */
  private static final int FIRST = 8;

  private final ReplayLayout layout;
  private final int lanes;
  private final int rows;
  private final ReplayStore observations;
  private final ReplayStore masks;
  private final ReplayStore actions;
  private final float[] rewards;
  private final byte[] flags;
  private final @Nullable Priorities priorities;

  /** By lane, the observations that it got so far. */
  private final long[] counts;

  private int transitions;

  /** An empty replay whose transitions have no priorities. */
  public Replay(ReplayLayout layout) {
    this(layout, 0);
  }

  /**
   * An empty replay.
   *
   * @param priorityExponent α of {@link Priorities}, if the layout has them
   */
  public Replay(ReplayLayout layout, double priorityExponent) {
    this.layout = layout;
    lanes = layout.lanes();
    rows = layout.rows();
    observations =
        new ReplayStore(
            "observations", rows, layout.frameSize(), layout.observationsAreBytes());
    masks = new ReplayStore("masks", rows, layout.maskSize(), true);
    actions =
        new ReplayStore("actions", rows, layout.actions().size(), layout.actionsAreBytes());
    rewards = new float[rows];
    flags = new byte[rows];
    counts = new long[lanes];
    priorities = layout.prioritized() ? new Priorities(rows, priorityExponent) : null;
  }

  /** What is stored. */
  public ReplayLayout layout() {
    return layout;
  }

  /** How many transitions there are. */
  public int size() {
    return transitions;
  }

  /** The priorities of its rows, if there are any. */
  public Optional<Priorities> priorities() {
    return Optional.ofNullable(priorities);
  }

  /**
   * Takes the observations that the environments act on first.
   *
   * @param seen [N, observation size]
   * @param legal [N, mask size]
   */
  public void start(float[] seen, float[] legal) {
    for (int lane = 0; lane < lanes; lane++) {
      append(lane, seen, lane * layout.observations().size(), legal, FIRST);
    }
  }

  /**
   * Takes one step of all environments.
   *
   * @param done the actions, [N, action size]
   * @param step what followed
   * @param legal which actions are legal in the observations to act on next, [N, mask size]
   */
  public void add(float[] done, Transitions step, float[] legal) {
    int size = layout.observations().size();
    for (int lane = 0; lane < lanes; lane++) {
      boolean terminated = step.terminated[lane] | step.livesLost[lane];
      boolean truncated = step.truncated[lane] & !terminated;
      int row = row(lane, counts[lane] - 1);
      actions.put(row, done, lane * actions.width());
      rewards[row] = step.rewards[lane];
      flags[row] |=
          (byte) (STEPPED | (terminated ? TERMINATED : 0) | (truncated ? TRUNCATED : 0));
      transitions++;
      if (priorities != null) {
        priorities.add(row);
      }
      if (truncated) {
        append(lane, step.finalObservations, lane * size, step.finalMasks, 0);
      }
      append(lane, step.observations, lane * size, legal, step.ended(lane) ? FIRST : 0);
    }
  }

  /** Begins the lane's next row, in the place of its oldest one if it is full. */
  private void append(int lane, float[] seen, int at, float[] legal, int flag) {
    int row = row(lane, counts[lane]);
    if ((flags[row] & STEPPED) != 0) {
      transitions--;
      if (priorities != null) {
        priorities.remove(row);
      }
    }
    int frame = observations.width();
    if (layout.frames() > 1) {
      requireStack(lane, seen, at, flag);
    }
    observations.put(row, seen, at + (layout.frames() - 1) * frame);
    masks.put(row, legal, lane * masks.width());
    flags[row] = (byte) flag;
    counts[lane]++;
  }

  /**
   * An observation has to show what was seen before, else what is read later is not what was seen.
   */
  private void requireStack(int lane, float[] seen, int at, int flag) {
    int frame = observations.width();
    boolean same = true;
    if ((flag & FIRST) != 0) {
      int newest = at + (layout.frames() - 1) * frame;
      for (int i = at; i < newest; i++) {
        same &= seen[i] == seen[newest + (i - at) % frame];
      }
    } else {
      int before = row(lane, counts[lane] - 1);
      same = observations.holds(before, seen, at + (layout.frames() - 2) * frame);
    }
    if (!same) {
      throw new IllegalArgumentException(
          "an observation of %d values does not show the last %d frames, the oldest first: set"
              .formatted(layout.observations().size(), layout.frames())
              + " stacked-frames to 1");
    }
  }

  private int row(int lane, long index) {
    return (int) (index % layout.laneRows()) * lanes + lane;
  }

  /** The index in its lane of the observation that a row holds. */
  private long index(int row) {
    long newest = counts[row % lanes] - 1;
    int length = layout.laneRows();
    return newest - Math.floorMod(newest - row / lanes, length);
  }

  /** The lane's next row. */
  private int next(int row) {
    return row + lanes < rows ? row + lanes : row % lanes;
  }

  /**
   * Tells one observation from those that were in its row before: the row holds the same as long as
   * it
   * has the same stamp.
   */
  long stamp(int row) {
    return index(row);
  }

  /** Whether a transition begins at a row, and all frames of its observation are there. */
  boolean isTransition(int row) {
    return (flags[row] & STEPPED) != 0 && hasFrames(row);
  }

  private boolean hasFrames(int row) {
    if (layout.frames() == 1) {
      return true;
    }
    int lane = row % lanes;
    long oldest = Math.max(0, counts[lane] - layout.laneRows());
    long at = index(row);
    for (int i = 1; i < layout.frames() && (flags[row(lane, at)] & FIRST) == 0; i++) {
      at--;
      if (at < oldest) {
        return false;
      }
    }
    return true;
  }

  /** Draws one of the transitions, each with the same probability. */
  int draw(RandomStream random) {
    int filled = filled() * lanes;
    while (true) {
      int row = random.nextInt(filled);
      if (isTransition(row)) {
        return row;
      }
    }
  }

  /** Rows of the fullest lane that were ever in use. */
  private int filled() {
    long most = 0;
    for (long count : counts) {
      most = Math.max(most, count);
    }
    return (int) Math.min(most, layout.laneRows());
  }

  Priorities requirePriorities() {
    return Objects.requireNonNull(priorities, "the replay was made without priorities");
  }

  /** Writes the observation of a row. */
  void observation(int row, float[] values, int to) {
    int frame = observations.width();
    int lane = row % lanes;
    long at = index(row);
    for (int i = layout.frames() - 1; i >= 0; i--) {
      int from = row(lane, at);
      observations.get(from, values, to + i * frame);
      if ((flags[from] & FIRST) == 0) {
        at--;
      }
    }
  }

  /** Writes the mask of a row. */
  void mask(int row, float[] values, int to) {
    masks.get(row, values, to);
  }

  /** Writes the action that was done in a row. */
  void action(int row, float[] values, int to) {
    actions.get(row, values, to);
  }

  float reward(int row) {
    return rewards[row];
  }

  boolean terminated(int row) {
    return (flags[row] & TERMINATED) != 0;
  }

  boolean truncated(int row) {
    return (flags[row] & TRUNCATED) != 0;
  }

  /** Whether an action was done in a row. */
  boolean stepped(int row) {
    return (flags[row] & STEPPED) != 0;
  }

  /**
   * The row of what followed a transition: the next observation, also where an episode was cut off.
   */
  int successor(int row) {
    return next(row);
  }

  @Override
  public void save(Snapshot snapshot) {
    int used = filled() * lanes;
    snapshot.put("counts", counts);
    observations.save(snapshot, used);
    masks.save(snapshot, used);
    actions.save(snapshot, used);
    snapshot.putShared("rewards", StateColumn.of(rewards, 0, used));
    snapshot.putShared("flags", StateColumn.of(flags, 0, used));
    if (priorities != null) {
      priorities.save(snapshot);
    }
  }

  @Override
  public void restore(Snapshot snapshot) {
    System.arraycopy(snapshot.longs("counts", lanes), 0, counts, 0, lanes);
    int used = filled() * lanes;
    observations.restore(snapshot, used);
    masks.restore(snapshot, used);
    actions.restore(snapshot, used);
    snapshot.copyTo("rewards", rewards, 0, used);
    snapshot.copyTo("flags", flags, 0, used);
    Arrays.fill(flags, used, rows, (byte) 0);
    if (priorities != null) {
      priorities.restore(snapshot);
    }
    transitions = 0;
    for (int row = 0; row < used; row++) {
      transitions += stepped(row) ? 1 : 0;
    }
  }
}

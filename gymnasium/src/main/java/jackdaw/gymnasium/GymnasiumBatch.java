package jackdaw.gymnasium;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import jackdaw.environment.Environment;
import jackdaw.environment.EnvironmentBatch;
import jackdaw.environment.EnvironmentException;
import jackdaw.environment.Step;
import jackdaw.space.Space;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Copies of an environment of Gymnasium in one Python process, stepped by one request a batch.
 *
 * <p>The process steps a list of environments and not one of Gymnasium's vector environments, since every
 * episode here begins with a seed of its own, which a vector environment takes for all copies at once and
 * only in its first reset; with it a run can be resumed in the middle of an episode, and a copy's episodes
 * do not depend on the others. It also costs less. Time limits are Gymnasium's own wrappers. There is no
 * autoreset mode to agree on: the process resets a copy in the step that ends its episode, with the seed
 * that came with the request, and the reply has both the last observation and the first of the next
 * episode.
 *
 * <p>Copies may be used by several threads; their requests wait for each other.
 */
final class GymnasiumBatch implements EnvironmentBatch {
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfDouble DOUBLE =
      ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private static final int TERMINATED = 1;
  private static final int TRUNCATED = 2;
  private static final int ENDS = TERMINATED | TRUNCATED;
  private static final int LIFE_LOST = 4;
  private static final long SEED_MASK = 0xffff_ffffL;

  private final Link link;
  private final String name;
  private final Space observationSpace;
  private final Space actionSpace;
  private final boolean bytes;
  private final double threshold;
  private final String renders;
  private final boolean signs;
  private final int count;
  private final int observationSize;
  private final int actionSize;
  private final int rowBytes;
  private final List<GymnasiumCopy> copies = new ArrayList<>();
  private final List<Integer> free = new ArrayList<>();
  private int open;

  // What was done ahead for the first `count` copies.
  private final float[] observations;
  private final float[] finals;
  private final double[] rewards;
  private final byte[] flags;
  private final int[] finalRows;
  private final long[] seeds;

  /**
   * Over a link whose other end has made the copies.
   *
   * @param name what messages call the environment
   * @param bytes whether observations come as bytes, else as floats
   * @param threshold the mean return from which it counts as solved, or NaN
   * @param renders what rendering gives: {@code rgb_array}, {@code ansi} or something else
   * @param signs whether rewards are learnt from by their sign alone
   */
  GymnasiumBatch(
      Link link, String name, Space observationSpace, Space actionSpace, boolean bytes,
      double threshold, String renders, boolean signs, int count) {
    this.link = link;
    this.name = name;
    this.observationSpace = observationSpace;
    this.actionSpace = actionSpace;
    this.bytes = bytes;
    this.threshold = threshold;
    this.renders = renders;
    this.signs = signs;
    this.count = count;
    observationSize = observationSpace.size();
    actionSize = actionSpace.size();
    rowBytes = bytes ? observationSize : Float.BYTES * observationSize;
    observations = new float[count * observationSize];
    finals = new float[count * observationSize];
    rewards = new double[count];
    flags = new byte[count];
    finalRows = new int[count];
    seeds = new long[count];
    for (int i = 0; i < count; i++) {
      copies.add(new GymnasiumCopy(this, i));
    }
    open = count;
  }

  @Override
  public List<? extends Environment> copies() {
    return List.copyOf(copies);
  }

  /** One more copy in the same process; empty if that has ended. */
  Optional<Environment> more() {
    synchronized (link) {
      if (open == 0 || link.isOver()) {
        return Optional.empty();
      }
      int index = free.isEmpty() ? copies.size() : free.removeLast();
      try {
        link.exchange(Link.OPEN, index, 1, 0, 0);
      } catch (PythonException e) {
        throw new EnvironmentException("%s cannot be made: %s".formatted(name, e.line()), e);
      }
      GymnasiumCopy copy = new GymnasiumCopy(this, index);
      if (index == copies.size()) {
        copies.add(copy);
      } else {
        copies.set(index, copy);
      }
      open++;
      return Optional.of(copy);
    }
  }

  void close(int index) {
    synchronized (link) {
      try {
        if (!link.isOver()) {
          link.exchange(Link.CLOSE, index, 1, 0, 0);
        }
      } finally {
        free.add(index);
        if (--open == 0) {
          link.close();
        }
      }
    }
  }

  @Override
  public void resetAhead(long[] given) {
    synchronized (link) {
      MemorySegment request = link.request(Long.BYTES * count);
      putSeeds(request, given);
      try {
        exact(Link.RESET, 0, count, Long.BYTES * count, count * rowBytes);
      } catch (PythonException e) {
        throw new EnvironmentException(
            "%s raised in reset: %s".formatted(e.where(name), e.line()), e);
      }
      rows(Link.HEADER, observations, count);
      for (int i = 0; i < count; i++) {
        seeds[i] = given[i];
        copies.get(i).resetAhead();
      }
    }
  }

  @Override
  public void stepAhead(float[] actions, long[] nextSeeds) {
    synchronized (link) {
      int payload = Long.BYTES * count + Float.BYTES * count * actionSize;
      MemorySegment request = link.request(payload);
      putSeeds(request, nextSeeds);
      MemorySegment.copy(
          actions, 0, request, FLOAT, Link.HEADER + (long) Long.BYTES * count, count * actionSize);
      int fixed = stepBytes(count);
      int length;
      try {
        length =
            link.exchange(Link.STEP_AND_RESET, 0, count, payload, fixed + count * rowBytes);
      } catch (PythonException e) {
        throw new EnvironmentException(
            "%s raised in step: %s".formatted(e.where(name), e.line()), e);
      }
      int ends = takeSteps(nextSeeds);
      if (length != fixed + ends * rowBytes) {
        throw wrongLength(length, fixed + ends * rowBytes);
      }
      rows(Link.HEADER + fixed - count * rowBytes, observations, count);
      rows(Link.HEADER + fixed, finals, ends);
    }
  }

  /** Takes rewards and flags over; returns how many episodes ended. */
  private int takeSteps(long[] nextSeeds) {
    MemorySegment reply = link.reply();
    MemorySegment.copy(reply, DOUBLE, Link.HEADER, rewards, 0, count);
    MemorySegment.copy(
        reply, JAVA_BYTE, Link.HEADER + (long) Double.BYTES * count, flags, 0, count);
    int ends = 0;
    for (int i = 0; i < count; i++) {
      finalRows[i] = ends;
      ends += (flags[i] & ENDS) != 0 ? 1 : 0;
      seeds[i] = nextSeeds[i];
      copies.get(i).stepAhead();
    }
    return ends;
  }

  /** Rewards, flags and observations of a reply to a step. */
  private int stepBytes(int rows) {
    return Double.BYTES * rows + (rows + 7) / 8 * 8 + rows * rowBytes;
  }

  private void putSeeds(MemorySegment request, long[] given) {
    for (int i = 0; i < count; i++) {
      request.set(LONG, Link.HEADER + (long) Long.BYTES * i, seed(given[i]));
    }
  }

  /**
   * A seed as generators of any age take it: those from 0 to 2³² − 1 as they are, others with their two
   * halves laid over each other.
   */
  static long seed(long seed) {
    return (seed ^ seed >>> 32) & SEED_MASK;
  }

  private void rows(long from, float[] to, int rows) {
    MemorySegment reply = link.reply();
    int values = rows * observationSize;
    if (bytes) {
      for (int i = 0; i < values; i++) {
        to[i] = reply.get(JAVA_BYTE, from + i) & 0xff;
      }
    } else {
      MemorySegment.copy(reply, FLOAT, from, to, 0, values);
    }
  }

  /** Exchanges where the answer can have one length only. */
  private void exact(int kind, int first, int rows, int payload, int expected) {
    int length = link.exchange(kind, first, rows, payload, expected);
    if (length != expected) {
      throw wrongLength(length, expected);
    }
  }

  private EnvironmentException wrongLength(int length, int expected) {
    link.close();
    return new EnvironmentException(
        "%s: Python answered with a frame of %d bytes where %d were due"
            .formatted(name, length, expected));
  }

  /** Hands over the observation of a reset that was done ahead; false if it had another seed. */
  boolean takeReset(int index, long seed, float[] observation) {
    if (seeds[index] != seed) {
      return false;
    }
    System.arraycopy(
        observations, index * observationSize, observation, 0, observationSize);
    return true;
  }

  /** Hands over a step that was done ahead. */
  void takeStep(int index, Step step) {
    outcome(step, rewards[index], flags[index]);
    boolean ended = step.ended();
    System.arraycopy(
        ended ? finals : observations,
        (ended ? finalRows[index] : index) * observationSize,
        step.observation,
        0,
        observationSize);
  }

  private void outcome(Step step, double reward, int flags) {
    step.reward = reward;
    if (signs) {
      step.replaceReward(Math.signum(reward));
    }
    step.lifeLost = (flags & LIFE_LOST) != 0;
    step.terminated = (flags & TERMINATED) != 0;
    step.truncated = (flags & TRUNCATED) != 0;
  }

  /** Resets one copy, as Gymnasium does. */
  void reset(int index, long seed, float[] observation) {
    synchronized (link) {
      link.request(Long.BYTES).set(LONG, Link.HEADER, seed(seed));
      exact(Link.RESET, index, 1, Long.BYTES, rowBytes);
      row(Link.HEADER, observation);
    }
  }

  /** Steps one copy. */
  void step(int index, float[] action, Step step) {
    synchronized (link) {
      int payload = Float.BYTES * actionSize;
      MemorySegment.copy(action, 0, link.request(payload), FLOAT, Link.HEADER, actionSize);
      exact(Link.STEP, index, 1, payload, stepBytes(1));
      outcome(
          step,
          link.reply().get(DOUBLE, Link.HEADER),
          link.reply().get(JAVA_BYTE, Link.HEADER + Double.BYTES));
      row(Link.HEADER + stepBytes(1) - rowBytes, step.observation);
    }
  }

  private void row(long from, float[] to) {
    rows(from, to, 1);
  }

  /** What a copy looks like: its text, or a picture's width, height and bytes of red, green and blue. */
  byte[] render(int index) {
    synchronized (link) {
      int length = link.exchange(Link.RENDER, index, 1, 0, Link.MAX_REPLY);
      return link.reply().asSlice(Link.HEADER, length).toArray(JAVA_BYTE);
    }
  }

  String name() {
    return name;
  }

  Space observationSpace() {
    return observationSpace;
  }

  Space actionSpace() {
    return actionSpace;
  }

  OptionalDouble solvedReturn() {
    return Double.isNaN(threshold) ? OptionalDouble.empty() : OptionalDouble.of(threshold);
  }

  boolean rendersText() {
    return renders.equals("ansi");
  }

  boolean rendersPictures() {
    return renders.equals("rgb_array");
  }

  /** The number of Python's process. */
  long pid() {
    return link.process().pid();
  }
}

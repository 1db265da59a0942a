package jackdaw.gymnasium;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import jackdaw.environment.Environment;
import jackdaw.environment.EnvironmentBatch;
import jackdaw.environment.EnvironmentException;
import jackdaw.environment.Step;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Copies of an environment of Gymnasium in one Python process, stepped by one request a batch.
 *
 * <p>The process steps a list of environments and not one of Gymnasium's vector environments, since
 * every episode here begins with a seed of its own, which a vector environment takes for all copies
 * at once and only in its first reset; with it a run can be resumed in the middle of an episode,
 * and a copy's episodes do not depend on the others. It also costs less. Time limits are
 * Gymnasium's own wrappers. There is no autoreset mode to agree on: the process resets a copy in
 * the step that ends its episode, with the seed that came with the request, and the reply has both
 * the last observation and the first of the next episode.
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

  private final GymnasiumHost host;
  private final Link link;
  private final String name;
  private final boolean bytes;
  private final boolean signs;
  private final int first;
  private final int offset;
  private final int count;
  private final int observationSize;
  private final int actionSize;
  private final int rowBytes;
  private final int maskSize;
  private final List<GymnasiumCopy> copies = new ArrayList<>();

  // What was done ahead.
  private final float[] observations;
  private final float[] finals;
  private final double[] rewards;
  private final byte[] flags;
  private final boolean[] legal;
  private final boolean[] finallyLegal;
  private final int[] finalRows;
  private final long[] seeds;
  private final float[] actions;
  private boolean stepping;

  /**
   * Copies that exist already.
   *
   * @param first the place of the first one in the process; the others follow
   * @param offset its place among all copies that are stepped together
   */
  GymnasiumBatch(GymnasiumHost host, int first, int count, int offset) {
    this.host = host;
    this.offset = offset;
    this.first = first;
    this.count = count;
    link = host.link();
    name = host.name();
    bytes = host.sendsBytes();
    signs = host.learnsFromSigns();
    observationSize = host.observationSpace().size();
    actionSize = host.actionSpace().size();
    rowBytes = bytes ? observationSize : Float.BYTES * observationSize;
    maskSize = host.maskSize();
    legal = new boolean[count * maskSize];
    finallyLegal = new boolean[count * maskSize];
    observations = new float[count * observationSize];
    finals = new float[count * observationSize];
    rewards = new double[count];
    flags = new byte[count];
    finalRows = new int[count];
    seeds = new long[count];
    actions = new float[count * actionSize];
    for (int i = 0; i < count; i++) {
      copies.add(new GymnasiumCopy(this, i));
    }
  }

  @Override
  public List<? extends Environment> copies() {
    return List.copyOf(copies);
  }

  void close(int index) {
    host.close(first + index);
  }

  @Override
  public void resetAhead(long[] given) {
    send(null, given);
    receive();
  }

  @Override
  public void stepAhead(float[] given, long[] nextSeeds) {
    send(given, nextSeeds);
    receive();
  }

  /**
   * Asks for what is to be done ahead, after which {@link #receive} has to be called.
   *
   * @param given the actions to step with, or null for a reset; of all copies that are stepped
   *     together
   * @param nextSeeds likewise, of the episodes that begin
   */
  void send(float @Nullable [] given, long[] nextSeeds) {
    link.lock();
    try {
      stepping = given != null;
      int payload = Long.BYTES * count + (given == null ? 0 : Float.BYTES * actions.length);
      MemorySegment request = link.request(payload);
      for (int i = 0; i < count; i++) {
        seeds[i] = nextSeeds[offset + i];
        request.set(LONG, Link.HEADER + (long) Long.BYTES * i, seed(seeds[i]));
        copies.get(i).nothingAhead();
      }
      if (given != null) {
        System.arraycopy(given, offset * actionSize, actions, 0, actions.length);
        MemorySegment.copy(
            actions, 0, request, FLOAT, Link.HEADER + (long) Long.BYTES * count, actions.length);
      }
      link.send(stepping ? Link.STEP_AND_RESET : Link.RESET, first, count, payload);
    } catch (RuntimeException | Error e) {
      link.unlock();
      throw e;
    }
  }

  /**
   * Waits for what was asked for.
   *
   * @throws EnvironmentException if a copy fails; the message says which
   */
  void receive() {
    try {
      int fixed = stepping ? stepBytes(count) : resetBytes(count);
      int length = link.receive(stepping ? fixed + count * rowBytes : fixed);
      int ends = stepping ? takeSteps() : 0;
      if (length != fixed + ends * rowBytes) {
        throw wrongLength(length, fixed + ends * rowBytes);
      }
      int first = Link.HEADER + fixed - count * rowBytes;
      masks(first - maskBytes(count), 0, count);
      rows(first, observations, count);
      rows(Link.HEADER + fixed, finals, ends);
      for (GymnasiumCopy copy : copies) {
        copy.ahead(stepping);
      }
    } catch (PythonException e) {
      throw new EnvironmentException(
          e.told(name, first - offset, stepping ? "step" : "reset"), e);
    } finally {
      link.unlock();
    }
  }

  /** Takes rewards and flags over; returns how many episodes ended. */
  private int takeSteps() {
    MemorySegment reply = link.reply();
    MemorySegment.copy(reply, DOUBLE, Link.HEADER, rewards, 0, count);
    MemorySegment.copy(
        reply, JAVA_BYTE, Link.HEADER + (long) Double.BYTES * count, flags, 0, count);
    int ends = 0;
    for (int i = 0; i < count; i++) {
      finalRows[i] = ends;
      ends += (flags[i] & ENDS) != 0 ? 1 : 0;
    }
    return ends;
  }

  /** Rewards, flags, masks and observations of a reply to a step. */
  private int stepBytes(int rows) {
    return Double.BYTES * rows + (rows + 7) / 8 * 8 + resetBytes(rows);
  }

  /** Masks and observations of a reply to a reset. */
  private int resetBytes(int rows) {
    return maskBytes(rows) + rows * rowBytes;
  }

  private int maskBytes(int rows) {
    return (2 * rows * maskSize + 7) / 8 * 8;
  }

  private void masks(long from, int index, int rows) {
    MemorySegment reply = link.reply();
    int flags = rows * maskSize;
    int start = index * maskSize;
    for (int i = 0; i < flags; i++) {
      legal[start + i] = reply.get(JAVA_BYTE, from + i) != 0;
      finallyLegal[start + i] = reply.get(JAVA_BYTE, from + flags + i) != 0;
    }
  }

  /**
   * Writes which actions a copy may take now.
   *
   * @param ended whether its episode has ended, and the next one was not handed over yet
   */
  void legalActions(int index, boolean ended, boolean[] to) {
    System.arraycopy(ended ? finallyLegal : legal, index * maskSize, to, 0, maskSize);
  }

  /**
   * A seed as generators of any age take it: those from 0 to 2³² − 1 as they are, others with their
   * two halves laid over each other.
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
  private void exact(int kind, int place, int rows, int payload, int expected) {
    int length = link.exchange(kind, place, rows, payload, expected);
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

  /**
   * Hands over a step that was done ahead.
   *
   * @throws IllegalStateException if that was with another action
   */
  void takeStep(int index, float[] action, Step step) {
    for (int i = 0; i < actionSize; i++) {
      if (Float.compare(action[i], actions[index * actionSize + i]) != 0) {
        throw new IllegalStateException(
            "%s (copy %d) was to take another action than the one that was told before: let the"
                .formatted(name, index)
                + " wrapper that changes it do so in translate, too");
      }
    }
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
    link.lock();
    try {
      link.request(Long.BYTES).set(LONG, Link.HEADER, seed(seed));
      exact(Link.RESET, first + index, 1, Long.BYTES, resetBytes(1));
      masks(Link.HEADER, index, 1);
      row(Link.HEADER + maskBytes(1), observation);
    } finally {
      link.unlock();
    }
  }

  /** Steps one copy. */
  void step(int index, float[] action, Step step) {
    link.lock();
    try {
      int payload = Float.BYTES * actionSize;
      MemorySegment.copy(action, 0, link.request(payload), FLOAT, Link.HEADER, actionSize);
      exact(Link.STEP, first + index, 1, payload, stepBytes(1));
      outcome(
          step,
          link.reply().get(DOUBLE, Link.HEADER),
          link.reply().get(JAVA_BYTE, Link.HEADER + Double.BYTES));
      int at = Link.HEADER + stepBytes(1) - rowBytes;
      masks(at - maskBytes(1), index, 1);
      row(at, step.observation);
    } finally {
      link.unlock();
    }
  }

  private void row(long from, float[] to) {
    rows(from, to, 1);
  }

  /** Has a copy draw itself from now on, for which it is made again; says whether it does then. */
  boolean draw(int index) {
    link.lock();
    try {
      link.send(Link.DRAW, first + index, 1, 0);
      return link.receiveJson().path("draws").asBoolean();
    } catch (PythonException e) {
      throw new EnvironmentException(e.told(name, first - offset, "making one that draws"), e);
    } finally {
      link.unlock();
    }
  }

  /**
   * What a copy looks like: its text, or a picture's width, height and bytes of red, green and
   * blue.
   */
  byte[] render(int index) {
    link.lock();
    try {
      int length = link.exchange(Link.RENDER, first + index, 1, 0, Link.MAX_REPLY);
      return link.reply().asSlice(Link.HEADER, length).toArray(JAVA_BYTE);
    } catch (PythonException e) {
      throw new EnvironmentException(e.told(name, first - offset, "render"), e);
    } finally {
      link.unlock();
    }
  }

  /** What its copies are of. */
  GymnasiumHost host() {
    return host;
  }

  /** The number of Python's process. */
  long pid() {
    return link.process().pid();
  }
}

package jackdaw.environment;

import jackdaw.space.Space;
import jackdaw.state.Snapshot;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Steps the copies one after the other in the calling thread. Copies of a batch are first stepped
 * together where they live. Stepping allocates nothing.
 */
final class SequentialVectorEnvironment implements VectorEnvironment {
  private final EnvironmentCopy[] copies;
  private final @Nullable EnvironmentBatch batch;
  private final long[] nextSeeds;
  private final Space observationSpace;
  private final Space actionSpace;

  /**
   * False before the first reset, and after a failure, which may leave some copies one step ahead.
   */
  private boolean running;

  private boolean closed;

  SequentialVectorEnvironment(Supplier<? extends Environment> environments, int count) {
    if (count < 1) {
      throw new IllegalArgumentException(
          "a vector of %d environments is not possible: use 1 or more".formatted(count));
    }
    Environment[] made = new Environment[count];
    nextSeeds = new long[count];
    try {
      batch = environments instanceof EnvironmentBatch.Source source ? source.batch(count) : null;
      if (batch == null) {
        make(environments, made);
      } else {
        take(batch.copies(), made);
      }
      observationSpace = made[0].observationSpace();
      actionSpace = made[0].actionSpace();
      requireSameSpaces(made);
      copies = new EnvironmentCopy[count];
      Arrays.setAll(copies, i -> new EnvironmentCopy(made[i], i));
    } catch (RuntimeException | Error e) {
      closeAll(made, e);
      throw e;
    }
  }

  private static void make(Supplier<? extends Environment> environments, Environment[] made) {
    Set<Environment> distinct = Collections.newSetFromMap(new IdentityHashMap<>());
    for (int i = 0; i < made.length; i++) {
      Environment environment = environments.get();
      if (environment == null) {
        throw new IllegalArgumentException(
            "the supplier of environments gave null for copy " + i);
      }
      if (!distinct.add(environment)) {
        throw new IllegalArgumentException(
            "the supplier gave the same %s twice: every copy needs an instance of its own"
                .formatted(environment.name()));
      }
      made[i] = environment;
    }
  }

  private static void take(List<? extends Environment> copies, Environment[] made) {
    if (copies.size() != made.length) {
      throw new IllegalArgumentException(
          "the source of environments gave %d copies instead of %d"
              .formatted(copies.size(), made.length));
    }
    Arrays.setAll(made, copies::get);
  }

  private void requireSameSpaces(Environment[] made) {
    for (int i = 0; i < made.length; i++) {
      requireSame(made[i], i, "observation", observationSpace, made[i].observationSpace());
      requireSame(made[i], i, "action", actionSpace, made[i].actionSpace());
      if (made[i].masksActions() != made[0].masksActions()) {
        throw new IllegalArgumentException(
            "%s: of copies 0 and %d only one masks actions: all copies need the same"
                .formatted(made[i].name(), i));
      }
    }
  }

  private static void requireSame(
      Environment environment, int index, String which, Space first, Space other) {
    if (first == null || !first.equals(other)) {
      throw new IllegalArgumentException(
          "%s: copy 0 has the %s space %s and copy %d has %s: all copies need the same"
              .formatted(environment.name(), which, first, index, other));
    }
  }

  @Override
  public int count() {
    return copies.length;
  }

  @Override
  public Space observationSpace() {
    return observationSpace;
  }

  @Override
  public Space actionSpace() {
    return actionSpace;
  }

  @Override
  public int maskSize() {
    return copies[0].maskSize();
  }

  @Override
  public void masks(float[] masks, int offset) {
    requireRunning();
    for (EnvironmentCopy copy : copies) {
      copy.writeMask(masks, offset);
    }
  }

  @Override
  public OptionalDouble solvedReturn() {
    return copies[0].environment().solvedReturn();
  }

  @Override
  public void reset(long seed, float[] observations) {
    requireLength("observations", observations.length, observationSpace);
    running = false;
    for (EnvironmentCopy copy : copies) {
      copy.seed(seed);
    }
    if (batch != null) {
      batch.resetAhead(nextSeeds());
    }
    for (EnvironmentCopy copy : copies) {
      copy.start();
      copy.writeObservation(observations);
    }
    running = true;
  }

  @Override
  public void step(float[] actions, Transitions transitions) {
    requireRunning();
    requireLength("actions", actions.length, actionSpace);
    requireLength("transitions' observations", transitions.observations.length, observationSpace);
    running = false;
    if (batch != null) {
      batch.stepAhead(actions, nextSeeds());
    }
    for (EnvironmentCopy copy : copies) {
      copy.step(actions, transitions);
    }
    if (!Describe.allFinite(transitions.observations)) {
      for (EnvironmentCopy copy : copies) {
        copy.requireFiniteObservation();
      }
    }
    running = true;
  }

  /** Returns the seed of each copy's next episode. */
  private long[] nextSeeds() {
    for (int i = 0; i < copies.length; i++) {
      nextSeeds[i] = copies[i].seeds().peekLong();
    }
    return nextSeeds;
  }

  @Override
  public void save(Snapshot snapshot) {
    requireRunning();
    long[] seeds = new long[copies.length];
    int[] lengths = new int[copies.length];
    double[] returns = new double[copies.length];
    float[] observations = new float[copies.length * observationSpace.size()];
    for (int i = 0; i < copies.length; i++) {
      seeds[i] = copies[i].episodeSeed();
      lengths[i] = copies[i].episodeLength();
      returns[i] = copies[i].episodeReturn();
      copies[i].writeObservation(observations);
      copies[i].seeds().save(snapshot.scope("seeds-" + i));
    }
    snapshot.put("episode-seeds", seeds);
    snapshot.put("episode-lengths", lengths);
    snapshot.put("episode-returns", returns);
    snapshot.put("observations", observations);
    float[] actions = new float[actionValues(lengths)];
    int end = 0;
    for (EnvironmentCopy copy : copies) {
      end = copy.writeLog(actions, end);
    }
    snapshot.put("actions", actions);
  }

  @Override
  public void restore(Snapshot snapshot) {
    requireOpen();
    running = false;
    long[] seeds = snapshot.longs("episode-seeds", copies.length);
    int[] lengths = snapshot.ints("episode-lengths", copies.length);
    double[] returns = snapshot.doubles("episode-returns", copies.length);
    float[] observations =
        snapshot.floats("observations", copies.length * observationSpace.size());
    float[] actions = snapshot.floats("actions", actionValues(lengths));
    int start = 0;
    for (int i = 0; i < copies.length; i++) {
      copies[i].seeds().restore(snapshot.scope("seeds-" + i));
      copies[i].replay(seeds[i], lengths[i], returns[i], actions, start, observations);
      start += lengths[i] * actionSpace.size();
    }
    running = true;
  }

  private int actionValues(int[] lengths) {
    long values = 0;
    for (int length : lengths) {
      if (length < 0) {
        throw new IllegalArgumentException(
            "an episode length of %d in the saved state is below 0".formatted(length));
      }
      values += (long) length * actionSpace.size();
    }
    if (values > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "the running episodes hold %d action values, more than one column can: use a TimeLimit"
              .formatted(values));
    }
    return (int) values;
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    running = false;
    Environment[] environments = new Environment[copies.length];
    Arrays.setAll(environments, i -> copies[i].environment());
    EnvironmentException failure = closeAll(environments, null);
    if (failure != null) {
      throw failure;
    }
  }

  /**
   * Closes every environment, and returns the first failure with the later ones suppressed in it.
   */
  private static @Nullable EnvironmentException closeAll(
      @Nullable Environment[] environments, @Nullable Throwable suppressing) {
    EnvironmentException failure = null;
    for (int i = 0; i < environments.length; i++) {
      Environment environment = environments[i];
      if (environment == null) {
        continue;
      }
      try {
        environment.close();
      } catch (Exception | AssertionError | LinkageError | StackOverflowError e) {
        EnvironmentException next = new EnvironmentException(
            "%s (copy %d) threw in close: %s"
                .formatted(environment.name(), i, Describe.thrown(e)),
            e);
        if (suppressing != null) {
          suppressing.addSuppressed(next);
        } else if (failure != null) {
          failure.addSuppressed(next);
        } else {
          failure = next;
        }
      }
    }
    return failure;
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the vector environment is closed");
    }
  }

  private void requireRunning() {
    requireOpen();
    if (!running) {
      throw new IllegalStateException(
          "no episodes are running: call reset or restore first, also after a failure");
    }
  }

  private void requireLength(String what, int length, Space space) {
    if (length != copies.length * space.size()) {
      throw new IllegalArgumentException(
          "%s of length %d do not fit %d copies of %s: give %d"
              .formatted(what, length, copies.length, space, copies.length * space.size()));
    }
  }
}

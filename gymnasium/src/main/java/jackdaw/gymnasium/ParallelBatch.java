package jackdaw.gymnasium;

import jackdaw.environment.Environment;
import jackdaw.environment.EnvironmentBatch;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Copies in several Python processes, which all step theirs at the same time. What a copy does
 * depends on its seeds and actions alone, so it is the same in however many processes they live.
 */
final class ParallelBatch implements EnvironmentBatch {
  private final List<GymnasiumBatch> parts;

  /** Of parts whose offsets follow each other. */
  ParallelBatch(List<GymnasiumBatch> parts) {
    this.parts = List.copyOf(parts);
  }

  @Override
  public List<? extends Environment> copies() {
    List<Environment> copies = new ArrayList<>();
    parts.forEach(part -> copies.addAll(part.copies()));
    return copies;
  }

  @Override
  public void resetAhead(long[] seeds) {
    exchange(null, seeds);
  }

  @Override
  public void stepAhead(float[] actions, long[] nextSeeds) {
    exchange(actions, nextSeeds);
  }

  /**
   * Asks all parts before it waits for any; all that were asked are heard, whatever one of them
   * says. The last, which may share this thread's core, is asked last and heard first: it runs as
   * soon as this thread sleeps, and the others answer meanwhile. What failed first in the order of
   * the copies is thrown.
   */
  private void exchange(float @Nullable [] actions, long[] seeds) {
    RuntimeException failure = null;
    int asked = 0;
    try {
      while (asked < parts.size()) {
        parts.get(asked).send(actions, seeds);
        asked++;
      }
    } catch (RuntimeException e) {
      failure = e;
    }
    for (int i = asked - 1; i >= 0; i--) {
      try {
        parts.get(i).receive();
      } catch (RuntimeException e) {
        if (failure != null) {
          e.addSuppressed(failure);
        }
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}

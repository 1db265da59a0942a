package jackdaw.environment;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A batch with the same wrappers around each of its copies. The wrapped copies act and observe; the
 * inner batch only receives the announcements, with each action as the wrappers translate it.
 */
final class WrappedBatch implements EnvironmentBatch {
  private final EnvironmentBatch batch;
  private final List<Environment> copies = new ArrayList<>();
  private final int actionSize;
  private final float[] action;
  private final float[] translated;

  private WrappedBatch(EnvironmentBatch batch, UnaryOperator<Environment> wrapper) {
    this.batch = batch;
    for (Environment copy : batch.copies()) {
      copies.add(wrapper.apply(copy));
    }
    actionSize = copies.getFirst().actionSpace().size();
    action = new float[actionSize];
    translated = new float[copies.size() * actionSize];
  }

  /** Wraps the copies; closes all of them if wrapping fails. */
  static EnvironmentBatch of(EnvironmentBatch batch, UnaryOperator<Environment> wrapper) {
    try {
      return new WrappedBatch(batch, wrapper);
    } catch (RuntimeException e) {
      batch.copies().forEach(Environment::close);
      throw e;
    }
  }

  @Override
  public List<? extends Environment> copies() {
    return List.copyOf(copies);
  }

  @Override
  public void resetAhead(long[] seeds) {
    batch.resetAhead(seeds);
  }

  @Override
  public void stepAhead(float[] actions, long[] nextSeeds) {
    for (int i = 0; i < copies.size(); i++) {
      System.arraycopy(actions, i * actionSize, action, 0, actionSize);
      Environment environment = copies.get(i);
      while (environment instanceof Wrapper wrapper) {
        wrapper.translate(action);
        environment = wrapper.environment;
      }
      System.arraycopy(action, 0, translated, i * actionSize, actionSize);
    }
    batch.stepAhead(translated, nextSeeds);
  }

  /** A source of wrapped batches, and of single environments wrapped in the same way. */
  record Wrapped(Source source, UnaryOperator<Environment> wrapper) implements Source {
    @Override
    public Environment get() {
      Environment environment = source.get();
      try {
        return wrapper.apply(environment);
      } catch (RuntimeException e) {
        environment.close();
        throw e;
      }
    }

    @Override
    public EnvironmentBatch batch(int count) {
      return WrappedBatch.of(source.batch(count), wrapper);
    }

    @Override
    public Hold hold() {
      return source.hold();
    }

    @Override
    public List<String> remarks() {
      return source.remarks();
    }
  }
}

package jackdaw.gymnasium;

import jackdaw.environment.Environment;
import jackdaw.environment.Picture;
import jackdaw.environment.Step;
import jackdaw.space.Space;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalDouble;

/** One environment of Gymnasium, in a process that it may share with others. */
final class GymnasiumCopy implements Environment {
  private final GymnasiumBatch batch;
  private final int index;
  private boolean running;
  private boolean resetAhead;
  private boolean stepAhead;
  private boolean closed;

  GymnasiumCopy(GymnasiumBatch batch, int index) {
    this.batch = batch;
    this.index = index;
  }

  @Override
  public String name() {
    return batch.host().name();
  }

  @Override
  public Space observationSpace() {
    return batch.host().observationSpace();
  }

  @Override
  public Space actionSpace() {
    return batch.host().actionSpace();
  }

  @Override
  public OptionalDouble solvedReturn() {
    return batch.host().solvedReturn();
  }

  /** Whatever was done already is not to be handed over any more. */
  void nothingAhead() {
    stepAhead = false;
    resetAhead = false;
  }

  /** The next step hands over what was done already, or else the next reset does. */
  void ahead(boolean step) {
    stepAhead = step;
    resetAhead = !step;
  }

  @Override
  public void reset(long seed, float[] observation) {
    requireOpen();
    boolean ahead = resetAhead;
    resetAhead = false;
    stepAhead = false;
    running = false;
    if (!ahead || !batch.takeReset(index, seed, observation)) {
      batch.reset(index, seed, observation);
    }
    running = true;
  }

  @Override
  public void step(float[] action, Step step) {
    requireOpen();
    if (!running) {
      throw new IllegalStateException("no episode is running: call reset before step");
    }
    if (stepAhead) {
      batch.takeStep(index, action, step);
      stepAhead = false;
      resetAhead = step.ended();
    } else {
      batch.step(index, action, step);
    }
    running = !step.ended();
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException(name() + " is closed");
    }
  }

  @Override
  public Optional<String> render() {
    if (closed || !batch.host().rendersText()) {
      return Optional.empty();
    }
    return Optional.of(new String(batch.render(index), StandardCharsets.UTF_8));
  }

  @Override
  public Optional<Picture> picture() {
    if (closed || !batch.host().rendersPictures()) {
      return Optional.empty();
    }
    return Optional.of(new GymnasiumPicture(() -> batch.render(index)));
  }

  /** The number of the process that it lives in. */
  long pid() {
    return batch.pid();
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      batch.close(index);
    }
  }
}

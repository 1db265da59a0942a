package jackdaw.gymnasium;

import jackdaw.environment.Environment;
import jackdaw.environment.Picture;
import jackdaw.environment.Step;
import jackdaw.space.Space;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** One environment of Gymnasium, in a process that it may share with others. */
final class GymnasiumCopy implements Environment {
  private final GymnasiumBatch batch;
  private final int index;
  private boolean running;
  private boolean resetAhead;
  private boolean stepAhead;
  private boolean closed;

  /** The seed of the episode, and whether nothing was done in it yet. */
  private long seed;
  private boolean fresh;

  private boolean draws;
  private @Nullable Picture picture;

  GymnasiumCopy(GymnasiumBatch batch, int index) {
    this.batch = batch;
    this.index = index;
    draws = batch.host().draws();
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
  public boolean masksActions() {
    return batch.host().maskSize() > 0;
  }

  @Override
  public void legalActions(boolean[] legal) {
    batch.legalActions(index, !running, legal);
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
  public void reset(long newSeed, float[] observation) {
    requireOpen();
    boolean ahead = resetAhead;
    resetAhead = false;
    stepAhead = false;
    running = false;
    if (!ahead || !batch.takeReset(index, newSeed, observation)) {
      batch.reset(index, newSeed, observation);
    }
    seed = newSeed;
    fresh = true;
    running = true;
  }

  @Override
  public void step(float[] action, Step step) {
    requireOpen();
    if (!running) {
      throw new IllegalStateException("no episode is running: call reset before step");
    }
    fresh = false;
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
    if (closed || !batch.host().rendersText() || !draws()) {
      return Optional.empty();
    }
    return Optional.of(new String(batch.render(index), StandardCharsets.UTF_8));
  }

  /** Empty too in the middle of an episode in which it was not asked for before the first step. */
  @Override
  public Optional<Picture> picture() {
    if (closed || !batch.host().rendersPictures() || !draws()) {
      return Optional.empty();
    }
    Picture known = picture;
    if (known == null) {
      known = new GymnasiumPicture(() -> batch.render(index));
      picture = known;
    }
    return Optional.of(known);
  }

  /**
   * Whether it draws itself. One that was made for training does not: it is made again where it was
   * not stepped since, with the episode that it had begun.
   */
  private boolean draws() {
    if (!draws && (!running || fresh)) {
      draws = batch.draw(index);
      if (draws && running) {
        batch.reset(index, seed, new float[observationSpace().size()]);
      }
    }
    return draws;
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

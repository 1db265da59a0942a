package jackdaw.environment;

import jackdaw.space.Space;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * An environment around an inner one, which is closed together with it. Everything passes through
 * except the {@link #model} and the {@link #grid}, which most wrappers would make wrong. A wrapper
 * overrides what it changes, and its Javadoc documents how it changes the spaces.
 *
 * <p>A wrapper's state within an episode has to follow from the reset's seed and the actions since,
 * as in every {@link Environment}: a run is resumed in mid-episode that way.
 */
public abstract class Wrapper implements Environment {
  /** The inner environment. */
  protected final Environment environment;

  /** Wraps an environment. */
  protected Wrapper(Environment environment) {
    this.environment = environment;
  }

  /** Returns the name of the inner environment. */
  @Override
  public String name() {
    return environment.name();
  }

  @Override
  public Space observationSpace() {
    return environment.observationSpace();
  }

  @Override
  public Space actionSpace() {
    return environment.actionSpace();
  }

  @Override
  public boolean masksActions() {
    return environment.masksActions();
  }

  @Override
  public void legalActions(boolean[] legal) {
    environment.legalActions(legal);
  }

  @Override
  public void reset(long seed, float[] observation) {
    environment.reset(seed, observation);
  }

  @Override
  public void step(float[] action, Step step) {
    environment.step(action, step);
  }

  /**
   * Translates an action into the action of the inner environment. {@link #step} has to translate
   * in the same way, because batches receive the translated actions beforehand.
   *
   * @param action an element of this environment's action space; overwritten by one of the inner
   *     action space, which has the same size
   */
  protected void translate(float[] action) {}

  @Override
  public OptionalDouble solvedReturn() {
    return environment.solvedReturn();
  }

  @Override
  public Optional<String> render() {
    return environment.render();
  }

  @Override
  public Optional<Picture> picture() {
    return environment.picture();
  }

  @Override
  public void close() {
    environment.close();
  }
}

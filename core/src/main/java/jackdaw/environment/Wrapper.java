package jackdaw.environment;

import jackdaw.space.Space;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * An environment around another one, which it closes with itself. Everything passes through but the
 * {@link #model}, which most wrappers would make wrong; a wrapper overrides what it changes, and its
 * class says what that is of the spaces.
 *
 * <p>What a wrapper remembers within an episode follows from the seed of the reset and the actions
 * since, like everything in an {@link Environment}: that is how a run is resumed in the middle of one.
 */
public abstract class Wrapper implements Environment {
  /** The environment within. */
  protected final Environment environment;

  /** Around an environment. */
  protected Wrapper(Environment environment) {
    this.environment = environment;
  }

  /** The name of the environment within. */
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
   * Turns an action into what the environment within is given for it, which {@link #step} has to agree
   * with: batches are told beforehand.
   *
   * @param action of this environment's action space, overwritten by one of the space within, which has
   *     the same size
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

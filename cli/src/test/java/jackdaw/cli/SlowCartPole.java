package jackdaw.cli;

import jackdaw.environment.Environment;
import jackdaw.environment.Step;
import jackdaw.environments.Environments;
import jackdaw.space.Space;
import java.util.OptionalDouble;

/** CartPole that takes its time, so that there is a middle of a run to stop it in. */
final class SlowCartPole implements Environment {
  private static final long STEP_NANOS = 100_000;

  private final Environment cartPole = Environments.supplier("CartPole-v1").get();

  @Override
  public Space observationSpace() {
    return cartPole.observationSpace();
  }

  @Override
  public Space actionSpace() {
    return cartPole.actionSpace();
  }

  @Override
  public OptionalDouble solvedReturn() {
    return cartPole.solvedReturn();
  }

  @Override
  public void reset(long seed, float[] observation) {
    cartPole.reset(seed, observation);
  }

  @Override
  public void step(float[] action, Step step) {
    long end = System.nanoTime() + STEP_NANOS;
    cartPole.step(action, step);
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }
}

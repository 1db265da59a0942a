package jackdaw.cli;

import jackdaw.environment.Environment;
import jackdaw.environment.Step;
import jackdaw.space.Box;
import jackdaw.space.Discrete;
import jackdaw.space.Space;
import java.util.Random;

/** A short walk that is sound for as long as a check takes, and then springs a trap. */
abstract class TrapEnvironment implements Environment {
  private static final int EPISODE_STEPS = 20;
  private static final int SOUND_STEPS = 6000;

  private int steps;
  private int length;
  private float position;

  /** Does something that no environment should do. */
  abstract void spring(Step step);

  @Override
  public Space observationSpace() {
    return Box.of(-100, 100, 1);
  }

  @Override
  public Space actionSpace() {
    return new Discrete(2);
  }

  @Override
  public void reset(long seed, float[] observation) {
    position = new Random(seed).nextFloat();
    length = 0;
    observation[0] = position;
  }

  @Override
  public void step(float[] action, Step step) {
    position += 2 * action[0] - 1;
    step.observation[0] = position;
    step.reward = position;
    step.truncated = ++length == EPISODE_STEPS;
    if (++steps > SOUND_STEPS) {
      spring(step);
    }
  }

  /** Throws. */
  static final class Throws extends TrapEnvironment {
    @Override
    void spring(Step step) {
      throw new IllegalStateException("the motor\nburnt out");
    }
  }

  /** Observes NaN. */
  static final class NotANumber extends TrapEnvironment {
    @Override
    void spring(Step step) {
      step.observation[0] = Float.NaN;
    }
  }

  /** Gives rewards whose squares are beyond a float. */
  static final class Huge extends TrapEnvironment {
    @Override
    void spring(Step step) {
      step.reward = 1e38;
    }
  }

  /** Writes two values where its space has one, from the first step on. */
  static final class WrongShape extends TrapEnvironment {
    @Override
    public void step(float[] action, Step step) {
      super.step(action, step);
      step.observation[1] = 0;
    }

    @Override
    void spring(Step step) {}
  }

  /** Observes NaN from the first step on. */
  static final class NotANumberAtOnce extends TrapEnvironment {
    @Override
    public void step(float[] action, Step step) {
      super.step(action, step);
      step.observation[0] = Float.NaN;
    }

    @Override
    void spring(Step step) {}
  }

  /** Cannot even be made. */
  static final class NotMade extends TrapEnvironment {
    NotMade() {
      throw new IllegalStateException("no motor");
    }

    @Override
    void spring(Step step) {}
  }
}

package jackdaw.algorithm.probe;

import jackdaw.environment.Environment;
import jackdaw.environment.Step;
import jackdaw.random.RandomStream;
import jackdaw.space.Box;
import jackdaw.space.Dictionary;
import jackdaw.space.Dictionary.Part;
import jackdaw.space.Discrete;
import jackdaw.space.MultiDiscrete;
import jackdaw.space.Space;
import java.util.Arrays;

/**
 * Episodes of a few steps in which two numbers are seen, as parts of a dictionary, and decide
 * together what to do and what may be done. An illegal action is an error.
 */
public final class Choosing implements Environment {
  /** How many numbers there are, 0 … 2, in each part. */
  public static final int NUMBERS = 3;

  private static final int STEPS = 5;
  private static final Dictionary OBSERVATION_SPACE =
      Dictionary.of(
          new Part("first", new Discrete(NUMBERS)),
          new Part(
              "rest", Dictionary.of(
                  new Part("second", MultiDiscrete.of(NUMBERS)),
                  new Part("zero", Box.of(-1, 1, 1)))));

  private final Space actionSpace;
  private final Rule rule;
  private final Mask mask;
  private final RandomStream random = new RandomStream(0);
  private final boolean[] legal;
  private int first;
  private int second;
  private int steps;

  /** What an action is worth. */
  public interface Rule {
    /** The reward. */
    double reward(int first, int second, float[] action);
  }

  /** What is legal. */
  public interface Mask {
    /** See {@link Environment#legalActions}. */
    void write(int first, int second, boolean[] legal);
  }

  /** With a mask if the action space can have one. */
  public Choosing(Space actionSpace, Rule rule, Mask mask) {
    this.actionSpace = actionSpace;
    this.rule = rule;
    this.mask = mask;
    legal = new boolean[actionSpace.maskSize()];
  }

  @Override
  public Space observationSpace() {
    return OBSERVATION_SPACE;
  }

  @Override
  public Space actionSpace() {
    return actionSpace;
  }

  @Override
  public boolean masksActions() {
    return legal.length > 0;
  }

  @Override
  public void legalActions(boolean[] flags) {
    mask.write(first, second, flags);
  }

  @Override
  public void reset(long seed, float[] observation) {
    random.reseed(seed);
    steps = 0;
    show(observation);
  }

  @Override
  public void step(float[] action, Step step) {
    if (!actionSpace.contains(action, 0)) {
      throw new IllegalArgumentException("no action");
    }
    if (masksActions()) {
      requireLegal(action);
    }
    step.reward = rule.reward(first, second, action);
    step.terminated = ++steps == STEPS;
    show(step.observation);
  }

  private void requireLegal(float[] action) {
    Arrays.fill(legal, false);
    mask.write(first, second, legal);
    int from = 0;
    for (int part = 0; part < action.length; part++) {
      if (!legal[from + (int) action[part]]) {
        throw new IllegalArgumentException("part " + part + " is illegal");
      }
      from += actionSpace.choices().get(part);
    }
  }

  private void show(float[] observation) {
    first = random.nextInt(NUMBERS);
    second = random.nextInt(NUMBERS);
    observation[0] = first;
    observation[1] = second;
    observation[2] = 0;
  }
}

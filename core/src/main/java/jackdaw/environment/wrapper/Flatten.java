package jackdaw.environment.wrapper;

import jackdaw.environment.Environment;
import jackdaw.environment.Step;
import jackdaw.environment.Wrapper;
import jackdaw.space.Box;
import jackdaw.space.Dictionary;
import jackdaw.space.Discrete;
import jackdaw.space.MultiBinary;
import jackdaw.space.MultiDiscrete;
import jackdaw.space.Space;
import java.util.Arrays;

/**
 * Turns every observation into one vector of numbers: an array of any shape into its values in
 * row-major order, one of n classes into a 1 among n − 1 zeros, a dictionary into its parts one
 * after the other. The observation space becomes a {@link Box} of one dimension.
 */
public final class Flatten extends Wrapper {
  private final Box space;

  /** For each value of the inner observation, the number of its classes; 0 for a number. */
  private final int[] classes;

  private final float[] first;
  private final Step innerStep;

  /** Flattens observations. */
  public Flatten(Environment environment) {
    super(environment);
    Space inner = environment.observationSpace();
    classes = new int[inner.size()];
    countClasses(inner, 0);
    int size = 0;
    for (int count : classes) {
      size = Math.addExact(size, Math.max(1, count));
    }
    float[] low = new float[size];
    float[] high = new float[size];
    Arrays.fill(high, 1);
    setBounds(inner, low, high, 0);
    space = Box.of(low, high);
    first = new float[inner.size()];
    innerStep = new Step(inner.size());
  }

  private void countClasses(Space part, int from) {
    switch (part) {
      case Discrete discrete -> classes[from] = discrete.count();
      case MultiDiscrete multi -> {
        for (int i = 0; i < multi.size(); i++) {
          classes[from + i] = multi.counts().get(i);
        }
      }
      case MultiBinary bits -> {}
      case Box box -> {}
      case Dictionary dictionary -> {
        int at = from;
        for (Dictionary.Part named : dictionary.parts()) {
          countClasses(named.space(), at);
          at += named.space().size();
        }
      }
    }
  }

  /** Sets the bounds of numbers (classes keep 0 and 1), and returns the end offset of the part. */
  private static int setBounds(Space part, float[] low, float[] high, int from) {
    return switch (part) {
      case Discrete discrete -> from + discrete.count();
      case MultiDiscrete multi -> from + multi.maskSize();
      case MultiBinary bits -> from + bits.size();
      case Box box -> {
        for (int i = 0; i < box.size(); i++) {
          low[from + i] = box.low(i);
          high[from + i] = box.high(i);
        }
        yield from + box.size();
      }
      case Dictionary dictionary -> {
        int at = from;
        for (Dictionary.Part named : dictionary.parts()) {
          at = setBounds(named.space(), low, high, at);
        }
        yield at;
      }
    };
  }

  @Override
  public Space observationSpace() {
    return space;
  }

  @Override
  public void reset(long seed, float[] observation) {
    environment.reset(seed, first);
    flatten(first, observation);
  }

  @Override
  public void step(float[] action, Step step) {
    innerStep.clear();
    environment.step(action, innerStep);
    flatten(innerStep.observation, step.observation);
    step.take(innerStep);
  }

  private void flatten(float[] from, float[] to) {
    int at = 0;
    for (int i = 0; i < from.length; i++) {
      if (classes[i] == 0) {
        to[at++] = from[i];
      } else {
        Arrays.fill(to, at, at + classes[i], 0);
        to[at + (int) from[i]] = 1;
        at += classes[i];
      }
    }
  }
}

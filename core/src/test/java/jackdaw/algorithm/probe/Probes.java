package jackdaw.algorithm.probe;

import jackdaw.environment.Environment;
import jackdaw.space.Box;
import jackdaw.space.Discrete;
import java.util.function.Supplier;

/**
 * The smallest tasks there are, each of which one kind of bug makes impossible to learn. Each adds
 * one difficulty to the one before.
 */
public final class Probes {
  private static final Discrete TWO = new Discrete(2);
  private static final Box SIGN = Box.of(-1, 1, 1);

  private Probes() {}

  /** One state, one action, reward 1. V = 1. */
  public static Supplier<Environment> oneState() {
    return () -> new OneStep(SIGN, new Discrete(1), random -> 1, (seen, action) -> 1);
  }

  /** −1 or 1 is seen, and is the reward. V(s) = s. */
  public static Supplier<Environment> twoStates() {
    return () -> new OneStep(
        SIGN, TWO, random -> random.nextBoolean() ? 1 : -1, (seen, action) -> seen);
  }

  /** Two steps, 0 and ½ are seen, the reward of 1 follows the second. V(½) = 1, V(0) = γ. */
  public static Supplier<Environment> delayedReward() {
    return () -> new Corridor(0, 1);
  }

  /** Action 1 is rewarded with 1, action 0 with −1. */
  public static Supplier<Environment> actionDecides() {
    return () -> new OneStep(SIGN, TWO, random -> 1, (seen, action) -> action == 1 ? 1 : -1);
  }

  /** 0 or 1 is seen as a class; the action that equals it is rewarded with 1, the other with −1. */
  public static Supplier<Environment> observationDecides() {
    return () -> new OneStep(
        TWO,
        TWO,
        random -> random.nextBoolean() ? 1 : 0,
        (seen, action) -> action == seen ? 1 : -1);
  }

  /** −1 or 1 is seen; the action in [−1, 1] is best at half of it, with reward −(a − s / 2)². */
  public static Supplier<Environment> target() {
    return () -> new OneStep(
        SIGN,
        Box.of(-1, 1, 1),
        random -> random.nextBoolean() ? 1 : -1,
        (seen, action) -> -(action - 0.5 * seen) * (action - 0.5 * seen));
  }

  /** −1 or 1 is seen in the first of {@code length} steps; the last action says which, for ±1. */
  public static Supplier<Environment> recall(int length) {
    return () -> new Recall(length);
  }
}

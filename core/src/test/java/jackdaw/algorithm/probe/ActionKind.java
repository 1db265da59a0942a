package jackdaw.algorithm.probe;

import jackdaw.environment.Environment;
import jackdaw.space.Box;
import jackdaw.space.Discrete;
import jackdaw.space.MultiBinary;
import jackdaw.space.MultiDiscrete;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * Tasks whose best return is 5, one for each of five steps; the environment refuses illegal
 * actions.
 */
@SuppressWarnings("ImmutableEnumChecker") // what makes environments keeps nothing
public enum ActionKind {
  /**
   * The better of the numbers that are legal is their sum, or one less where that is not legal.
   */
  DISCRETE(
      () -> new Choosing(
          new Discrete(5),
          (first, second, action) -> action[0] == best(first, second) ? 1 : -1,
          (first, second, legal) -> {
            Arrays.fill(legal, true);
            legal[(first + second + 1) % 5] = false;
            if (first == second) {
              legal[first + second] = false;
            }
          })),
  /** Both numbers, in turned order; a mask forbids all that is larger in the first part. */
  MULTI_DISCRETE(
      () -> new Choosing(
          MultiDiscrete.of(3, 4),
          (first, second, action) -> (action[0] == second ? 0.5 : -0.5)
              + (action[1] == first ? 0.5 : -0.5),
          (first, second, legal) -> {
            Arrays.fill(legal, 0, second + 1, true);
            Arrays.fill(legal, 3, 7, true);
            legal[3 + (first + 1) % 4] = false;
          })),
  /**
   * Bit 0 where the first number is 2, bit 1 where the second is; bit 2 is held to what the first
   * says.
   */
  MULTI_BINARY(
      () -> new Choosing(
          new MultiBinary(3),
          (first, second, action) -> ((action[0] == 1) == (first == 2) ? 0.5 : -0.5)
              + ((action[1] == 1) == (second == 2) ? 0.5 : -0.5),
          (first, second, legal) -> {
            Arrays.fill(legal, 0, 4, true);
            legal[4 + (first == 0 ? 1 : 0)] = true;
          })),
  /** Half of the difference of the numbers. */
  CONTINUOUS(
      () -> new Choosing(
          Box.of(-4, 4, 1),
          (first, second, action) -> 1 - Math.abs(action[0] - 0.5 * (first - second)),
          (first, second, legal) -> {}));

  /** Makes the task. */
  public final Supplier<Environment> environments;

  ActionKind(Supplier<Environment> environments) {
    this.environments = environments;
  }

  private static int best(int first, int second) {
    return first == second && first > 0 ? first + second - 1
        : first == second ? 2 : first + second;
  }
}

package jackdaw.environment;

import jackdaw.space.Box;
import jackdaw.space.Discrete;
import jackdaw.space.Space;
import java.util.Arrays;

/** Words for messages about an environment; each is one line. */
public final class Describe {
  private static final int LOWEST_EXPONENT_BIT = 1 << 23;

  private Describe() {}

  /** True if a time limit ends the environment's episodes. */
  public static boolean isLimited(Environment environment) {
    return environment instanceof TimeLimit
        || (environment instanceof Wrapper wrapper && isLimited(wrapper.environment));
  }

  /**
   * The observation space of an environment that is to be changed as numbers.
   *
   * @throws IllegalArgumentException if it is no box
   */
  public static Box box(Environment environment, String what) {
    if (environment.observationSpace() instanceof Box box) {
      return box;
    }
    throw new IllegalArgumentException(
        "%s needs a Box, and %s observes %s: flatten it first"
            .formatted(what, environment.name(), environment.observationSpace()));
  }

  static String action(Space space, float[] action) {
    return space instanceof Discrete
        ? "action " + number(action[0])
        : "action " + Arrays.toString(action);
  }

  /** What was thrown: its class, unless that says nothing more, and the first line of its message. */
  public static String thrown(Throwable thrown) {
    String name = thrown.getClass().getSimpleName();
    String message = thrown.getMessage();
    if (message == null || message.isBlank()) {
      return name;
    }
    String line = message.strip().lines().findFirst().orElseThrow();
    return thrown instanceof EnvironmentException ? line : name + ": " + line;
  }

  /** The number as short as it can be read back: 3 for 3.0. */
  public static String number(float value) {
    return value == (int) value ? Integer.toString((int) value) : Float.toString(value);
  }

  /** Where a column holds its first value that is not finite; −1 if all are. */
  static int firstNotFinite(float[] values) {
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        return i;
      }
    }
    return -1;
  }

  /** What {@code firstNotFinite(values) < 0} says, without a branch for each value. */
  static boolean allFinite(float[] values) {
    // Whatever is not finite has all bits of the exponent set, which one more there carries into the sign.
    int bits = 0;
    for (float value : values) {
      bits |= (Float.floatToRawIntBits(value) & Integer.MAX_VALUE) + LOWEST_EXPONENT_BIT;
    }
    return bits >= 0;
  }
}

package jackdaw.environment;

import jackdaw.space.Box;
import jackdaw.space.Discrete;
import jackdaw.space.Space;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Describes environments and their faults in messages of one line. */
public final class Describe {
  private static final int LOWEST_EXPONENT_BIT = 1 << 23;

  /**
   * Prefixes of classes that an environment calls: a frame of theirs does not show its own fault.
   */
  private static final List<String> CALLED =
      List.of(
          "java.", "javax.", "jdk.", "sun.", "jackdaw.random.", "jackdaw.space.",
          "jackdaw.environment.callback.Episode");

  private Describe() {}

  /** Returns whether a time limit ends the environment's episodes. */
  public static boolean isLimited(Environment environment) {
    return environment instanceof TimeLimit
        || (environment instanceof Wrapper wrapper && isLimited(wrapper.environment));
  }

  /**
   * Returns the observation space of an environment, for a wrapper that computes with its values.
   *
   * @param what the wrapper, as the subject of the error
   * @throws IllegalArgumentException if the space is not a box
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

  /**
   * Describes an exception that an environment threw: its class, the first line of its message, and
   * the file and line of the environment's code, for example {@code IllegalStateException: no
   * pallet left (Warehouse.java:8)}. The message of an {@link EnvironmentException} is already
   * complete.
   */
  public static String thrown(Throwable thrown) {
    String name = thrown.getClass().getSimpleName();
    String message = Objects.requireNonNullElse(thrown.getMessage(), "").strip();
    String line = message.lines().findFirst().orElse("");
    if (thrown instanceof EnvironmentException && !line.isEmpty()) {
      return line;
    }
    StackTraceElement[] frames = thrown.getStackTrace();
    int own = frames.length - commonFrames(frames, Thread.currentThread().getStackTrace());
    return (line.isEmpty() ? name : name + ": " + line)
        + environmentFrame(Arrays.copyOf(frames, own)).map(Describe::fileAndLine).orElse("");
  }

  /**
   * Counts the trailing frames that both traces share: the methods that called the environment.
   */
  private static int commonFrames(StackTraceElement[] thrown, StackTraceElement[] current) {
    int common = 0;
    while (common < Math.min(thrown.length, current.length)
        && thrown[thrown.length - 1 - common].equals(current[current.length - 1 - common])) {
      common++;
    }
    return common;
  }

  /**
   * Returns the innermost frame outside the JDK and outside the classes that environments call.
   */
  public static Optional<StackTraceElement> environmentFrame(StackTraceElement[] frames) {
    return Arrays.stream(frames)
        .filter(frame -> CALLED.stream().noneMatch(frame.getClassName()::startsWith))
        .findFirst();
  }

  private static String fileAndLine(StackTraceElement frame) {
    String file = frame.getFileName();
    if (file == null) {
      return " (" + frame.getClassName() + "." + frame.getMethodName() + ")";
    }
    return frame.getLineNumber() < 0 ? " (" + file + ")"
        : " (" + file + ":" + frame.getLineNumber() + ")";
  }

  /** Returns the shortest text that reads back as this number, for example 3 for 3.0. */
  public static String number(float value) {
    return value == (int) value ? Integer.toString((int) value) : Float.toString(value);
  }

  /** Returns the index of the first value that is not finite, or −1 if all are finite. */
  static int firstNotFinite(float[] values) {
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        return i;
      }
    }
    return -1;
  }

  /** Returns {@code firstNotFinite(values) < 0}, without a branch for each value. */
  static boolean allFinite(float[] values) {
    // A value that is not finite has all exponent bits set: adding 1 there carries into the sign
    // bit.
    int bits = 0;
    for (float value : values) {
      bits |= (Float.floatToRawIntBits(value) & Integer.MAX_VALUE) + LOWEST_EXPONENT_BIT;
    }
    return bits >= 0;
  }
}

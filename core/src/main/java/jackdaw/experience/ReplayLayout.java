package jackdaw.experience;

import jackdaw.space.Box;
import jackdaw.space.Dictionary;
import jackdaw.space.Space;
import java.util.Locale;

/**
 * What a {@link Replay} stores, and the memory that it takes.
 *
 * @param capacity transitions that it keeps, over all copies of the environment; at least 1
 * @param lanes copies of the environment; at least 1
 * @param observations what an observation is
 * @param actions what an action is
 * @param maskSize flags of a mask of actions; 0 if actions are not masked
 * @param frames how many frames an observation shows at once, the oldest first, of which only the
 *     newest
 *     is stored; 1 stores whole observations
 * @param bytes whether observations that are whole numbers 0 … 255 by their space take a byte each
 * @param prioritized whether transitions have priorities
 */
public record ReplayLayout(
    int capacity,
    int lanes,
    Space observations,
    Space actions,
    int maskSize,
    int frames,
    boolean bytes,
    boolean prioritized) {
  private static final int MAX_BYTE = 255;
  private static final double GIGA = 1e9;

  /** Checks that the frames divide an observation, and that the rows can be numbered. */
  public ReplayLayout {
    if (frames < 1 || observations.size() % frames != 0) {
      throw new IllegalArgumentException(
          "an observation of %d values is not %d frames: set stacked-frames to how many it shows"
              .formatted(observations.size(), frames)
              + " at once");
    }
    if (capacity > (1 << 30)) {
      throw new IllegalArgumentException(
          "a replay of %d transitions is above %d: lower replay-size"
              .formatted(capacity, 1 << 30));
    }
  }

  /** Rows of each lane: its share of the transitions, and the observation that follows the last. */
  int laneRows() {
    return Math.max(2, (capacity + lanes - 1) / lanes) + 1;
  }

  /** Rows of all lanes. */
  int rows() {
    return Math.multiplyExact(laneRows(), lanes);
  }

  /** Values of an observation that are stored. */
  int frameSize() {
    return observations.size() / frames;
  }

  /** Whether a stored value of an observation takes a byte. */
  public boolean observationsAreBytes() {
    return bytes && fitsBytes(observations);
  }

  /** Whether a value of an action takes a byte. */
  boolean actionsAreBytes() {
    return !(actions instanceof Box) && fitsBytes(actions);
  }

  private static boolean fitsBytes(Space space) {
    return switch (space) {
      case Box box -> isImage(box);
      case Dictionary dictionary ->
          dictionary.parts().stream().allMatch(part -> fitsBytes(part.space()));
      default -> space.choices().stream().allMatch(count -> count <= MAX_BYTE + 1);
    };
  }

  /** Pixels run from 0 to 255; vectors with such bounds need not be whole numbers. */
  private static boolean isImage(Box box) {
    if (box.shape().length < 2) {
      return false;
    }
    for (int i = 0; i < box.size(); i++) {
      if (box.low(i) != 0 || box.high(i) != MAX_BYTE) {
        return false;
      }
    }
    return true;
  }

  /** The memory of the whole replay in bytes. */
  public long memory() {
    long row =
        (long) frameSize() * (observationsAreBytes() ? 1 : Float.BYTES)
            + (long) actions.size() * (actionsAreBytes() ? 1 : Float.BYTES)
            + maskSize + Float.BYTES + 1;
    long tree = prioritized ? 2L * Priorities.leaves(rows()) * Double.BYTES : 0;
    return row * rows() + tree;
  }

  /** One line on the memory, such as {@code 1000000 transitions, 7.1 GB}. */
  public String description() {
    return String.format(
        Locale.ROOT, "%d transitions, %s", capacity, gigabytes(memory()));
  }

  private static String gigabytes(long bytes) {
    return bytes >= 1e8
        ? String.format(Locale.ROOT, "%.1f GB", bytes / GIGA)
        : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
  }

  /**
   * Requires that the replay fits into memory that is available.
   *
   * @param available bytes
   * @param setting the full name of the capacity's setting
   * @throws IllegalArgumentException if it does not; one line says what would fit
   */
  public void requireMemory(long available, String setting) {
    if (memory() > available) {
      throw new IllegalArgumentException(
          "a replay of %d transitions needs %s, and Java may use %s here: lower %s to at most %d,"
              .formatted(
                  capacity, gigabytes(memory()), gigabytes(available), setting,
                  (long) ((double) capacity * available / memory()))
              + " or give Java more memory with -Xmx");
    }
  }
}

package jackdaw.learning;

/**
 * Divides a minibatch into shards that threads compute side by side. Their number follows from the
 * sizes of the minibatch and of its sequences alone, never from the number of threads: sums then
 * have the same bits on any number of threads.
 */
final class Shards {
  private static final int MIN_ROWS = 128;
  private static final int MAX_COUNT = 8;

  private Shards() {}

  /**
   * Number of shards, each of equally many whole sequences.
   *
   * @param steps of each sequence, a divisor of the minibatch
   */
  static int count(int minibatch, int steps) {
    int sequences = minibatch / steps;
    int count = Math.clamp(minibatch / MIN_ROWS, 1, MAX_COUNT);
    while (sequences % count != 0) {
      count--;
    }
    return count;
  }
}

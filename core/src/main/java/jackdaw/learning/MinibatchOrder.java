package jackdaw.learning;

import jackdaw.random.RandomStream;
import jackdaw.state.Snapshot;
import jackdaw.state.Stateful;
import java.util.Arrays;

/**
 * The order in which each epoch goes through the rows of a rollout. What is shuffled is sequences:
 * the steps of one keep their order and stay in one minibatch. Without a memory each row is a
 * sequence.
 *
 * <p>A minibatch consists of the shards of a {@link Learner}, each of whole sequences. Within a
 * shard the first steps of all its sequences come first, then their second steps, and so on.
 */
public final class MinibatchOrder implements Stateful {
  /** Rows of all epochs that are kept in memory at most. */
  private static final int MAX_ROWS_AHEAD = 1 << 18;

  private final RandomStream random;
  private final int environments;
  private final int steps;
  private final int shardSequences;
  private final int batch;
  private final int epochs;
  private final int[] sequences;

  /** The orders of one epoch or of all, one after the other. */
  private final int[] rows;

  /** Orders that were drawn ahead and have not been used. */
  private int ahead;

  private int current;

  /**
   * An order for rollouts of one shape.
   *
   * @param random which shuffles
   * @param environments N of the rollout
   * @param batch N · T, rows of the rollout
   * @param minibatch rows of a minibatch, a divisor of the batch
   * @param steps of each sequence, a divisor of T and of the minibatch; 1 without a memory
   * @param epochs that every update has to its end, so that their orders may be drawn ahead; 1
   *     where an update may end early
   */
  public MinibatchOrder(
      RandomStream random, int environments, int batch, int minibatch, int steps, int epochs) {
    this.random = random;
    this.environments = environments;
    this.steps = steps;
    this.batch = batch;
    shardSequences = minibatch / steps / Shards.count(minibatch, steps);
    sequences = new int[batch / steps];
    this.epochs = (long) batch * epochs <= MAX_ROWS_AHEAD ? epochs : 1;
    rows = new int[this.epochs * batch];
  }

  /**
   * All rows of a rollout as one minibatch, in their own order but for the shards.
   *
   * @param steps of each sequence; 1 without a memory
   */
  public static int[] whole(int environments, int batch, int steps) {
    MinibatchOrder order =
        new MinibatchOrder(new RandomStream(0), environments, batch, batch, steps, 1);
    Arrays.setAll(order.sequences, i -> i);
    order.arrange(0);
    return order.rows;
  }

  /** Draws the orders of all epochs of the next update, if they may be drawn ahead. */
  public void shuffleAhead() {
    if (epochs > 1) {
      for (int epoch = 0; epoch < epochs; epoch++) {
        shuffle(epoch * batch);
      }
      ahead = epochs;
    }
  }

  /** Goes on to the next order, which depends on the generator alone, not on the order before. */
  public void shuffle() {
    if (ahead > 0) {
      current = epochs - ahead--;
    } else {
      current = 0;
      shuffle(0);
    }
  }

  private void shuffle(int start) {
    for (int i = 0; i < sequences.length; i++) {
      sequences[i] = i;
    }
    random.shuffle(sequences, sequences.length);
    arrange(start);
  }

  /** Writes the rows of the sequences in their order. */
  private void arrange(int start) {
    int next = start;
    for (int shard = 0; shard < sequences.length; shard += shardSequences) {
      for (int t = 0; t < steps; t++) {
        for (int s = shard; s < shard + shardSequences; s++) {
          rows[next++] = row(sequences[s], t);
        }
      }
    }
  }

  /** Sequences are numbered as rows are: those that begin in the same step follow each other. */
  private int row(int sequence, int t) {
    int begin = sequence / environments * steps;
    return (begin + t) * environments + sequence % environments;
  }

  /**
   * The rollout's rows; the current order begins at {@link #start}, minibatch m at start + m · M.
   */
  public int[] rows() {
    return rows;
  }

  /** Where the current order begins in {@link #rows}. */
  public int start() {
    return current * batch;
  }

  /** Where the current order ends in {@link #rows}. */
  public int end() {
    return start() + batch;
  }

  @Override
  public void save(Snapshot snapshot) {
    random.save(snapshot);
  }

  @Override
  public void restore(Snapshot snapshot) {
    random.restore(snapshot);
  }
}

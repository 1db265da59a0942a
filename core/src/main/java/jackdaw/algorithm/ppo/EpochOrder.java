package jackdaw.algorithm.ppo;

import jackdaw.random.RandomStream;

/**
 * The order in which an epoch goes through the rows of a rollout. What is shuffled is sequences: the
 * steps of one stay in their order and in one minibatch. Without a memory each row is a sequence.
 *
 * <p>A minibatch is cut into {@link PpoGradient}'s ranges, each of whole sequences, and within a range
 * the first steps of all its sequences stand first, then their second steps, and so on.
 */
final class EpochOrder {
  /** So many rows of all epochs may be in memory. */
  private static final int TOGETHER = 1 << 18;

  private final int environments;
  private final int length;
  private final int rangeSequences;
  private final int batch;
  private final int epochs;
  private final int[] sequences;

  /** The orders of one epoch or of all, one after the other. */
  private final int[] rows;

  /** How many orders were drawn ahead and have not been used, and which of all is the present one. */
  private int ahead;

  private int present;

  EpochOrder(PpoConfig config) {
    environments = config.environments();
    length = config.sequenceSteps();
    rangeSequences = config.minibatchSize() / length / PpoGradient.ranges(config);
    sequences = new int[config.batchSize() / length];
    batch = config.batchSize();
    boolean together = (long) batch * config.epochs() <= TOGETHER;
    epochs = together && config.klStop() == KlStop.NEVER ? config.epochs() : 1;
    rows = new int[epochs * batch];
  }

  /**
   * Draws the orders of all epochs, for an update that surely has all of them; of others, and of many rows,
   * each order is drawn when it is needed.
   */
  void shuffleAhead(RandomStream random) {
    if (epochs > 1) {
      for (int epoch = 0; epoch < epochs; epoch++) {
        shuffle(random, epoch * batch);
      }
      ahead = epochs;
    }
  }

  /** Goes on to the next order, which depends on the generator alone, not on the order before. */
  void shuffle(RandomStream random) {
    if (ahead > 0) {
      present = epochs - ahead--;
    } else {
      present = 0;
      shuffle(random, 0);
    }
  }

  private void shuffle(RandomStream random, int start) {
    for (int i = 0; i < sequences.length; i++) {
      sequences[i] = i;
    }
    random.shuffle(sequences, sequences.length);
    int next = start;
    for (int range = 0; range < sequences.length; range += rangeSequences) {
      for (int t = 0; t < length; t++) {
        for (int s = range; s < range + rangeSequences; s++) {
          rows[next++] = row(sequences[s], t);
        }
      }
    }
  }

  /** Sequences are numbered as rows are: those that begin in the same step follow each other. */
  private int row(int sequence, int t) {
    int begin = sequence / environments * length;
    return (begin + t) * environments + sequence % environments;
  }

  /** The rollout's rows in the present order from {@link #start} on; minibatch m starts at start + m · M. */
  int[] rows() {
    return rows;
  }

  /** Where the present order begins. */
  int start() {
    return present * batch;
  }
}

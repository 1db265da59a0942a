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
  private final int environments;
  private final int length;
  private final int rangeSequences;
  private final int[] sequences;
  private final int[] rows;

  EpochOrder(PpoConfig config) {
    environments = config.environments();
    length = config.sequenceSteps();
    rangeSequences = config.minibatchSize() / length / PpoGradient.ranges(config);
    sequences = new int[config.batchSize() / length];
    rows = new int[config.batchSize()];
  }

  /** Draws the next order, which depends on the generator alone, not on the order before. */
  void shuffle(RandomStream random) {
    for (int i = 0; i < sequences.length; i++) {
      sequences[i] = i;
    }
    random.shuffle(sequences, sequences.length);
    int next = 0;
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

  /** The rollout's rows in the present order; minibatch m starts at m · M. */
  int[] rows() {
    return rows;
  }
}

package jackdaw.experience;

import jackdaw.random.RandomStream;

/**
 * A rollout of random rewards and values in which episodes terminate, are truncated, both, and are
 * cut off by the rollout's end; and what it led to, kept apart from the rollout's own columns.
 */
final class RandomRollout {
  final Rollout rollout;

  /** V of the observation after each row, were its episode to go on; [T · N]. */
  final double[] nextValues;

  RandomRollout(int steps, int environments, double endProbability, long seed) {
    rollout = new Rollout(steps, environments, 1, 1);
    RandomStream random = new RandomStream(seed);
    float[] lastValues = new float[environments];
    float[] truncationValues = new float[rollout.size()];
    int size = rollout.size();
    nextValues = new double[size];
    for (int row = 0; row < size; row++) {
      rollout.rewards[row] = (float) random.nextGaussian();
      rollout.values[row] = (float) random.nextGaussian();
      rollout.terminated[row] = random.nextDouble() < endProbability;
      rollout.truncated[row] = random.nextDouble() < endProbability;
    }
    for (int i = 0; i < environments; i++) {
      lastValues[i] = (float) random.nextGaussian();
    }
    rollout.clearTruncations();
    for (int row = 0; row < size; row++) {
      boolean last = row >= size - environments;
      nextValues[row] =
          last ? lastValues[row - size + environments] : rollout.values[row + environments];
      if (rollout.truncated[row]) {
        float value = (float) random.nextGaussian();
        nextValues[row] = value;
        truncationValues[rollout.truncations()] = value;
        rollout.addTruncation(row, new float[] {row}, 0);
      }
      if (rollout.terminated[row]) {
        nextValues[row] = 0;
      }
    }
    rollout.linkValues(lastValues, truncationValues);
  }
}

package jackdaw.train;

import jackdaw.environment.Environment;
import jackdaw.environment.Transitions;
import jackdaw.environment.VectorEnvironment;
import jackdaw.policy.Policy;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * How a policy does when it always takes its most likely action: the returns of whole episodes.
 *
 * @param returns sum of rewards of each episode
 * @param lengths steps of each episode
 */
public record Evaluation(double[] returns, int[] lengths) {
  private static final int MAX_COPIES = 16;

  /**
   * Plays episodes.
   *
   * @param episodes how many; at least 1
   * @param seed decides the episodes
   */
  public static Evaluation of(
      Policy policy, Supplier<? extends Environment> environments, int episodes, long seed) {
    if (episodes < 1) {
      throw new IllegalArgumentException("%d episodes is below 1".formatted(episodes));
    }
    int copies = Math.min(episodes, MAX_COPIES);
    try (VectorEnvironment environment = VectorEnvironment.of(environments, copies)) {
      return play(policy, environment, episodes, seed);
    }
  }

  /**
   * Copy i plays episodes i, i + copies, …, so that short episodes count no more than long ones.
   */
  private static Evaluation play(
      Policy policy, VectorEnvironment environment, int episodes, long seed) {
    int copies = environment.count();
    int observationSize = environment.observationSpace().size();
    double[] returns = new double[episodes];
    int[] lengths = new int[episodes];
    float[] observations = new float[copies * observationSize];
    float[] actions = new float[copies * environment.actionSpace().size()];
    float[] masks = new float[copies * environment.maskSize()];
    Transitions transitions = new Transitions(copies, observationSize);
    environment.reset(seed, observations);
    int[] next = new int[copies];
    Arrays.setAll(next, i -> i);
    boolean[] starts = new boolean[copies];
    Arrays.fill(starts, true);
    int left = episodes;
    while (left > 0) {
      environment.masks(masks, 0);
      policy.act(observations, masks, starts, copies, actions);
      environment.step(actions, transitions);
      System.arraycopy(transitions.observations, 0, observations, 0, observations.length);
      for (int i = 0; i < copies; i++) {
        // Training counts a lost life as an end, so a policy with a memory expects to forget there.
        starts[i] = transitions.ended(i) || transitions.livesLost[i];
        if (transitions.ended(i) && next[i] < episodes) {
          returns[next[i]] = transitions.episodeReturns[i];
          lengths[next[i]] = transitions.episodeLengths[i];
          next[i] += copies;
          left--;
        }
      }
    }
    return new Evaluation(returns, lengths);
  }

  /** Mean of the returns. */
  public double meanReturn() {
    return Arrays.stream(returns).average().orElseThrow();
  }

  /** Standard deviation of the returns over the episodes played (divided by their number). */
  public double standardDeviation() {
    double mean = meanReturn();
    return Math
        .sqrt(Arrays.stream(returns).map(r -> (r - mean) * (r - mean)).average().orElseThrow());
  }

  /** Mean of the lengths, in steps. */
  public double meanLength() {
    return Arrays.stream(lengths).average().orElseThrow();
  }
}

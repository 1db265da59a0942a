package jackdaw.policy;

import jackdaw.environment.ObservationNormalizer;
import jackdaw.environment.wrapper.EnvironmentConfig;
import jackdaw.nn.ParameterVector;
import jackdaw.space.Space;
import java.util.Optional;

/**
 * A policy that normalises what it observes, with the statistics as they are, and never changes
 * them.
 */
public final class NormalizedPolicy implements Policy {
  private final Policy policy;
  private final ObservationNormalizer normalizer;
  private float[] normalized = new float[0];

  /**
   * Around a policy for normalised observations.
   *
   * @param normalizer is kept, not copied
   */
  public NormalizedPolicy(Policy policy, ObservationNormalizer normalizer) {
    this.policy = policy;
    this.normalizer = normalizer;
  }

  /**
   * Adapts a policy to environments that are wrapped but not normalised. If the observations were
   * normalised in training, the result normalises them itself and owns the statistics.
   *
   * @param policy with parameters for normalised observations
   */
  public static Policy of(Policy policy, EnvironmentConfig view) {
    return view.normalizeObservations()
        ? new NormalizedPolicy(
            policy,
            new ObservationNormalizer(
                policy.observationSpace().size(), view.normalizedObservationClip()))
        : policy;
  }

  @Override
  public Space observationSpace() {
    return policy.observationSpace();
  }

  @Override
  public Space actionSpace() {
    return policy.actionSpace();
  }

  @Override
  public void act(
      float[] observations, float[] masks, boolean[] starts, int rows, float[] actions) {
    policy.act(normalize(observations, rows), masks, starts, rows, actions);
  }

  @Override
  public void logProbabilities(
      float[] observations,
      float[] masks,
      boolean[] starts,
      int rows,
      float[] actions,
      float[] result) {
    policy.logProbabilities(
        normalize(observations, rows), masks, starts, rows, actions, result);
  }

  private float[] normalize(float[] observations, int rows) {
    Requests.requireObservations(observations, rows, observationSpace());
    int size = rows * observationSpace().size();
    if (normalized.length < size) {
      normalized = new float[size];
    }
    normalizer.normalize(observations, rows, normalized);
    return normalized;
  }

  @Override
  public void startEpisode() {
    policy.startEpisode();
  }

  @Override
  public Policy sampling(long seed) {
    return new NormalizedPolicy(policy.sampling(seed), normalizer);
  }

  @Override
  public Policy requiringMasks() {
    return new NormalizedPolicy(policy.requiringMasks(), normalizer);
  }

  @Override
  public ParameterVector parameters() {
    return policy.parameters();
  }

  @Override
  public Optional<ObservationNormalizer> normalizer() {
    return Optional.of(normalizer);
  }
}

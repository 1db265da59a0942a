package jackdaw.algorithm;

import jackdaw.environment.ObservationNormalizer;
import jackdaw.nn.ParameterVector;
import jackdaw.space.Space;
import java.util.Optional;

/** A policy that normalises what it observes, with the statistics as they are, and never changes them. */
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
    if (normalized.length < observations.length) {
      normalized = new float[observations.length];
    }
    normalizer.normalize(observations, rows, normalized);
    policy.act(normalized, masks, starts, rows, actions);
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

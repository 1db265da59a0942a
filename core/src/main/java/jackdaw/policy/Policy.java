package jackdaw.policy;

import jackdaw.environment.ObservationNormalizer;
import jackdaw.nn.ParameterVector;
import jackdaw.space.Space;
import java.util.Optional;

/**
 * What an agent does in each situation, once learnt. Not safe for use by several threads at once.
 */
public interface Policy {
  /** What it observes. */
  Space observationSpace();

  /** What it does. */
  Space actionSpace();

  /**
   * Chooses the most likely action for each of several observations. A row is one episode at a
   * time: a policy with a memory remembers what it has seen in the row since the episode's start.
   *
   * @param observations [rows, observation size]
   * @param masks which actions are legal, 1 where they are, [rows, mask size] in the order of
   *     {@link Space#choices}; empty if actions are not masked
   * @param starts whether an observation is the first of its episode or the first after a lost
   *     life, which training counts as an end; [rows]
   * @param rows how many there are; at least 1
   * @param actions where to write the actions, [rows, action size], each within the action space
   */
  void act(
      float[] observations, float[] masks, boolean[] starts, int rows, float[] actions);

  /** What the policy has learnt; changing it changes the policy. */
  public ParameterVector parameters();

  /**
   * What normalises the observations before the parameters see them, if they were normalised in
   * training; as much a part of the policy as the parameters are.
   */
  default Optional<ObservationNormalizer> normalizer() {
    return Optional.empty();
  }
}

package jackdaw.algorithm;

import jackdaw.nn.ParameterVector;
import jackdaw.space.Space;

/** What an agent does in each situation, once learnt. Not safe for use by several threads at once. */
public interface Policy {
  /** What it observes. */
  Space observationSpace();

  /** What it does. */
  Space actionSpace();

  /**
   * Chooses the most likely action for each of several observations.
   *
   * @param observations [rows, observation size]
   * @param rows how many there are; at least 1
   * @param actions where to write the actions, [rows, action size], each within the action space
   */
  void act(float[] observations, int rows, float[] actions);

  /** What the policy has learnt; changing it changes the policy. */
  ParameterVector parameters();
}

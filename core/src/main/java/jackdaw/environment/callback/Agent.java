package jackdaw.environment.callback;

import jackdaw.space.Space;

/**
 * The decision maker, as a running simulator sees it: the simulator fills in {@link #observation},
 * gives the rewards, and asks. In training the learning algorithm answers ({@link
 * CallbackEnvironment}); afterwards the trained policy does ({@code jackdaw.policy.PolicyAgent}).
 * The simulator cannot tell the difference.
 *
 * <p>Any thread may ask, one at a time. The arrays belong to the agent and are the same at every
 * call.
 */
public interface Agent {
  /**
   * Returns the array to write the observation to, before each question and before the end of the
   * episode. It has observation size floats. Values that are not written keep their last content;
   * at the start of an episode all are 0.
   */
  float[] observation();

  /**
   * Returns the array to write true to for each legal action before each question, in the order of
   * {@link Space#choices}. All flags are false after an answer. Value-based learners also need them
   * before {@link #truncate}. Empty if actions are not masked.
   */
  boolean[] legal();

  /**
   * Adds to the reward of the last decision; rewards before the first decision count with the
   * first.
   */
  void reward(double amount);

  /**
   * Asks for a decision.
   *
   * @return an element of the action space, action size floats, valid until the next question
   * @throws EpisodeAbandoned if the trainer no longer waits for this episode: let it pass, clean up
   *     and return
   */
  float[] act();

  /**
   * Asks for a {@link jackdaw.space.Discrete} decision; throws the same exceptions as {@link #act}.
   */
  default int choose() {
    return (int) act()[0];
  }

  /**
   * Marks the episode as cut off: more would have followed after the last observation. The episode
   * itself ends with the return from {@link Simulation#run}. Without this call the end is the
   * task's own.
   */
  void truncate();
}

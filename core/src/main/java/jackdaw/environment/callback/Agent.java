package jackdaw.environment.callback;

import jackdaw.space.Space;

/**
 * Who decides, as a running simulator sees it: fill in {@link #observation}, give the rewards, ask. In
 * training the answers come from the algorithm that learns ({@link CallbackEnvironment}); afterwards from
 * what it has learnt ({@code jackdaw.policy.PolicyAgent}). The simulator cannot tell which.
 *
 * <p>An agent may be asked from any thread, by one at a time. Its arrays are its own and are the same at
 * every call.
 */
public interface Agent {
  /**
   * Where to write what the agent sees, observation size floats, before each question and before the end
   * of the episode. What is not written stays as it was; at the start of an episode all is 0.
   */
  float[] observation();

  /**
   * Where to write true for what is legal before each question, in the order of {@link Space#choices};
   * all false after an answer. Learners from values want it before {@link #truncate}, too. Of no length
   * if actions are not masked.
   */
  boolean[] legal();

  /**
   * Adds to the reward of the last decision; what is given before the first one counts with the first.
   */
  void reward(double amount);

  /**
   * Asks for a decision.
   *
   * @return an element of the action space, action size floats, valid until the next question
   * @throws EpisodeAbandoned if nobody waits for this episode any more: let it pass, clean up and return
   */
  float[] act();

  /** Asks for a decision where actions are {@link jackdaw.space.Discrete}; throws what {@link #act} does. */
  default int choose() {
    return (int) act()[0];
  }

  /**
   * Says that the episode, which ends with the return from {@link Simulation#run}, was only cut off:
   * more would have followed after the last observation. Without it the end is the task's own.
   */
  void truncate();
}

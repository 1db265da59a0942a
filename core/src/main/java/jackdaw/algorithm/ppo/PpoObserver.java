package jackdaw.algorithm.ppo;

import jackdaw.experience.Rollout;

/**
 * Looks on while {@link Ppo} learns, to show or to check what an update does. Called in the training
 * thread; see {@link Ppo#observe}.
 */
public interface PpoObserver {
  /**
   * A rollout is collected and its advantages are estimated, while the policy is still the one that
   * acted.
   *
   * @param rollout to read now: the next iteration writes over it
   */
  void collected(Rollout rollout);

  /** A minibatch's loss and gradient are computed, and the optimiser's step with them comes next. */
  void computed(PpoMinibatch minibatch);

  /** All steps of the update are taken. */
  void updated();
}

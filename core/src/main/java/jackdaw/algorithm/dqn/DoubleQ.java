package jackdaw.algorithm.dqn;

/** How the action is chosen whose value stands for a next state. */
public enum DoubleQ {
  /** The target network chooses and values it, which overestimates. */
  OFF,
  /**
   * Of two networks the one that is updated chooses it and the other one values it; which one is
   * updated is drawn for each minibatch (van Hasselt 2010). Both are the target's copies.
   */
  HASSELT_2010,
  /** The learnt network chooses it and the target network values it (van Hasselt et al. 2016). */
  HASSELT_2016
}

package jackdaw.environment.callback;

/**
 * Thrown by {@link Agent#act} inside a simulator if the trainer no longer waits for the rest of the
 * episode. The simulator has to let it pass up to {@link Simulation#run} and out of it.
 */
public final class EpisodeAbandoned extends Error {
  private static final long serialVersionUID = 1L;

  EpisodeAbandoned() {
    super("the episode was abandoned: let this pass and return", null, false, false);
  }
}

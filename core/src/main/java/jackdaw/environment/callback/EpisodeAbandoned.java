package jackdaw.environment.callback;

/**
 * Nobody waits for the rest of an episode. {@link Agent#act} throws it inside a simulator, to be let
 * through up to {@link Simulation#run} and out of it.
 */
public final class EpisodeAbandoned extends Error {
  private static final long serialVersionUID = 1L;

  EpisodeAbandoned() {
    super("the episode was abandoned: let this pass and return", null, false, false);
  }
}

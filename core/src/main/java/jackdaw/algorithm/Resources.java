package jackdaw.algorithm;

import jackdaw.environment.VectorEnvironment;
import jackdaw.parallel.Workers;
import jackdaw.random.RandomStream;
import jackdaw.space.Space;
import java.util.function.Function;

/**
 * What an algorithm has to close: environments and threads; and the generator that its own are
 * split from.
 *
 * @param environment copies of the environment that step together, wrapped and normalised
 * @param workers the threads that compute
 * @param random the run's generator
 */
public record Resources(VectorEnvironment environment, Workers workers, RandomStream random)
    implements
      AutoCloseable {

  /**
   * Opens resources and constructs an algorithm with them; closes them again if that fails.
   *
   * @param copies of the environment, at least 1
   * @param discount γ, for the normalisation of rewards
   * @param constructor of the algorithm, which closes the resources from then on
   */
  public static <A extends Algorithm> A open(
      Setup setup, int copies, double discount, Function<Resources, A> constructor) {
    VectorEnvironment environment =
        setup.view().vector(setup.environments(), copies, discount);
    try {
      Workers workers = new Workers(setup.threads());
      try {
        return constructor.apply(
            new Resources(environment, workers, new RandomStream(setup.seed())));
      } catch (RuntimeException | Error e) {
        workers.close();
        throw e;
      }
    } catch (RuntimeException | Error e) {
      environment.close();
      throw e;
    }
  }

  /** What one observation is, as the algorithm sees it. */
  public Space observationSpace() {
    return environment.observationSpace();
  }

  /** What one action is, as the algorithm sees it. */
  public Space actionSpace() {
    return environment.actionSpace();
  }

  @Override
  public void close() {
    workers.close();
    environment.close();
  }
}

package jackdaw.algorithm;

import jackdaw.environment.Environment;
import jackdaw.environment.wrapper.EnvironmentConfig;
import java.util.function.Supplier;

/**
 * Where and how an algorithm learns, apart from its own settings.
 *
 * @param environments makes one bare environment at each call
 * @param view how the environments are seen
 * @param seed the run's one seed
 * @param threads how many threads compute, at least 1; the result is the same for any number
 */
public record Setup(
    Supplier<? extends Environment> environments, EnvironmentConfig view, long seed, int threads) {

  /** Environments as they are, in one thread. */
  public static Setup of(Supplier<? extends Environment> environments, long seed) {
    return new Setup(environments, EnvironmentConfig.defaults(), seed, 1);
  }

  /** The same with another number of threads. */
  public Setup threads(int count) {
    return new Setup(environments, view, seed, count);
  }

  /** The same with environments that are seen in another way. */
  public Setup view(EnvironmentConfig config) {
    return new Setup(environments, config, seed, threads);
  }
}

package jackdaw.environments;

import jackdaw.environment.Environment;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/**
 * Adds environments from any jar on the class path to {@link Environments}. The jar names its
 * implementation in {@code META-INF/services/jackdaw.environments.EnvironmentProvider}; the class
 * and its constructor without arguments are public.
 */
public interface EnvironmentProvider {
  /**
   * Returns the names of its environments, for example {@code Corridor-v1}; none that is already
   * taken.
   */
  List<String> ids();

  /**
   * Returns the prefix of a family of names, for example {@code gym:}, that this provider serves
   * without listing them. {@link #supplier} receives such a name unchanged. Empty if there is no
   * such family.
   */
  default String prefix() {
    return "";
  }

  /**
   * Creates an environment, with its time limit if it needs one.
   *
   * @param id one of {@link #ids}
   */
  Environment make(String id);

  /**
   * Returns the mean return from which an environment counts as solved, if it has one. A provider
   * of environments that are expensive to create answers without creating one.
   *
   * @param id one of {@link #ids}
   */
  default OptionalDouble solvedReturn(String id) {
    try (Environment environment = make(id)) {
      return environment.solvedReturn();
    }
  }

  /**
   * Returns a supplier of environments, for a provider whose ids have options. It asks {@code
   * options} for each option before it returns.
   *
   * @param id one of {@link #ids}, or a name with the {@link #prefix}
   * @param options the options given after the id
   */
  default Supplier<Environment> supplier(String id, EnvironmentOptions options) {
    return () -> make(id);
  }
}

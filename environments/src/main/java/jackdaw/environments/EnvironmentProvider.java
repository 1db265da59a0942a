package jackdaw.environments;

import jackdaw.environment.Environment;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/**
 * Adds environments to {@link Environments} from any jar on the class path. The jar names its
 * implementation, which is public and has a public constructor without arguments, in {@code
 * META-INF/services/jackdaw.environments.EnvironmentProvider}.
 */
public interface EnvironmentProvider {
  /** The names of its environments, such as {@code Corridor-v1}; none that is taken already. */
  List<String> ids();

  /**
   * What a family of names begins with, such as {@code gym:}, that this provider serves without listing
   * them. A name with it is given to {@link #supplier} as it stands; empty if there is no such family.
   */
  default String prefix() {
    return "";
  }

  /**
   * A new environment, with its time limit if it needs one.
   *
   * @param id one of {@link #ids}
   */
  Environment make(String id);

  /**
   * The mean return from which an environment counts as solved, if it has one. A provider whose
   * environments are dear to make says it without making one.
   *
   * @param id one of {@link #ids}
   */
  default OptionalDouble solvedReturn(String id) {
    try (Environment environment = make(id)) {
      return environment.solvedReturn();
    }
  }

  /**
   * What makes environments of an id, for a provider whose ids have options: it asks {@code options} for
   * each before it returns.
   *
   * @param id one of {@link #ids}, or a name with the {@link #prefix}
   * @param options what was given behind the id
   */
  default Supplier<Environment> supplier(String id, EnvironmentOptions options) {
    return () -> make(id);
  }
}
